"""A submission as a PDF: tagged, PDF/A-3a and PDF/UA-1, the same bytes every time for the same content."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path
from threading import Lock
from typing import Any, cast

import typst

from epep.form.model import Form
from epep.papers.canonical import canonical, digest, digest_of_bytes
from epep.papers.copies import without
from epep.papers.dates import moment
from epep.papers.glyphs import FONTS, UNPRINTABLE, printable
from epep.papers.sheet import sheet

TEMPLATE = Path(__file__).parent / "plan.typ"
SOME_UNPRINTABLE = (
    f"Some characters could not be printed and are shown as {UNPRINTABLE}. The data file has them as typed."
)

_RECIPE = [*sorted(TEMPLATE.parent.glob("*.py")), TEMPLATE, FONTS / "coverage.txt", FONTS / "sha256sums.txt"]

MADE_WITH = f"typst {version('typst')}, papers {digest_of_bytes(b''.join(map(Path.read_bytes, _RECIPE)))[:12]}"
"""What made a PDF. The same content and form give the same bytes as long as this is the same."""

# A compiler cannot serve two threads at once.
_one_at_a_time = Lock()


def render(content: Mapping[str, Any], form: Form, *, left_out: frozenset[str] = frozenset()) -> bytes:
    """The PDF of a submission's content, without the sections whose keys are in `left_out`.

    `content` has the shape epep/submission/1; `form` is the version it was written with: else ValueError.
    `copies.without` says what else goes with a section. The time in the file is that of the submission, never now.
    """
    kept = without(content, left_out)
    words = sheet(kept, form, digest(canonical(kept)), left_out)
    page = printable(words) | {"proof": words["proof"]}  # digests are copied, so nothing invisible goes into them
    page["unprintable"] = SOME_UNPRINTABLE if UNPRINTABLE in json.dumps(page, ensure_ascii=False) else ""
    submitted = int(moment(content["submitted"]["at"]).timestamp())
    data = {"data": json.dumps(page)}
    with _one_at_a_time:
        made = _compiler().compile(sys_inputs=data, format="pdf", pdf_standards=["a-3a", "ua-1"], timestamp=submitted)
    return cast("bytes", made)  # a PDF is always one file


@cache
def _compiler() -> typst.Compiler:
    """Made once: reading the template and finding the fonts takes longer than a page does."""
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])
    return typst.Compiler(TEMPLATE, root=TEMPLATE.parent, font_paths=fonts)
