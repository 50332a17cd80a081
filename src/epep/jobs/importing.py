"""`epep import`: providers, young people and teams from CSV files, each whole or not at all (docs/importing.md)."""

import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from epep.actions import people
from epep.actions.outcomes import Invalid
from epep.jobs.importing_files import Problem, Unreadable, read_table
from epep.jobs.importing_kinds import KINDS, Checked, Values, checked
from epep.jobs.importing_verbs import TAKE, Import, Outcome
from epep.record.facts import day_of, rules_of
from epep.record.people import Authority

ELSEWHERE = {"person": "name"}
"""The columns of what verbs call otherwise."""


def run(kind: str, path: Path, *, apply: bool, authority: str | None = None) -> int:
    """Import one file of `kind` (providers, people, teams) for an authority, by its slug; the only one by default.

    Prints every problem by row and column; then, when there is none and `apply` says so, keeps what it did. Gives the
    exit code: 0 when the file is (or could be) taken, 1 when something must be put right first.
    """
    try:
        data = path.read_bytes()
        slug = _slug(authority)
        table = read_table(data, KINDS[kind].needed, KINDS[kind].allowed)
    except OSError as error:
        print(f"{path} cannot be read: {error.strerror}.")
        return 1
    except Unreadable as unreadable:
        return _refused(unreadable.problems)
    print(f"{path.name}: {_count(len(table.rows) + len(table.problems), 'row')}, {table.encoding}, {table.delimiter}.")
    if not table.encoding.startswith("UTF"):
        print("The file is not UTF-8. Check in the result that letters with accents are right.")
    found = checked(KINDS[kind], table, day_of(timezone.now()))
    for note in found.notes:
        print(f"note: {note}")
    outcomes, problems = _take(kind, slug, found, apply=apply)
    return _refused(problems) if problems else _report(outcomes, apply=apply)


def _slug(authority: str | None) -> str:
    """The slug of the authority that is meant. `Unreadable` when it is not one, or cannot be told."""
    packaged = sorted(file.stem for file in settings.AUTHORITIES.glob("*.yaml"))
    known = sorted(Authority.objects.values_list("slug", flat=True)) or packaged
    if authority is None and len(known) == 1:
        return known[0]
    if authority is None or authority not in packaged:
        says = "Say whose file it is" if authority is None else f"There is no authority {authority!r}. Choose one"
        raise Unreadable(Problem(0, "", f"{says}: --authority {' or --authority '.join(packaged)}."))
    return authority


@transaction.atomic
def _take(kind: str, slug: str, found: Checked, *, apply: bool) -> tuple[Counter[Outcome], list[Problem]]:
    """Take in every row, or none: not when there is any problem, and not on a dry run, which does all but keep it."""
    now = timezone.now()
    authority = Authority.objects.filter(slug=slug).first()
    if authority is None:
        authority = people.add_authority(slug=slug, name=rules_of(slug).name, by=None, now=now)
    outcomes: Counter[Outcome] = Counter()
    problems = list(found.problems)
    for number, values in tqdm(found.rows, unit=" rows", desc="Importing", disable=None, file=sys.stderr):
        taken = _take_row(kind, Import(authority, now), number, values)
        if isinstance(taken, Outcome):
            outcomes[taken] += 1
        else:
            problems.extend(taken)
    if problems or not apply:
        transaction.set_rollback(True)
    return outcomes, problems


def _take_row(kind: str, to: Import, number: int, values: Values) -> Outcome | list[Problem]:
    try:
        with transaction.atomic():
            return TAKE[kind](to, values)
    except Invalid as invalid:
        columns = KINDS[kind].allowed
        problems = ((ELSEWHERE.get(name, name), text) for name, text in invalid.problems.items())
        return [Problem(number, name if name in columns else "", text) for name, text in problems]


def _refused(problems: Iterable[Problem]) -> int:
    problems = sorted(problems)
    for problem in problems:
        print(problem)
    print(f"Nothing was changed. Put {_count(len(problems), 'problem')} right, then run it again.")
    return 1


def _report(outcomes: Counter[Outcome], *, apply: bool) -> int:
    new, changed, same = (outcomes[outcome] for outcome in (Outcome.NEW, Outcome.CHANGED, Outcome.SAME))
    if not new + changed:
        print(f"Nothing to change: {_count(same, 'row')}, all there already.")
    elif apply:
        print(f"Done: {new:,} new, {changed:,} changed, {same:,} the same as before.")
    else:
        print(
            f"A dry run, nothing was changed: {new:,} would be new, {changed:,} changed, {same:,} the same as before."
        )
    return 0


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"
