"""Reads single cells of an import: each reader gives a value, or raises `Wrong` with how to put the cell right."""

import re
from collections.abc import Callable, Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

DAY = re.compile(r"(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})")
UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"  # I, O and S are left out; a letter's place is its value
UPN = re.compile(rf"[{UPN_LETTERS}]\d{{11}}[\d{UPN_LETTERS}]")
ROUNDED = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)

# The first three digits of a school's number: local authorities of England and Wales, today's and former ones, and the
# codes that stand for none. DfE school census rule 1530, with the authorities made since.
LA_CODES = frozenset(
    code
    for first, last in (
        (1, 5), (201, 213), (301, 320), (330, 336), (340, 344), (350, 359), (370, 373), (380, 384), (390, 394),
        (420, 420), (660, 681), (701, 708), (800, 803), (805, 808), (810, 813), (815, 816), (820, 823), (825, 826),
        (830, 831), (835, 841), (845, 846), (850, 852), (855, 857), (860, 861), (865, 896), (908, 909), (916, 916),
        (919, 919), (921, 921), (925, 926), (928, 929), (931, 931), (933, 933), (935, 943),
    )
    for code in range(first, last + 1)
)  # fmt: skip


class Wrong(ValueError):
    """The cell cannot be taken. The text says why, and how to put it right."""


Reader = Callable[[str], object]


def text(longest: int) -> Reader:
    """A reader of text of at most `longest` characters."""

    def read(cell: str) -> str:
        if len(cell) > longest:
            raise Wrong(f"Use {longest} characters or fewer; there are {len(cell):,}.")
        return cell

    return read


def one_of(allowed: Collection[str]) -> Reader:
    """A reader of one word out of `allowed`, however it is written: "Social worker" is social_worker."""

    def read(cell: str) -> str:
        word = "_".join(cell.casefold().replace("_", " ").replace("-", " ").split())
        if word not in allowed:
            raise Wrong(f"{cell[:40]!r} is not known. Use one of: {', '.join(allowed)}.")
        return word

    return read


def day(cell: str) -> date:
    """A day, as 2026-12-03 or 03/12/2026."""
    if found := DAY.fullmatch(cell):
        cell = f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    try:
        return date.fromisoformat(cell if re.fullmatch(r"\d{4}-\d\d-\d\d", cell) else "")
    except ValueError as error:
        raise Wrong("It is not a date. Write it as 2026-12-03 or 03/12/2026 (day, month, year).") from error


def digits(many: int, what: str, start: str = "") -> Reader:
    """A reader of a number with exactly so many digits, which begins with `start`."""

    def read(cell: str) -> str:
        number = _compact(cell)
        if not re.fullmatch(rf"{start}[0-9]{{{many - len(start)}}}", number):
            raise Wrong(f"{what} has {many} digits{f' and begins with {start}' if start else ''}.")
        return number

    return read


def upn(cell: str) -> str:
    """A unique pupil number, its check letter right: Σ place × value of characters 2 to 13, modulo 23."""
    number = _compact(cell).upper()
    if not UPN.fullmatch(number):
        raise Wrong("A UPN is a letter, 11 digits, and a digit or letter. Copy it from the school's record.")
    if number[0] != (right := upn_letter(number[1:])):
        raise Wrong(
            f"The check letter is wrong: with these digits it would be {right}. Copy it from the school's record."
        )
    return number


def upn_letter(rest: str) -> str:
    """The check letter of a UPN's other twelve characters."""
    values = (int(one) if one.isdigit() else UPN_LETTERS.index(one) for one in rest)
    return UPN_LETTERS[sum(place * value for place, value in enumerate(values, start=2)) % 23]


def upn_note(number: str) -> str:
    """What is odd about a UPN that may be right all the same; empty when nothing is."""
    code = number[1:4]
    return "" if int(code) in LA_CODES else f"No local authority that we know has the code {code}. Is it right?"


def uln(cell: str) -> str:
    """A unique learner number: ten digits whose sum, weighted 10 to 1, leaves 10 when divided by 11."""
    number = _compact(cell)
    if not re.fullmatch(r"[1-9][0-9]{9}", number):
        raise Wrong("A ULN has 10 digits and does not begin with 0. Copy it from the learner's record.")
    if sum(int(one) * weight for one, weight in zip(number, range(10, 0, -1), strict=True)) % 11 != 10:
        raise Wrong("The check digit is wrong. Copy the number from the learner's record.")
    return number


def number_in_mosaic(cell: str) -> str:
    """A young person's number in Mosaic: letters, digits and dashes, at most 20."""
    number = _compact(cell)
    if not re.fullmatch(r"[A-Za-z0-9-]{1,20}", number):
        raise Wrong("A Mosaic number has letters, digits and dashes only, 20 at most.")
    return number


def email(cell: str) -> str:
    """An e-mail address, in small letters."""
    if len(cell) > 254:
        raise Wrong("It is too long for an e-mail address.")
    try:
        validate_email(cell)
    except ValidationError as error:
        raise Wrong("It is not an e-mail address, such as sam@example.org.") from error
    return cell.lower()


def _compact(cell: str) -> str:
    """A number without blanks. `Wrong` when a spreadsheet has rounded it."""
    if ROUNDED.fullmatch(cell):
        raise Wrong("The spreadsheet has rounded it. Format the column as text, and enter the number again.")
    return cell.replace(" ", "")
