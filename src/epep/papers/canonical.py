"""The one way to write a submission's content as text, so that its digest can be checked anywhere, for ever (P10).

Keys in code point order, no spaces, text in NFC and as itself (UTF-8), whole numbers only. Half a character (a lone
surrogate) cannot be written as UTF-8 and becomes U+FFFD.
"""

import hashlib
import json
import re
import unicodedata
from typing import Any

_HALVES = re.compile(r"[\ud800-\udfff]")


def canonical(content: dict[str, Any]) -> str:
    """The content as canonical JSON. TypeError or ValueError, with the place, for what has no one way to be written."""
    checked = _checked(content, "content")
    return json.dumps(checked, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """The SHA-256 of the text as UTF-8: 64 hexadecimal digits."""
    return digest_of_bytes(text.encode())


def digest_of_bytes(data: bytes) -> str:
    """The SHA-256 of the bytes: 64 hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def _checked(value: Any, place: str) -> Any:
    """The value with its text in NFC. `place` is for the message."""
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, (list, tuple)):
        return [_checked(item, f"{place}[{number}]") for number, item in enumerate(value)]
    if isinstance(value, dict):
        return _mapping(value, place)
    raise TypeError(f"{place} is a {type(value).__name__}; only text, whole numbers, true, false and null can be kept")


def _mapping(value: dict[Any, Any], place: str) -> dict[str, Any]:
    checked: dict[str, Any] = {}
    for key, item in value.items():
        if not isinstance(key, str):
            raise TypeError(f"{place} has the key {key!r}; keys must be text")
        name = _text(key)
        if name in checked:
            raise ValueError(f"{place} has two keys that read {name!r}")
        checked[name] = _checked(item, f"{place}.{name}")
    return checked


def _text(value: str) -> str:
    return unicodedata.normalize("NFC", _HALVES.sub("\ufffd", value))
