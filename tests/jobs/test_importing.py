"""`epep import`: every problem by row and column, all or nothing, and the same file again changes nothing."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from tests.cast import NOW, START, Cast

from epep.actions import people
from epep.form.parts import Part
from epep.jobs import importing
from epep.jobs.importing_cells import upn_letter
from epep.record.history import Event
from epep.record.people import Authority, Person, Post, Provider, TeamMember, YoungPerson

EXAMPLES = Path(__file__).parents[2] / "examples"
COUNTED = (Authority, Event, Person, Post, Provider, TeamMember, YoungPerson)
PEOPLE = "mosaic_id,given_name,family_name,date_of_birth"
TEAMS = "mosaic_id,part,name,email,starts_on,ends_on"

Import = Callable[..., tuple[int, list[str]]]

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Imports text, bytes or a file; gives the exit code and what was printed, without the line on how it was read."""

    def run(
        kind: str, what: str | bytes | Path, *, apply: bool = True, authority: str | None = None
    ) -> tuple[int, list[str]]:
        path = what if isinstance(what, Path) else tmp_path / f"{kind}.csv"
        if not isinstance(what, Path):
            path.write_bytes(what.encode() if isinstance(what, str) else what)
        capsys.readouterr()
        code = importing.run(kind, path, apply=apply, authority=authority)
        return code, [line for line in capsys.readouterr().out.splitlines() if not line.startswith(f"{kind}.csv: ")]

    return run


def counts() -> list[int]:
    return [model.objects.count() for model in COUNTED]


KINDS = ("providers", "people", "teams")


def test_the_examples_come_in_and_the_same_again_changes_nothing(authority: Authority, imported: Import) -> None:
    rows = {"providers": 4, "people": 4, "teams": 18}
    for kind in KINDS:
        assert imported(kind, EXAMPLES / f"{kind}.csv") == (
            0,
            [f"Done: {rows[kind]} new, 0 changed, 0 the same as before."],
        )
    assert [model.objects.count() for model in (Provider, YoungPerson, Post, TeamMember)] == [4, 4, 4, 14]
    assert Person.objects.count() == 14, "Sam Nair and Ed Wright are one person each, in many teams"
    lukasz = YoungPerson.objects.get(mosaic_id="9000002")
    assert (lukasz.given_name, lukasz.date_of_birth) == ("Łukasz", date(2008, 11, 2))
    assert lukasz.provider
    assert lukasz.provider.name == "Priory Hill School"
    old = TeamMember.objects.get(person__email="old.worker@example.org")
    assert (old.part, old.starts_on, old.ends_on) == (Part.SOCIAL_WORKER, date(2025, 9, 1), date(2026, 8, 31))
    before = counts()
    for kind in KINDS:
        assert imported(kind, EXAMPLES / f"{kind}.csv") == (
            0,
            [f"Nothing to change: {rows[kind]} rows, all there already."],
        )
    assert counts() == before, "nothing, not even in the history"


def test_a_dry_run_says_what_it_would_do_and_does_nothing(authority: Authority, imported: Import) -> None:
    before = counts()
    assert imported("providers", EXAMPLES / "providers.csv", apply=False) == (
        0,
        ["A dry run, nothing was changed: 4 would be new, 0 changed, 0 the same as before."],
    )
    assert counts() == before
    code, lines = imported("people", EXAMPLES / "people.csv", apply=False)
    assert code == 1
    assert lines == [
        "row 2, provider: There is no provider of this name. Import providers first, or correct it.",
        "row 3, provider: There is no provider of this name. Import providers first, or correct it.",
        "row 4, provider: There is no provider of this name. Import providers first, or correct it.",
        "Nothing was changed. Put 3 problems right, then run it again.",
    ]


def test_one_problem_in_the_last_row_keeps_all_of_the_file_out(authority: Authority, imported: Import) -> None:
    before = counts()
    code, lines = imported("people", f"{PEOPLE}\n1,Kai,Morgan,2009-01-05\n2,Lee,Day,2009-31-12\n")
    assert code == 1
    assert lines[0] == (
        "row 3, date_of_birth: It is not a date. Write it as 2026-12-03 or 03/12/2026 (day, month, year)."
    )
    assert counts() == before


