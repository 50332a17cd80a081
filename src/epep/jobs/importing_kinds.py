"""The three kinds of file: their columns, how each cell is read, and what must be true within a row and a file."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from epep.form.parts import AUTHORITY_PARTS, TEAM_PARTS, Part
from epep.jobs import importing_cells as cells
from epep.jobs.importing_cells import Reader, Wrong
from epep.jobs.importing_files import Problem, Row, Table
from epep.record.people import Provider

Values = dict[str, Any]

WITHOUT_EMAIL = (Part.PARENT, Part.CARER, Part.YOUNG_PERSON)
OLDEST = 26  # years: support for care leavers ends at 25


@dataclass(frozen=True)
class Column:
    """One column. `wanted`: every row needs it. `needed`: the file needs it, though some rows may leave it empty."""

    name: str
    read: Reader
    wanted: bool = False
    needed: bool = False
    note: Callable[[str], str] | None = None


@dataclass(frozen=True)
class Kind:
    """One kind of file.

    `once`: columns that together have the same values in one row only. `agree`: rows with the same value in the first
    column have the same in the second. `check` gives what is wrong within one row, as (column, text).
    """

    columns: tuple[Column, ...]
    once: tuple[tuple[str, ...], ...]
    agree: tuple[tuple[str, str], ...] = ()
    check: Callable[[Values, date], Iterator[tuple[str, str]]] | None = None

    @property
    def needed(self) -> list[str]:
        """The columns that every file of the kind has."""
        return [column.name for column in self.columns if column.wanted or column.needed]

    @property
    def allowed(self) -> list[str]:
        """All columns that a file of the kind may have."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Checked:
    """The rows that can be taken, each with its values, what is wrong with the others, and what is only odd."""

    rows: list[tuple[int, Values]]
    problems: list[Problem]
    notes: list[Problem]


def checked(kind: Kind, table: Table, today: date) -> Checked:
    """Read every cell of a table."""
    found = Checked([], list(table.problems), [])
    for row in table.rows:
        values, problems = _values(kind, row)
        if kind.check and not problems:
            problems = [Problem(row.number, *wrong) for wrong in kind.check(values, today)]
        if problems:
            found.problems.extend(problems)
        else:
            found.rows.append((row.number, values))
            found.notes.extend(_notes(kind, row.number, values))
    for columns in kind.once:
        found.problems.extend(_twice(columns, found.rows))
    for one, other in kind.agree:
        found.problems.extend(_disagreeing(one, other, found.rows))
    return found


def _values(kind: Kind, row: Row) -> tuple[Values, list[Problem]]:
    """The values of a row by column; an empty cell has none."""
    values: Values = {}
    problems = []
    for column in kind.columns:
        cell = row.cells.get(column.name, "")
        try:
            if cell:
                values[column.name] = column.read(cell)
            elif column.wanted:
                problems.append(Problem(row.number, column.name, "It is empty. Fill it in."))
        except Wrong as wrong:
            problems.append(Problem(row.number, column.name, str(wrong)))
    return values, problems


def _notes(kind: Kind, number: int, values: Values) -> list[Problem]:
    said = [
        (column.name, column.note(values[column.name]))
        for column in kind.columns
        if column.note and column.name in values
    ]
    return [Problem(number, name, text) for name, text in said if text]


def _twice(columns: Sequence[str], rows: list[tuple[int, Values]]) -> Iterator[Problem]:
    first: dict[tuple[Any, ...], int] = {}
    for number, values in rows:
        key = tuple(_same(values.get(name)) for name in columns)
        if key[-1] is None:
            continue
        if key in first:
            same = " and ".join(columns)
            yield Problem(number, columns[-1], f"Row {first[key]} has the same {same}. Take one of the two out.")
        first.setdefault(key, number)


def _disagreeing(one: str, other: str, rows: list[tuple[int, Values]]) -> Iterator[Problem]:
    first: dict[Any, tuple[int, Any]] = {}
    for number, values in rows:
        if one in values and other in values:
            row, said = first.setdefault(_same(values[one]), (number, values[other]))
            if said != values[other]:
                yield Problem(number, other, f"Row {row} gives the same {one} another {other}. Make them agree.")


def _same(value: Any) -> Any:
    """What makes two values the same: capitals do not tell them apart."""
    return value.casefold() if isinstance(value, str) else value


def _check_young_person(values: Values, today: date) -> Iterator[tuple[str, str]]:
    born = values["date_of_birth"]
    if born > today:
        yield "date_of_birth", "It is in the future. Check the year."
    elif today.year - born.year > OLDEST:
        yield "date_of_birth", f"They would be over {OLDEST - 1}. Check the year."


def _check_member(values: Values, _: date) -> Iterator[tuple[str, str]]:
    part, starts_on, ends_on = values["part"], values["starts_on"], values.get("ends_on")
    if ends_on and ends_on < starts_on:
        yield "ends_on", "It is before starts_on. Check both days."
    if "mosaic_id" not in values and part in TEAM_PARTS:
        yield "mosaic_id", f"Whose {Part(part).words}? Fill in the young person's Mosaic number."
    if "mosaic_id" in values and part in AUTHORITY_PARTS:
        yield "mosaic_id", f"The {Part(part).words} is there for the whole council. Leave the Mosaic number empty."
    if "email" not in values and part not in WITHOUT_EMAIL:
        yield "email", "It is empty. They need an address to sign in and to be told. Fill it in."


KINDS = {
    "providers": Kind(
        columns=(
            Column("name", cells.text(200), wanted=True),
            Column("kind", cells.one_of(Provider.Kind.values), wanted=True),
            Column("urn", cells.digits(6, "A URN")),
            Column("ukprn", cells.digits(8, "A UKPRN", start="1")),
        ),
        once=(("name",), ("urn",)),
    ),
    "people": Kind(
        columns=(
            Column("mosaic_id", cells.number_in_mosaic, wanted=True),
            Column("given_name", cells.text(100), wanted=True),
            Column("family_name", cells.text(100), wanted=True),
            Column("preferred_name", cells.text(100)),
            Column("date_of_birth", cells.day, wanted=True),
            Column("upn", cells.upn, note=cells.upn_note),
            Column("uln", cells.uln),
            Column("provider", cells.text(200)),
        ),
        once=(("mosaic_id",), ("upn",), ("uln",)),
        check=_check_young_person,
    ),
    "teams": Kind(
        columns=(
            Column("mosaic_id", cells.number_in_mosaic, needed=True),
            Column("part", cells.one_of([part.value for part in Part if part is not Part.AUTHOR]), wanted=True),
            Column("name", cells.text(200), wanted=True),
            Column("email", cells.email, needed=True),
            Column("phone", cells.text(40)),
            Column("starts_on", cells.day, wanted=True),
            Column("ends_on", cells.day),
        ),
        once=(("mosaic_id", "part", "name", "email", "starts_on"),),
        agree=(("email", "name"), ("email", "phone")),
        check=_check_member,
    ),
}
