"""`epep test`: every check and every test, in order and to the end, and one last line that counts them."""

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from epep.config import browser, postgres, starting
from epep.config.environment import Mode
from epep.config.trouble import Trouble

PROCESSES = "2"


@dataclass(frozen=True)
class Count:
    """How many passed and how many failed."""

    passed: int
    failed: int

    def __add__(self, other: "Count") -> "Count":
        """Both together."""
        return Count(self.passed + other.passed, self.failed + other.failed)


def run(arguments: list[str]) -> int:
    """Runs everything, or pytest alone with `arguments`; gives 1 when something failed, else 0.

    The last line it prints is "N passed, N failed", alone.
    """
    if not (starting.ROOT / "tests").is_dir():
        raise Trouble("The tests are in the checkout only: run ./epep test there.")
    os.chdir(starting.ROOT)
    os.environ["EPEP_CHROMIUM"] = browser.ready()
    os.environ["EPEP_MODE"] = Mode.TEST
    with tempfile.TemporaryDirectory(prefix="epep-test-") as folder:
        data = Path(folder)
        with postgres.running(data, settings=postgres.FAST) as urls:
            os.environ["EPEP_TEST_CLUSTER"] = folder
            counted = Count(0, 0)
            if not arguments:
                for name, command in checks():
                    counted += check(name, command, urls.owner)
            counted += tests(arguments or ["-n", PROCESSES, "--dist", "loadgroup"], data / "junit.xml")
    print(f"{counted.passed} passed, {counted.failed} failed", flush=True)
    return 1 if counted.failed else 0


def checks() -> tuple[tuple[str, list[str]], ...]:
    """Everything that is checked without running the product: a name, and the command that fails when it is wrong."""
    python, tools = [sys.executable, "-m"], Path(sys.executable).parent
    return (
        ("ruff check", [*python, "ruff", "check", "."]),
        ("ruff format", [*python, "ruff", "format", "--check", "."]),
        ("mypy --strict", [*python, "mypy", "--strict", "src", "tests"]),
        ("import-linter", [str(tools / "lint-imports")]),
        ("migrations", [*python, "django", "makemigrations", "--check", "--dry-run"]),
    )


def check(name: str, command: list[str], database_url: str) -> Count:
    """Runs one check; shows what it says only when it fails."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "epep.config.settings", "DATABASE_URL": database_url}
    done = subprocess.run(
        command,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode == 0:
        print(f"{name}: passed", flush=True)
        return Count(1, 0)
    print(f"{name}: FAILED\n{done.stdout.decode(errors='replace')}", flush=True)
    return Count(0, 1)


def tests(arguments: list[str], report: Path) -> Count:
    """Runs pytest with `arguments` and counts what it reports."""
    command = [sys.executable, "-m", "pytest", f"--junitxml={report}", *arguments]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, check=False)
    return counted(report, done.returncode)


def counted(report: Path, returncode: int) -> Count:
    """The tests in pytest's JUnit file. A pytest that failed without one that failed (it broke down, it was stopped, it
    found no tests) counts as one failure, so that nothing goes unseen."""
    failed = total = skipped = 0
    if report.exists():
        for suite in ElementTree.parse(report).getroot().iter("testsuite"):  # noqa: S314  # pytest's own, just written
            failed += int(suite.get("failures", 0)) + int(suite.get("errors", 0))
            total += int(suite.get("tests", 0))
            skipped += int(suite.get("skipped", 0))
    if returncode and not failed:
        return Count(total - skipped, 1)
    return Count(max(total - skipped - failed, 0), failed)