def test_every_problem_is_listed_by_row_and_column_those_of_the_record_too(cast: Cast, imported: Import) -> None:
    code, lines = imported(
        "people",
        "Mosaic ID,Given name,family_name,date_of_birth,UPN,ULN,provider\n"
        "1,Kai,Morgan,2099-01-05,A801200005001,9276308687,\n"
        "2,,Day,1961-12-31,X80120000A001,9.27631E+09,\n"
        "2,Lee,Day,2009-12-31,,0276308686,Nowhere\n"
        "2,Lee,Day,31.12.2009,,,\n",
    )
    assert (code, lines) == (
        1,
        [
            "row 2, uln: The check digit is wrong. Copy the number from the learner's record.",
            "row 2, upn: The check letter is wrong: with these digits it would be B. Copy it from the school's record.",
            "row 3, given_name: It is empty. Fill it in.",
            "row 3, uln: The spreadsheet has rounded it. Format the column as text, and enter the number again.",
            "row 3, upn: A UPN is a letter, 11 digits, and a digit or letter. Copy it from the school's record.",
            "row 4, uln: A ULN has 10 digits and does not begin with 0. Copy it from the learner's record.",
            "Nothing was changed. Put 6 problems right, then run it again.",
        ],
    )
    assert [
        str(line) for line in imported("people", f"{PEOPLE}\n1,Kai,Morgan,2099-01-05\n2,Lee,Day,1961-12-31\n")[1]
    ] == [
        "row 2, date_of_birth: It is in the future. Check the year.",
        "row 3, date_of_birth: They would be over 25. Check the year.",
        "Nothing was changed. Put 2 problems right, then run it again.",
    ]


P, Y, T = KINDS


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        (P, "name,kind\nHill,college\nhill,school\n", "row 3, name: Row 2 has the same name."),
        (P, "name,kind,urn\nHill,college,123456\nDale,school,123456\n", "row 3, urn: Row 2 has the same urn."),
        (P, "name,kind\nHill,colege\n", "row 2, kind: 'colege' is not known. Use one of: school,"),
        (P, "name,kind,urn\nHill,college,12345\n", "row 2, urn: A URN has 6 digits."),
        (P, "name,kind,ukprn\nHill,college,20031982\n", "row 2, ukprn: A UKPRN has 8 digits and begins with 1"),
        (P, f"name,kind\n{'x' * 201},college\n", "row 2, name: Use 200 characters or fewer; there are 201."),
        (P, f"name,kind\n{'x' * 200_000},college\n", "row 2: The row cannot be read (field larger"),
        (P, f"name,kind\n{'x' * 20_000},college\n", "row 2: The cell under name is longer than 10,000"),
        (P, "name,kind\n\n\nHill,college,extra\n", "row 4: The row has 3 cells and the header 2."),
        (P, "name,kind\nHill\n", "row 2: The row has 1 cells and the header 2."),
        (P, 'name,kind\nHill,college\n"Dale,school\n', "row 3: The row cannot be read (unexpected end"),
        (P, "name\nHill\n", "row 1, kind: The column is missing. Add it."),
        (P, "name,kind,fax\nHill,college,1\n", "row 1, fax: The column is not known. Take it out, or"),
        (P, "name,kind,name\nHill,college,Hill\n", "row 1, name: The column is there twice. Take one out."),
        (P, "\n\nname,kynd\n", "row 3, kind: The column is missing."),
        (P, "name,kind\n\n", "The file has a header and no rows under it."),
        (P, "", "The file is empty."),
        (P, "\n \n;;\n", "The file is empty."),
        (Y, f"{PEOPLE}\n1,A,B,2009-01-05\n1,C,D,2009-01-05\n", "row 3, mosaic_id: Row 2 has the same mosaic_id."),
        (Y, f"{PEOPLE}\n12/3,A,B,2009-01-05\n", "row 2, mosaic_id: A Mosaic number has letters, digits"),
        (
            Y,
            f"{PEOPLE},upn\n1,A,B,2009-01-05,P207000016049\n2,C,D,2009-01-05,p207 0000 16049\n",
            "row 3, upn: Row 2 has the same upn.",
        ),
        (T, f"{TEAMS}\n1083421,carer,A,,2026-09-02,2026-09-01\n", "row 2, ends_on: It is before starts_on."),
        (T, f"{TEAMS}\n,carer,A,,2026-09-02,\n", "row 2, mosaic_id: Whose carer? Fill in the young person's"),
        (
            T,
            f"{TEAMS}\n1083421,virtual_school_head,A,a@example.org,2026-09-02,\n",
            "row 2, mosaic_id: The Virtual School head is there for the whole council.",
        ),
        (T, f"{TEAMS}\n1083421,social worker,A,,2026-09-02,\n", "row 2, email: It is empty. They need"),
        (T, f"{TEAMS}\n1083421,carer,A,a@,2026-09-02,\n", "row 2, email: It is not an e-mail address"),
        (T, f"{TEAMS}\n1083421,author,A,a@example.org,2026-09-02,\n", "row 2, part: 'author' is not known."),
        (T, f"{TEAMS}\n404,carer,A,,2026-09-02,\n", "row 2, mosaic_id: There is no young person"),
        (
            T,
            f"{TEAMS}\n1083421,carer,A,a@example.org,2026-09-02,\n1083421,Carer,A,A@example.org,02/09/2026,\n",
            "row 3, starts_on: Row 2 has the same mosaic_id and part and name and email and starts_on.",
        ),
        (
            T,
            f"{TEAMS}\n1083421,carer,Ann,a@example.org,2026-09-02,\n1083421,key_worker,Anne,a@example.org,2026-09-02,\n",
            "row 3, name: Row 2 gives the same email another name. Make them agree.",
        ),
        (
            T,
            f"{TEAMS}\n1083421,carer,Carol Finch,carol@example.org,2026-09-02,\n",
            "row 2, name: Carol Finch is the carer in this team on that day already.",
        ),
    ],
)
def test_bad_input_is_said_with_its_place_and_changes_nothing(
    cast: Cast, imported: Import, kind: str, text: str, problem: str
) -> None:
    before = counts()
    for apply in (False, True):
        code, lines = imported(kind, text, apply=apply)
        assert code == 1
        assert any(line.startswith(problem) for line in lines), lines
        assert lines[-1].startswith("Nothing was changed. Put ")
    assert counts() == before


