"""`epep benchmark`: pages beside bare views with the same SQL, with few and with many young people, in one run.

    epep benchmark [--small 1000] [--large 100000] [--rounds 20]

Everything is made in a temporary folder. It prints ratios; docs/benchmarks.md says how to read them.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psycopg
from tqdm import tqdm

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))  # it is run as a program, from anywhere

from benchmarks import CASES  # noqa: E402

CHUNK = 50  # copies in one transaction
REQUESTS = 5  # of each page in one turn
QUICK = ("fsync=off", "shared_buffers=1GB", "max_wal_size=8GB")


def main(arguments: list[str] | None = None) -> int:
    """Make the data, measure, print; gives the exit code."""
    parser = argparse.ArgumentParser(prog="epep benchmark", description=__doc__)
    parser.add_argument("--small", type=int, default=1000, help="young people in the small database")
    parser.add_argument("--large", type=int, default=100_000, help="young people in the large one")
    parser.add_argument("--rounds", type=int, default=20, help="turns that the two databases take")
    options = parser.parse_args(arguments)
    from epep.config import postgres

    with (
        tempfile.TemporaryDirectory(prefix="epep-benchmark-") as folder,
        postgres.running(Path(folder), settings=QUICK) as urls,
    ):
        small, large = _databases(urls, options.small, options.large)
        print(report(measure(small, large, options.rounds), options.small, options.large))
    return 0


def _databases(urls: Any, small: int, large: int) -> tuple[str, str]:
    """The addresses of the two databases, made and filled."""
    _fill(urls.owner, 1, small // CASES - 1, first_team=True)
    name = urls.owner.rsplit("/", 1)[1]
    with psycopg.connect(urls.superuser.rsplit("/", 1)[0] + "/postgres", autocommit=True) as superuser:
        superuser.execute(f'create database large template "{name}" owner epep_owner'.encode())
    big = urls.owner.rsplit("/", 1)[0] + "/large"
    _fill(big, small // CASES, large // CASES - 1)
    return urls.owner, big


def _fill(url: str, first: int, last: int, *, first_team: bool = False) -> None:
    """Make copies `first` to `last` in the database at `url`, after the team they are copies of."""
    code = f"from benchmarks.run import fill; fill({first}, {last}, {first_team})"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, env=_environment(url))


def fill(first: int, last: int, first_team: bool) -> None:
    """The work of `_fill`, in a process whose settings point at the database."""
    import django

    django.setup()
    from django.db import transaction
    from django.utils import timezone

    from benchmarks import bulk

    if first_team:
        from epep.config.migrating import migrate

        migrate(verbosity=0)
        bulk.one_team(timezone.now())
    for start in tqdm(range(first, last + 1, CHUNK), desc="copying teams", unit=f" x{CHUNK}"):
        with transaction.atomic():
            bulk.copy(start, min(start + CHUNK - 1, last))
    bulk.settle()


def _environment(url: str) -> dict[str, str]:
    own = {"EPEP_MODE": "test", "DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "benchmarks.settings"}
    return {**os.environ, **own, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'src'}"}


Times = dict[str, dict[str, list[float]]]


def measure(small: str, large: str, rounds: int) -> dict[str, Times]:
    """Seconds a request, by database, page and kind, the two databases taking turns."""
    children = {name: _child(url) for name, url in (("small", small), ("large", large))}
    taken: dict[str, Times] = {name: {} for name in children}
    for _ in tqdm(range(rounds), desc="measuring", unit=" turns"):
        for name, child in children.items():
            for page, seconds in _turn(child).items():
                for kind, value in seconds.items():
                    each = value if kind == "queries" else value / REQUESTS
                    taken[name].setdefault(page, {}).setdefault(kind, []).append(each)
    for child in children.values():
        child.terminate()
        child.wait()
    return taken


def _child(url: str) -> "subprocess.Popen[str]":
    child = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.measure"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        cwd=ROOT, env=_environment(url),
    )  # fmt: skip
    assert child.stdout
    if child.stdout.readline() != "ready\n":
        raise RuntimeError("a measuring process could not start; its words are above")
    return child


def _turn(child: "subprocess.Popen[str]") -> dict[str, dict[str, float]]:
    assert child.stdin
    assert child.stdout
    child.stdin.write(f"{REQUESTS}\n")
    child.stdin.flush()
    found: dict[str, dict[str, float]] = json.loads(child.stdout.readline())
    return found


def report(taken: dict[str, Times], small: int, large: int) -> str:
    """The ratios as a table: requests a second of the page to the bare view's, and the time of large to small."""
    lines = [
        f"Made {time.strftime('%Y-%m-%d')}. Medians; ratios of requests a second to the bare view's, then of time.",
        f"| page | queries | to bare, {small:,} | to bare, {large:,} | time, {large:,} to {small:,} |",
        "|---|---|---|---|---|",
    ]
    for page, few in taken["small"].items():
        many = taken["large"][page]
        to_bare = [_median(times, "bare") / _median(times, "page") for times in (few, many)]
        growth = _median(many, "page") / _median(few, "page")
        lines.append(f"| {page} | {few['queries'][0]:.0f} | {to_bare[0]:.2f} | {to_bare[1]:.2f} | {growth:.2f} |")
    return "\n".join(lines)


def _median(times: dict[str, list[float]], kind: str) -> float:
    return statistics.median(times[kind])


if __name__ == "__main__":
    sys.exit(main())
