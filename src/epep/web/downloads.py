"""Files to take away: kept by no cache, guessed by no browser, and run by nothing."""

from django.http import HttpResponse


def download(data: bytes, name: str, kind: str) -> HttpResponse:
    """The answer that makes a browser save `data` as `name`. `kind` is its media type."""
    plain = "".join(letter if letter.isascii() and (letter.isalnum() or letter in "._-") else "-" for letter in name)
    answer = HttpResponse(data, content_type=kind)
    headers = {
        "Content-Disposition": f'attachment; filename="{plain}"',
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Length": str(len(data)),
    }
    for header, value in headers.items():
        answer[header] = value
    return answer