def test_what_is_new_about_a_row_is_put_right_and_empty_cells_change_nothing(cast: Cast, imported: Import) -> None:
    columns = "mosaic_id,given_name,family_name,preferred_name,date_of_birth,upn,uln,provider"
    row = "1083421,Yasmin,Abara-Jones,,2009-03-14,B801200005001,,OAKFIELD COLLEGE"
    assert imported("people", f"{columns}\n{row}\n") == (0, ["Done: 0 new, 1 changed, 0 the same as before."])
    found = YoungPerson.objects.get(mosaic_id="1083421")
    assert (found.family_name, found.preferred_name, found.upn) == ("Abara-Jones", "Yas", "B801200005001")
    assert found.provider == cast.provider
    (event,) = Event.objects.filter(verb="change")
    assert event.says == "changed family name, upn"
    assert (event.by_id_then, event.by_name) == (None, "epep")
    assert imported("people", f"{columns}\n{row}\n") == (0, ["Nothing to change: 1 row, all there already."])


def test_a_team_row_can_end_a_part_and_an_empty_end_does_not_open_it_again(cast: Cast, imported: Import) -> None:
    carer = cast.young_person.team.get(part=Part.CARER)
    row = f"1083421,carer,Carol Finch,CAROL@example.org,{carer.starts_on}"
    assert imported("teams", f"{TEAMS}\n{row},2026-12-24\n") == (0, ["Done: 0 new, 1 changed, 0 the same as before."])
    carer.refresh_from_db()
    assert carer.ends_on == date(2026, 12, 24)
    for end in ("2026-12-24", ""):
        assert imported("teams", f"{TEAMS}\n{row},{end}\n")[1] == ["Nothing to change: 1 row, all there already."]
    carer.refresh_from_db()
    assert carer.ends_on == date(2026, 12, 24)


def test_a_post_can_be_taken_and_ended(cast: Cast, imported: Import) -> None:
    row = ",Virtual School head,Nia Okoro,nia@example.org,2026-09-01"
    for end, said in (("", "Done: 1 new, 0"), ("2026-12-24", "Done: 0 new, 1"), ("2026-12-24", "Nothing to change")):
        code, lines = imported("teams", f"{TEAMS}\n{row},{end}\n")
        assert (code, len(lines)) == (0, 1)
        assert lines[0].startswith(said)
    post = Post.objects.get(person__email="nia@example.org")
    assert (post.part, post.ends_on) == (Part.VIRTUAL_SCHOOL_HEAD, date(2026, 12, 24))


