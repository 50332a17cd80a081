"""The readers of single cells: identifiers against published vectors, dates, addresses, and whatever fuzz brings."""

import csv
import string
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from epep.jobs import importing_cells as cells
from epep.jobs.importing_cells import UPN_LETTERS, Wrong, upn_letter, upn_note
from epep.jobs.importing_files import Problem, Unreadable, read_table
from epep.jobs.importing_kinds import KINDS, checked

VECTORS = list(csv.DictReader((Path(__file__).parent / "identifiers.csv").read_text(encoding="utf-8").splitlines()))
READERS: dict[str, Callable[[str], object]] = {"UPN": cells.upn, "ULN": cells.uln}


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["value"])
def test_published_identifiers(vector: dict[str, str]) -> None:
    read = READERS[vector["kind"]]
    if vector["valid"] == "yes":
        assert read(vector["value"]) == vector["value"]
        assert read(f" {vector['value'][:3]} {vector['value'][3:].lower()}") == vector["value"]
    else:
        with pytest.raises(Wrong, match="check letter" if "check" in vector["valid"] else "A UPN is"):
            read(vector["value"])


def test_the_two_vectors_that_vendors_print_wrong_are_among_them() -> None:
    assert {"P207000016049", "Q207000016049"} <= {vector["value"] for vector in VECTORS}


@given(st.from_regex(rf"\A[0-9]{{11}}[0-9{UPN_LETTERS}]\Z"))
def test_exactly_one_check_letter_is_right(rest: str) -> None:
    taken = []
    for letter in string.ascii_uppercase:
        try:
            taken.append(cells.upn(letter + rest))
        except Wrong:
            continue
    assert taken == [upn_letter(rest) + rest]


@given(st.from_regex(r"\A[1-9][0-9]{8}\Z"))
def test_at_most_one_check_digit_is_right(nine: str) -> None:
    taken = 0
    for digit in string.digits:
        try:
            cells.uln(nine + digit)
            taken += 1
        except Wrong:
            continue
    remainder = sum(int(one) * weight for one, weight in zip(nine, range(10, 1, -1), strict=True)) % 11
    assert taken == (0 if remainder == 0 else 1), "a remainder of 0 has no check digit"


@pytest.mark.parametrize("code", ["823", "822", "821", "820", "839", "943", "001"])
def test_authorities_of_today_and_of_before_are_known(code: str) -> None:
    assert upn_note(f"A{code}200005001") == ""


@pytest.mark.parametrize("code", ["000", "006", "999", "832", "944"])
def test_codes_of_no_authority_are_odd(code: str) -> None:
    assert code in upn_note(f"A{code}200005001")


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("2026-12-03", date(2026, 12, 3)),
        ("03/12/2026", date(2026, 12, 3)),
        ("3/12/2026", date(2026, 12, 3)),
        ("03.12.2026", date(2026, 12, 3)),
        ("03-12-2026", date(2026, 12, 3)),
        ("29/02/2028", date(2028, 2, 29)),
    ],
)
def test_days_are_read_as_iso_or_day_first(cell: str, expected: date) -> None:
    assert cells.day(cell) == expected


@pytest.mark.parametrize(
    "cell",
    ["12/31/2026", "29/02/2026", "2026-13-01", "3/12/26", "20261203", "2026-W49-4", "today", "0/0/0000", "46359"],
)
def test_what_is_no_day_is_refused(cell: str) -> None:
    with pytest.raises(Wrong, match="not a date"):
        cells.day(cell)


@pytest.mark.parametrize("cell", ["a@", "@b.org", "a b@c.org", "a@b", "a@b.org\nBcc: c@d.org", "x" * 250 + "@b.org"])
def test_what_is_no_address_is_refused(cell: str) -> None:
    with pytest.raises(Wrong):
        cells.email(cell)


def test_addresses_are_kept_in_small_letters() -> None:
    assert cells.email("Sam.Nair@Example.ORG") == "sam.nair@example.org"


HEADERS = [",".join(kind.allowed) for kind in KINDS.values()]
CELL = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ["2026-12-03", "carer", "college", "1083421", "a@b.org", "", '"', '""', "B801200005001", "9276308686"]
    ),
)


@given(st.sampled_from(list(KINDS)), st.binary(max_size=300))
def test_any_bytes_are_read_or_refused_in_words(name: str, data: bytes) -> None:
    read(name, data)


@given(
    st.sampled_from(list(KINDS)),
    st.lists(st.lists(CELL, max_size=9), max_size=6),
    st.sampled_from([",", ";", "\t"]),
    st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "latin-1"]),
)
def test_any_rows_under_a_right_header_are_read_or_refused_in_words(
    name: str, rows: list[list[str]], delimiter: str, encoding: str
) -> None:
    lines = [delimiter.join(KINDS[name].allowed), *(delimiter.join(row) for row in rows)]
    read(name, "\n".join(lines).encode(encoding, "replace"))


def read(name: str, data: bytes) -> None:
    """Reads a file; whatever is in it, every row is either taken or has a problem with its place."""
    kind = KINDS[name]
    refused: Sequence[Problem] | None = None
    try:
        table = read_table(data, kind.needed, kind.allowed)
    except Unreadable as unreadable:
        refused = unreadable.problems
    if refused is not None:
        assert refused
        assert all(problem.text.endswith(".") for problem in refused)
        return
    found = checked(kind, table, date(2026, 11, 9))
    for problem in found.problems:
        assert problem.row > 1
        assert problem.column in ("", *kind.allowed)
        assert problem.text.endswith(".")
    rows = {row.number for row in table.rows} | {problem.row for problem in table.problems}
    assert rows == {number for number, _ in found.rows} | {problem.row for problem in found.problems}
    for _, values in found.rows:
        assert set(values) <= set(kind.allowed)
