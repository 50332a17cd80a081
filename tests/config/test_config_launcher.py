"""./epep: what it says when it cannot set up, and that it costs nothing when it is set up."""

import ast
import fcntl
import os
import re
import runpy
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tests.config.processes import clean_environment

from epep.config.starting import ROOT

LAUNCHER = ROOT / "epep"
SAYS = "#!/bin/sh\necho handed over: $*\necho data: $EPEP_DATA\n"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the launcher needs, with nothing set up."""
    for name in ("epep", "bootstrap.lock", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path)
    return tmp_path


def names(checkout: Path) -> dict[str, Any]:
    """The launcher's functions and constants, as they are in `checkout`."""
    return runpy.run_path(str(checkout / "epep"), run_name="launcher")


def set_up(checkout: Path, lock: str) -> None:
    """Makes `checkout` look set up from `lock`, with a Python that says what it is asked."""
    (checkout / ".venv" / "bin").mkdir(parents=True, exist_ok=True)
    python = checkout / ".venv" / "bin" / "python"
    python.write_text(SAYS)
    python.chmod(0o755)
    (checkout / ".venv" / "set-up").write_text(names(checkout)["stamp_of"](lock))


def epep(checkout: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs ./epep there."""
    return subprocess.run(
        [sys.executable, str(checkout / "epep"), *arguments],
        env=clean_environment(**environment),
        capture_output=True,
        text=True,
        check=False,
    )


def stops(doing: Callable[[], object], capsys: pytest.CaptureFixture[str]) -> str:
    """What it says when it stops, with exit code 2."""
    with pytest.raises(SystemExit) as stopped:
        doing()
    assert stopped.value.code == 2
    return capsys.readouterr().err


def test_it_starts_by_python3_alone() -> None:
    assert os.access(LAUNCHER, os.X_OK)
    assert LAUNCHER.read_text().startswith("#!/usr/bin/env python3\n")
    loaded = {
        (node.names[0].name if isinstance(node, ast.Import) else node.module or "")
        for node in ast.walk(ast.parse(LAUNCHER.read_text()))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert loaded <= set(sys.stdlib_module_names)


def test_old_pythons_can_read_it() -> None:
    tree = ast.parse(LAUNCHER.read_text(), feature_version=(3, 4))
    new = (ast.JoinedStr, ast.NamedExpr, ast.AnnAssign, ast.Match, ast.Nonlocal, ast.AsyncFunctionDef)
    assert not [node for node in ast.walk(tree) if isinstance(node, new)]
    functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    assert not [each.name for each in functions if each.returns or each.args.kwonlyargs or each.args.posonlyargs]


def test_an_old_python_says_what_is_needed(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setenv("PATH", "/nowhere")
    said = stops(names(ROOT)["check_python"], capsys)
    assert said.startswith("epep: this is Python 3.9, and epep needs 3.11 or newer.")


def test_an_old_python_hands_over_to_a_newer_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    newer = tmp_path / "python3.12"
    newer.write_text("")
    newer.chmod(0o755)
    monkeypatch.setattr(sys, "version_info", (3, 9, 2))
    monkeypatch.setattr(sys, "argv", ["epep", "demo", "--fresh"])
    monkeypatch.setenv("PATH", f"/nowhere:{tmp_path}")
    called: list[tuple[str, list[str]]] = []

    def become(program: str, arguments: list[str]) -> None:
        called.append((program, arguments))
        raise SystemExit(0)

    monkeypatch.setattr(os, "execv", become)
    with pytest.raises(SystemExit):
        names(ROOT)["check_python"]()
    assert called == [(str(newer), [str(newer), str(LAUNCHER), "demo", "--fresh"])]


def test_a_python_without_venv_says_how_to_get_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "ensurepip", None)
    assert "apt-get install python3-venv" in stops(names(ROOT)["check_python"], capsys)


def test_a_disk_without_room_is_told_before_anything_is_made(
    checkout: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=5 << 20))
    said = stops(lambda: names(checkout)["set_up"]("requirements.lock"), capsys)
    assert said == f"epep: 5 MB are free in {checkout}, and setting up needs 700 MB.\n"
    assert not (checkout / ".venv").exists()


def test_a_disk_that_fills_up_is_told_as_such(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fails = [sys.executable, "-c", "import sys; sys.exit('OSError: [Errno 28] No space left on device')"]
    assert "the disk is full" in stops(lambda: names(checkout)["run"]("step", fails), capsys)


def test_no_network_is_told_in_a_sentence_and_leaves_nothing_half_done(checkout: Path) -> None:
    away = {"PIP_INDEX_URL": "http://127.0.0.1:9/simple", "PIP_RETRIES": "0", "PIP_CONFIG_FILE": os.devnull}
    done = epep(checkout, "demo", **away)
    assert done.returncode == 2
    assert "could not reach the package index. Connect to the network" in done.stderr
    assert "Traceback" not in done.stderr
    assert not (checkout / ".venv" / "set-up").exists()


def test_set_up_it_hands_over_at_once(checkout: Path) -> None:
    set_up(checkout, "requirements.lock")
    done = epep(checkout, "demo", "--port", "8001")
    assert done.stdout == f"handed over: -m epep.config.cli demo --port 8001\ndata: {checkout}/.epep\n"
    assert done.stderr == ""


def test_what_tests_need_is_enough_for_everything_else(checkout: Path) -> None:
    set_up(checkout, "requirements-test.lock")
    is_set_up = names(checkout)["is_set_up"]
    assert is_set_up(["requirements.lock", "requirements-test.lock"])
    assert is_set_up(["requirements-test.lock"])
    set_up(checkout, "requirements.lock")
    assert not is_set_up(["requirements-test.lock"])


@pytest.mark.parametrize("change", ["requirements.lock", "bootstrap.lock", ".venv/bin/python"])
def test_another_lock_or_a_lost_python_is_noticed(checkout: Path, change: str) -> None:
    set_up(checkout, "requirements.lock")
    is_set_up = names(checkout)["is_set_up"]
    assert is_set_up(["requirements.lock"])
    if change.endswith("lock"):
        (checkout / change).write_text((checkout / change).read_text() + "\n")
    else:
        (checkout / change).unlink()
    assert not is_set_up(["requirements.lock"])


def test_a_second_start_waits_for_the_first_to_set_up(checkout: Path) -> None:
    with (checkout / ".set-up.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        second = subprocess.Popen(
            [sys.executable, str(checkout / "epep"), "check"],
            env=clean_environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert second.stderr
        assert second.stderr.readline() == "epep: another epep is setting up; waiting for it.\n"
        set_up(checkout, "requirements.lock")
    out, err = second.communicate(timeout=20)
    assert out.startswith("handed over: -m epep.config.cli check")
    assert err == ""


def test_an_environment_is_kept_only_where_this_python_made_it(checkout: Path) -> None:
    is_usable = names(checkout)["is_usable"]
    assert not is_usable()
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(checkout / ".venv")], check=True)
    assert is_usable()
    settings = checkout / ".venv" / "pyvenv.cfg"
    settings.write_text(settings.read_text().replace(str(checkout), "/moved/from/here"))
    assert not is_usable()


def test_the_check_of_every_change_is_the_test_command() -> None:
    text = (ROOT / ".ci" / "run").read_text()
    assert os.access(ROOT / ".ci" / "run", os.X_OK)
    assert re.search(r"^exec \./epep test$", text, re.MULTILINE)