def test_people_without_an_address_are_told_apart_by_their_team(
    cast: Cast, strangers: object, imported: Import
) -> None:
    rows = (
        f"1083421,parent,Max Abara,,{START},\n"
        "1083422,parent,Ada Bell,,2026-09-01,\n"
        "1083421,carer,Ada Bell,,2026-09-01,\n"
    )
    mine = "central-bedfordshire"
    assert imported("teams", f"{TEAMS}\n{rows}", authority=mine)[0] == 0
    assert Person.objects.filter(name="Ada Bell").count() == 2, "two people may have one name"
    assert imported("teams", f"{TEAMS}\n{rows}", authority=mine) == (
        0,
        ["Nothing to change: 3 rows, all there already."],
    )


def test_a_known_address_is_that_person_and_another_name_is_put_right(cast: Cast, imported: Import) -> None:
    worker = cast[Part.SOCIAL_WORKER]
    columns = "mosaic_id,part,name,email,phone,starts_on"
    row = f"1083421,key_worker,Samantha Nair,{str(worker.email).upper()},01234 5,2026-09-01"
    assert imported("teams", f"{columns}\n{row}\n") == (0, ["Done: 1 new, 0 changed, 0 the same as before."])
    worker.refresh_from_db()
    assert (worker.name, worker.phone) == ("Samantha Nair", "01234 5")
    assert worker.email == str(worker.email).lower()
    assert imported("teams", f"{columns}\n{row}\n") == (0, ["Nothing to change: 1 row, all there already."])


def test_an_account_that_comes_in_has_no_password_and_can_ask_for_one(authority: Authority, imported: Import) -> None:
    imported("teams", f"{TEAMS}\n,system_administrator,Sy,sy@example.org,2026-09-01,\n")
    person = Person.objects.get()
    assert not person.has_usable_password()
    assert person.is_active


def test_a_code_of_no_local_authority_is_a_note_and_no_problem(authority: Authority, imported: Import) -> None:
    upn = upn_letter("999432108765") + "999432108765"
    code, lines = imported("people", f"{PEOPLE},upn\n1,Kai,Morgan,2009-01-05,{upn}\n")
    assert code == 0
    assert lines[0] == "note: row 2, upn: No local authority that we know has the code 999. Is it right?"
    assert YoungPerson.objects.get().upn == upn


@pytest.mark.parametrize(("column", "number"), [("upn", "B801200005001"), ("uln", "9276308686")])
def test_a_number_of_another_young_person_is_refused(cast: Cast, imported: Import, column: str, number: str) -> None:
    people.change(row=cast.young_person, by=None, now=NOW, **{column: number})
    code, lines = imported("people", f"{PEOPLE},{column}\n77,Kai,Morgan,2009-01-05,{number}\n")
    assert (code, lines[0]) == (1, f"row 2, {column}: Another young person has this number. Check both.")
    assert imported("people", f"{PEOPLE},{column}\n1083421,Yasmin,Abara,2009-03-14,{number}\n")[0] == 0


LUKASZ = f"{PEOPLE}\n1,Łukasz,Nowak,2009-01-05\n"
ZOE = f"{PEOPLE}\n1,Zoë,Brontë’s,2009-01-05\n"


