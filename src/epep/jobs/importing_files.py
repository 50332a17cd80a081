"""Reads a CSV file as spreadsheets save it, whatever its encoding and delimiter, and says row by row what is wrong."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from epep.form.answers import one_line

DELIMITERS = {",": "commas", ";": "semicolons", "\t": "tabs"}
LONGEST_CELL = 10_000  # characters
NOT_TEXT = {
    b"PK\x03\x04": "This is a spreadsheet or zip file. Open it, choose Save as, and save it as CSV.",
    b"\xd0\xcf\x11\xe0": "This is an old spreadsheet file. Open it, choose Save as, and save it as CSV.",
    b"%PDF": "This is a PDF. A CSV file is needed.",
}


@dataclass(frozen=True, order=True)
class Problem:
    """What is wrong in one cell, and how to put it right. Rows are counted as a spreadsheet counts them, from 1.

    `column` is empty when the whole row is meant, and `row` is 0 when the whole file is.
    """

    row: int
    column: str
    text: str

    def __str__(self) -> str:
        place = [f"row {self.row}"] * bool(self.row) + [self.column] * bool(self.column)
        return f"{', '.join(place)}: {self.text}" if place else self.text


class Unreadable(Exception):
    """The file as a whole cannot be read. Carries what is wrong."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class Row:
    """One row: its number in the spreadsheet and its cells, tidied, by column."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True)
class Table:
    """A file's rows, how it was read, and the rows that cannot be read."""

    rows: list[Row]
    encoding: str
    delimiter: str
    problems: list[Problem] = field(default_factory=list)


def read_table(data: bytes, needed: Sequence[str], allowed: Sequence[str]) -> Table:
    """The rows of a file with a header. Every column of `needed` must be there, and none outside `allowed`.

    Raises `Unreadable` when it is not such a file.
    """
    text, encoding = _decoded(data)
    delimiter = _delimiter_of(text)
    records = enumerate(_records(text, delimiter), start=1)
    header = next((number, record) for number, record in records if any(map(one_line, record)))
    columns = _columns(*header, needed, allowed)
    table = Table([], encoding, DELIMITERS[delimiter])
    for number, record in records:
        cells = [one_line(cell) for cell in record]
        if not any(cells):
            continue
        if wrong := _wrong_row(cells, columns):
            table.problems.append(Problem(number, "", wrong))
        else:
            table.rows.append(Row(number, dict(zip(columns, cells, strict=True))))
    if not table.rows and not table.problems:
        raise Unreadable(Problem(0, "", "The file has a header and no rows under it."))
    return table


def _decoded(data: bytes) -> tuple[str, str]:
    for start, says in NOT_TEXT.items():
        if data.startswith(start):
            raise Unreadable(Problem(0, "", says))
    text, encoding = _as_text(data)
    if "\0" in text:
        raise Unreadable(Problem(0, "", "This is not a text file. A CSV file is needed."))
    if not one_line(text).strip('";, '):
        raise Unreadable(Problem(0, "", "The file is empty."))
    return text, encoding


def _as_text(data: bytes) -> tuple[str, str]:
    """The text, and the encoding in words. Windows-1252 leaves five bytes without a meaning; Latin-1 none."""
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    for codec, name in ((("utf-16", "UTF-16"),) * marked) + (("utf-8-sig", "UTF-8"), ("cp1252", "Windows-1252")):
        try:
            return data.decode(codec), name
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1"), "Latin-1"


def _delimiter_of(text: str) -> str:
    """What stands between the names of the header most often."""
    header = text.lstrip().splitlines()[0]
    return max(DELIMITERS, key=header.count)


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for number, record in enumerate(reader, start=1):  # noqa: B007  (the last good row, when one is bad)
            yield record
    except csv.Error as error:
        says = f"The row cannot be read ({error}). Quotes must come in pairs, around a whole cell."
        raise Unreadable(Problem(number + 1, "", says)) from error


def _columns(number: int, header: list[str], needed: Sequence[str], allowed: Sequence[str]) -> list[str]:
    """The names of the columns, however they are written: "Mosaic ID" is mosaic_id."""
    columns = ["_".join(one_line(name).casefold().replace("_", " ").split()) for name in header]
    while columns and not columns[-1]:
        columns.pop()  # a spreadsheet's empty columns at the end
    problems = [Problem(number, name, "The column is missing. Add it.") for name in needed if name not in columns]
    for name in dict.fromkeys(columns):
        if name not in allowed:
            known = ", ".join(allowed)
            problems.append(Problem(number, name, f"The column is not known. Take it out, or call it one of: {known}."))
        elif columns.count(name) > 1:
            problems.append(Problem(number, name, "The column is there twice. Take one out."))
    if problems:
        raise Unreadable(*problems)
    return columns


def _wrong_row(cells: list[str], columns: list[str]) -> str:
    while len(cells) > len(columns) and not cells[-1]:
        cells.pop()
    if len(cells) != len(columns):
        return (
            f"The row has {len(cells)} cells and the header {len(columns)}. "
            "Text with a comma or semicolon in it needs quotes around it."
        )
    long = next((name for name, cell in zip(columns, cells, strict=True) if len(cell) > LONGEST_CELL), "")
    return f"The cell under {long} is longer than {LONGEST_CELL:,} characters." if long else ""
