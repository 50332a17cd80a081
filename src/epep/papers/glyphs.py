"""What the fonts can print. PDF/A and PDF/UA allow no missing glyph, so what no font has is shown as U+FFFD.

`fonts/coverage.txt` has one line for each font beside it: its name, then its code points as hexadecimal ranges.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

FONTS = Path(__file__).parent / "fonts"
UNPRINTABLE = "\ufffd"

# A line can only break where a word may; longer words are given invisible break points (U+200B) this far apart.
# Scripts written without spaces (Thai to Khmer, Chinese to Korean) break by themselves and are left alone.
_BREAK_EVERY = 12
_SPACELESS = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3000-\u9fff\uac00-\ud7a3"
_LONG_WORD = re.compile(rf"[^\s\u200b{_SPACELESS}]{{{_BREAK_EVERY * 2},}}")
_JOINERS = "\u200c\u200d"

# The typesetter fails on one word of 32,768 characters, whatever they are; nobody's language has one of a thousand.
_ENDLESS_WORD = re.compile(r"[^\s\u200b]{1000}")
_MOST_MARKS = 8


def printable(value: Any) -> Any:
    """The same dicts, lists and scalars, with every text made fit to print."""
    if isinstance(value, str):
        return printable_text(value)
    if isinstance(value, list):
        return [printable(item) for item in value]
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    return value


def printable_text(text: str) -> str:
    """The text in NFC, without what cannot be seen, with U+FFFD for what no font has, and with long words breakable."""
    if text.isascii() and text.isprintable() and len(text) < _BREAK_EVERY * 2:
        return text
    normal = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    broken = _LONG_WORD.sub(_breakable, _seated("".join(map(_shown, normal))))
    return _ENDLESS_WORD.sub(lambda run: run[0] + "\u200b", broken)


@cache
def fonts_with(character: str) -> frozenset[str]:
    """The names of the fonts that have this character."""
    return frozenset(font for font, points in _coverage().items() if ord(character) in points)


@cache
def _coverage() -> dict[str, frozenset[int]]:
    found: dict[str, frozenset[int]] = {}
    for line in (FONTS / "coverage.txt").read_text(encoding="ascii").splitlines():
        font, *ranges = line.split()
        ends = [[int(end, 16) for end in found_range.split("-")] for found_range in ranges]
        found[font] = frozenset(point for first, *last in ends for point in range(first, (last or [first])[0] + 1))
    return found


@cache
def _shown(character: str) -> str:
    """The character itself where a font has it; else a space, a new line, nothing, or U+FFFD, by what it is."""
    category = unicodedata.category(character)
    if character == "\n" or category in ("Zl", "Zp"):
        return "\n"
    if character == "\t":
        return "    "
    if category == "Cc" or character == "\ufeff" or _is_variation_selector(character):
        return ""
    if fonts_with(character):
        return character
    return {"Zs": " ", "Cf": ""}.get(category, UNPRINTABLE)


def _is_variation_selector(character: str) -> bool:
    return "\ufe00" <= character <= "\ufe0f" or "\U000e0100" <= character <= "\U000e01ef"


def _seated(text: str) -> str:
    """The text, with U+FFFD for each combining mark that no one font has together with what it sits on, or too many."""
    result: list[str] = []
    fonts: frozenset[str] = frozenset()
    marks = 0
    for character in text:
        if unicodedata.category(character).startswith("M"):
            fonts, marks = fonts & fonts_with(character), marks + 1
            result.append(character if fonts and marks <= _MOST_MARKS else UNPRINTABLE)
        else:
            if character not in _JOINERS:
                fonts, marks = fonts_with(character), 0
            result.append(character)
    return "".join(result)


def _breakable(word: re.Match[str]) -> str:
    """The word with break points; a combining mark or a joiner stays with the character before it."""
    pieces = [word[0][start : start + _BREAK_EVERY] for start in range(0, len(word[0]), _BREAK_EVERY)]
    return "".join(piece if _clings(piece[0]) else "\u200b" + piece for piece in pieces).removeprefix("\u200b")


def _clings(character: str) -> bool:
    return unicodedata.category(character) in ("Mn", "Mc", "Me", "Cf")