@pytest.mark.parametrize(
    ("data", "given_name", "how"),
    [
        (LUKASZ.encode(), "Łukasz", "UTF-8"),
        (LUKASZ.encode("utf-8-sig"), "Łukasz", "UTF-8"),
        (LUKASZ.encode("utf-16"), "Łukasz", "UTF-16"),
        (LUKASZ.replace("Ł", "L\u0301").encode(), "Ĺukasz", "UTF-8"),
        (ZOE.encode("cp1252"), "Zoë", "Windows-1252"),
        (ZOE.replace("’", "\x81").encode("latin-1"), "Zoë", "Latin-1"),
        (LUKASZ.replace(",", ";").encode(), "Łukasz", "UTF-8"),
        (LUKASZ.replace(",", "\t").encode("utf-16"), "Łukasz", "UTF-16"),
        (LUKASZ.replace("\n", "\r\n").encode(), "Łukasz", "UTF-8"),
        (LUKASZ.replace("\n", "\r").encode(), "Łukasz", "UTF-8"),
        (LUKASZ.replace("Łukasz", "  Ł\x07ukasz ").encode(), "Łukasz", "UTF-8"),
        (LUKASZ.replace("Łukasz", '"Łu""ka,\nsz"').encode(), 'Łu"ka, sz', "UTF-8"),
        ((LUKASZ.replace("birth", "birth,,").replace("05\n", "05,,\n") + ",,,,,\n").encode(), "Łukasz", "UTF-8"),
        (("\n" + LUKASZ).encode(), "Łukasz", "UTF-8"),
    ],
)
def test_files_come_in_as_spreadsheets_save_them(
    authority: Authority,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    data: bytes,
    given_name: str,
    how: str,
) -> None:
    (tmp_path / "people.csv").write_bytes(data)
    assert importing.run("people", tmp_path / "people.csv", apply=True) == 0
    assert YoungPerson.objects.get().given_name == given_name
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith(f"people.csv: 1 row, {how}, ")
    assert any("not UTF-8" in line for line in lines) is not how.startswith("UTF")


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"PK\x03\x04rest", "This is a spreadsheet or zip file. Open it, choose Save as, and save it as CSV."),
        (b"%PDF-1.7", "This is a PDF. A CSV file is needed."),
        (b"name\0kind", "This is not a text file. A CSV file is needed."),
        (b"\xff\xfe\x00", "This is not a text file. A CSV file is needed."),
    ],
)
def test_what_is_no_csv_is_said(authority: Authority, imported: Import, data: bytes, says: str) -> None:
    assert imported("providers", data) == (1, [says, "Nothing was changed. Put 1 problem right, then run it again."])


def test_a_file_that_is_not_there_or_a_folder_is_said(authority: Authority, imported: Import, tmp_path: Path) -> None:
    assert imported("people", tmp_path / "none.csv") == (
        1, [f"{tmp_path}/none.csv cannot be read: No such file or directory."]
    )  # fmt: skip
    assert imported("people", tmp_path) == (1, [f"{tmp_path} cannot be read: Is a directory."])


def test_whose_file_it_is_must_be_clear(db: None, imported: Import) -> None:
    row = "name,kind\nHill,college\n"
    both = "--authority central-bedfordshire or --authority northmere."
    code, lines = imported("providers", row)
    assert (code, lines[0]) == (1, f"Say whose file it is: {both}")
    code, lines = imported("providers", row, authority="atlantis")
    assert (code, lines[0]) == (1, f"There is no authority 'atlantis'. Choose one: {both}")
    assert imported("providers", row, authority="northmere", apply=False)[0] == 0
    assert not Authority.objects.exists()
    assert imported("providers", row, authority="northmere")[0] == 0
    assert Authority.objects.get().name == "Northmere Council"
    assert imported("providers", row) == (0, ["Nothing to change: 1 row, all there already."])
    assert imported("providers", row, authority="central-bedfordshire")[0] == 0
    assert Provider.objects.count() == 2
    code, lines = imported("providers", row)
    assert (code, lines[0]) == (1, f"Say whose file it is: {both}")


def test_another_authority_s_rows_are_never_touched(cast: Cast, strangers: object, imported: Import) -> None:
    far = YoungPerson.objects.get(authority__slug="northmere")
    row = f"{PEOPLE},provider\n1083421,Changed,Name,2009-03-14,Oakfield College.far\n"
    code, lines = imported("people", row, authority="central-bedfordshire")
    assert (code, lines[0][:36]) == (1, "row 2, provider: There is no provide")
    assert imported("people", row.replace(".far", ""), authority="central-bedfordshire")[0] == 0
    assert YoungPerson.objects.get(pk=far.pk).given_name == "Yasmin"
    cast.young_person.refresh_from_db()
    assert cast.young_person.given_name == "Changed"


def test_progress_is_shown_to_somebody_who_watches(
    authority: Authority, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    importing.run("providers", EXAMPLES / "providers.csv", apply=False)
    assert "Importing: 100%" in capfd.readouterr().err
