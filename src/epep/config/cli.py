"""The `epep` command: `epep --help`."""

import argparse
import os
import sys
from collections.abc import Callable
from pathlib import Path

from epep.config import demo, folder, processes, starting
from epep.config.environment import Mode, mode
from epep.config.trouble import Trouble, told_plainly

Command = Callable[[argparse.Namespace], int]


def parser() -> argparse.ArgumentParser:
    """Every command with its flags."""
    top = argparse.ArgumentParser(
        prog="epep",
        description="The electronic Personal Education Plan. With DATABASE_URL set it uses that PostgreSQL; "
        "otherwise a demonstration brings its own.",
    )
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")

    def add(name: str, command: Command, text: str) -> argparse.ArgumentParser:
        one = commands.add_parser(name, help=text, description=text)
        one.set_defaults(run=command)
        return one

    one = add("demo", run_demo, "Show it on this computer, with invented people.")
    one.add_argument("--port", type=int, default=8000, help="where to serve it (8000; 0 for any free one)")
    one.add_argument("--data", type=Path, metavar="DIR", help="the folder to keep its data in (.epep)")
    one.add_argument("--fresh", action="store_true", help="begin anew with empty data")
    one = add("test", run_tests, "Run every check and every test, or pytest with the arguments given.")
    one.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="arguments for pytest")
    one = add("serve", serve, "Serve the pages.")
    one.add_argument("--bind", default="127.0.0.1:8000", metavar="HOST:PORT", help="where (127.0.0.1:8000)")
    add("worker", work, "Do the jobs: send notices, remind, deliver.")
    add("migrate", migrate, "Bring the tables up to date, and give the web's role its rights.")
    one = add("verify", verify, "Check every hash, chain, PDF, filed package, lock and duty.")
    one.add_argument("--repair-duties", action="store_true", help="make the list of duties anew from the facts first")
    add("check", check, "Check settings, authority files, database, mail and worker before real use.")
    one = add("import", import_file, "Bring in people, providers or teams from a CSV file: all of it or nothing.")
    one.add_argument("kind", choices=["people", "providers", "teams"], help="what the rows are")
    one.add_argument("file", type=Path, help="the CSV file")
    one.add_argument("--dry-run", action="store_true", help="list every problem by row and column, and change nothing")
    one.add_argument("--authority", metavar="SLUG", help="whose file it is (not needed when there is only one)")
    add("sample", make_sample, "Make sample people and plans in an empty database (never in production).")
    one = add("benchmark", benchmark, "Measure the pages against a bare Django view.")
    one.add_argument("arguments", nargs=argparse.REMAINDER, metavar="...", help="arguments for the benchmark")
    return top


def main(arguments: list[str] | None = None) -> int:
    """Runs `epep` with `arguments` (those of the process when None) and gives its exit code: 0 done, 1 something was
    found wrong, 2 it could not run (with one sentence why), 130 stopped."""
    given, unknown = parser().parse_known_args(arguments)
    if unknown and given.command not in ("test", "benchmark"):
        parser().error(f"unrecognized arguments: {' '.join(unknown)}")
    given.arguments = [*unknown, *getattr(given, "arguments", [])]
    try:
        with processes.stoppable(), told_plainly():
            result: int = given.run(given)
    except Trouble as trouble:
        print(f"epep: {trouble}", file=sys.stderr)
        return 2
    except processes.Stopped:
        print("\nepep: stopped.", file=sys.stderr)
        return 130
    return result


def run_demo(given: argparse.Namespace) -> int:
    """`epep demo`: until somebody stops it, which is how it should end."""
    try:
        demo.run((given.data or folder.chosen()).absolute(), given.port, given.fresh)
    except processes.Stopped:
        print("\nepep: the demonstration has stopped. Its data is kept.", file=sys.stderr)
    return 0


def run_tests(given: argparse.Namespace) -> int:
    """`epep test`."""
    from epep.config import testing

    return testing.run(given.arguments)


def serve(given: argparse.Namespace) -> int:
    """`epep serve`."""
    os.environ["EPEP_BIND"] = given.bind
    with starting.database():
        starting.set_up()
        starting.read_rules()
        starting.collect_static()
        command, environment = starting.web_command(given.bind), starting.child_environment()
        with processes.started("web server", command, environment) as child:
            processes.attend(child)
    return 0


def work(given: argparse.Namespace) -> int:
    """`epep worker`."""
    with starting.database():
        starting.set_up()
        starting.read_rules()
        from epep.jobs import worker

        worker.run()
    return 0


def migrate(given: argparse.Namespace) -> int:
    """`epep migrate`."""
    starting.use_demonstration_if_there_is_one()
    with starting.database():
        starting.set_up()
        starting.read_rules()
        from epep.config import migrating

        migrating.migrate()
    return 0


def verify(given: argparse.Namespace) -> int:
    """`epep verify`."""
    starting.use_demonstration_if_there_is_one()
    with starting.database():
        starting.set_up()
        from epep.jobs import verify as verifying

        return verifying.run(repair_duties=given.repair_duties)


def check(given: argparse.Namespace) -> int:
    """`epep check`."""
    starting.use_demonstration_if_there_is_one()
    with starting.database():
        from epep.config import checking

        return checking.run()


def import_file(given: argparse.Namespace) -> int:
    """`epep import`."""
    starting.use_demonstration_if_there_is_one()
    with starting.database():
        starting.set_up()
        from epep.jobs import importing

        return importing.run(given.kind, given.file, apply=not given.dry_run, authority=given.authority)


def make_sample(given: argparse.Namespace) -> int:
    """`epep sample`."""
    starting.use_demonstration_if_there_is_one()
    if mode() is Mode.PRODUCTION:
        raise Trouble("Sample people are for demonstrations. Set EPEP_MODE=demo, with a database of its own.")
    with starting.database():
        starting.set_up()
        demo.make_sample(folder.chosen())
    return 0


def benchmark(given: argparse.Namespace) -> int:
    """`epep benchmark`: becomes the program in benchmarks/."""
    program = starting.ROOT / "benchmarks" / "run.py"
    if not program.is_file():
        raise Trouble("The benchmark is in the checkout only: run ./epep benchmark there.")
    os.execv(sys.executable, [sys.executable, str(program), *given.arguments])  # noqa: S606


if __name__ == "__main__":
    sys.exit(main())
