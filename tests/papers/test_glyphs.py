"""Whatever anybody types can be printed; what no font has is shown as U+FFFD, and the page says so."""

import hashlib
import unicodedata
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader
from tests.papers.reading_pdf import text_of
from tests.papers.sample import FORM, content

from epep.papers.glyphs import FONTS, fonts_with, printable, printable_text
from epep.papers.pdf import SOME_UNPRINTABLE, render

MARKS = st.characters(categories=["Mn", "Mc", "Me", "Cf", "Sk"])
ODD = st.sampled_from(
    ["\x00", "\ud800", "\ue000", "\ufffe", "\u202e", "\u2028", "#set", "$x$", "\\", "👩‍👧", "🇬🇧", "\ufeff", "\t"]
)
TEXTS = st.lists(st.characters() | MARKS | ODD, max_size=60).map("".join)


def pdf_with(words: str) -> bytes:
    """A PDF that has these words wherever somebody can type."""
    whole: dict[str, Any] = content()
    whole["young_person"] |= {"name": words or "Yas", "preferred_name": words}
    whole["authority"]["name"] = words or "A"
    whole["plan"]["reference"] = words or "1"
    whole["meeting"]["venue"] = words
    whole["meeting"]["attendance"][0] |= {"name": words, "note": words}
    whole["sections"]["progress"]["answers"] |= {"summary": words}
    whole["sections"]["education"]["answers"]["history"][0] |= {"place": words, "notes": words}
    whole["sections"]["new_targets"]["answers"]["targets"][0] |= {"target": words, "area": words}
    whole["sections"]["young_person_views"]["answers"]["proud"] = words
    return render(whole, FORM)


def printed(words: str) -> str:
    """Its text, read back."""
    return text_of(pdf_with(words))


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS)
def test_any_text_can_be_printed(words: str) -> None:
    assert len(PdfReader(BytesIO(pdf_with(words))).pages) > 5


@pytest.mark.parametrize(
    "words",
    [
        "#set text(red)",
        '#import "x.typ": *',
        '#read("plan.typ")',
        "{{ young_person.name }}",
        "<script>alert(1)</script>",
        '$x^2$ *bold* _it_ `raw` @ref = Head // no /* no */ \\u{41} ~ -- --- "q"',
        "Zażółć gęślą jaźń",
        "Mae Ŵyn yn dysgu â'r tŷ",
        "Дякую за допомогу",
        "Cảm ơn rất nhiều",
    ],
)
def test_text_is_printed_as_typed(words: str) -> None:
    text = printed(words)
    assert text.count(" ".join(words.split())) >= 5
    assert SOME_UNPRINTABLE not in text


@pytest.mark.parametrize(
    "words", ["مرحبا بكم", "שלום", "ሰላም", "বাংলা", "हिन्दी", "ਪੰਜਾਬੀ", "தமிழ்", "ภาษาไทย", "Հայերեն", "ქართული", "😀👍🏽❤"]
)
def test_the_scripts_people_write_are_there(words: str) -> None:
    assert printable_text(words) == unicodedata.normalize("NFC", words)
    assert SOME_UNPRINTABLE not in printed(words)


def test_what_no_font_has_is_shown_and_told() -> None:
    text = printed("Name 王小明 \ue000")
    assert "Name \ufffd\ufffd\ufffd \ufffd" in text
    assert SOME_UNPRINTABLE in text


@pytest.mark.parametrize(
    "words",
    [
        "x" * 200_000,
        "ก" * 40_000,
        "a" + "\u0301" * 40_000,
        "\u200d" * 40_000,
        "😀" * 40_000,
        "ب" * 40_000,
        "\n" * 40_000,
        "\u00a0" * 40_000,
    ],
    ids=["letters", "thai", "marks", "joiners", "emoji", "arabic", "lines", "blanks"],
)
def test_endless_words_can_be_printed(words: str) -> None:
    whole = content()
    whole["sections"]["progress"]["answers"]["summary"] = words
    assert len(PdfReader(BytesIO(render(whole, FORM))).pages) > 5


def test_every_character_that_coverage_claims_can_be_printed() -> None:
    points = [chr(point) for point in range(0x110000) if fonts_with(chr(point))]
    assert len(points) > 9_000
    whole = content()
    whole["sections"]["progress"]["answers"]["summary"] = "\n".join(points)
    assert len(PdfReader(BytesIO(render(whole, FORM))).pages) > 50


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("plain", "plain"),
        ("a\x00b\x1bc\u0085d", "abcd"),
        ("a\r\nb\u2028c\u2029d", "a\nb\nc\nd"),
        ("a\tb", "a    b"),
        ("half \ud800", "half \ufffd"),
        ("❤\ufe0f \ufeff", "❤ "),
        ("Zoe\u0308", "Zoë"),
        ("\u0301alone", "\ufffdalone"),
        ("😀\u05b0", "😀\ufffd"),
        ("x" * 30, "x" * 12 + "\u200b" + "x" * 12 + "\u200b" + "x" * 6),
        ("x" * 23, "x" * 23),
        ("ก" * 30, "ก" * 30),
        ("ب" * 12 + "\u064e" + "ب" * 12, "ب" * 12 + "\u064e" + "ب" * 11 + "\u200b" + "ب"),
    ],
)
def test_text_is_made_fit_to_print(typed: str, shown: str) -> None:
    assert printable_text(typed) == shown


def test_every_text_inside_is_made_fit() -> None:
    assert printable({"a": ["x\x00", {"b": "\ue000"}], "c": 3, "d": True}) == {
        "a": ["x", {"b": "\ufffd"}],
        "c": 3,
        "d": True,
    }


def test_the_fonts_are_those_vendored_and_small() -> None:
    lines = (FONTS / "sha256sums.txt").read_text().splitlines()
    sums = {name: digest for digest, name in map(str.split, lines)}
    files = sorted(FONTS.glob("*.ttf"))
    assert {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files} == sums
    assert sum(path.stat().st_size for path in files) < 6_000_000
    covered = [line.split()[0] for line in (FONTS / "coverage.txt").read_text().splitlines()]
    assert covered == [path.name for path in files if path.stem.endswith("-Regular")]
    assert "SIL OPEN FONT LICENSE" in (FONTS / "OFL.txt").read_text()
