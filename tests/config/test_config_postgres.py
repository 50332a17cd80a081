"""PostgreSQL of our own: it starts as anybody, comes back after a crash, and says plainly why it cannot."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from tests.config.processes import alive, clean_environment, until

from epep.config import leash, postgres
from epep.config.postgres import FAST, PostgresError, running

HOLD = """
import sys, time
from pathlib import Path
from epep.config.postgres import FAST, running
with running(Path(sys.argv[1]), FAST) as urls:
    print(urls.app, flush=True)
    time.sleep(600)
"""
WHO = """
import os, sys
from pathlib import Path
import psycopg
from epep.config.postgres import FAST, running
with running(Path(sys.argv[1]), FAST) as urls, psycopg.connect(urls.app) as connected:
    print(os.geteuid(), connected.execute("SELECT current_user").fetchone()[0])
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with a cluster that has been used once, to copy from."""
    data = tmp_path_factory.mktemp("cluster")
    with running(data, FAST) as urls, psycopg.connect(urls.owner, autocommit=True) as connected:
        connected.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connected.execute("GRANT SELECT ON kept TO epep_app")
    return data


@pytest.fixture
def data(made: Path, tmp_path: Path) -> Path:
    """A data folder with such a cluster in it, for one test."""
    shutil.copytree(made / "postgres", tmp_path / "postgres", symlinks=True)
    return tmp_path


def server_pid(data: Path) -> int:
    """The process of the server in `data`, as it says itself."""
    return int((data / "postgres" / "postmaster.pid").read_text().splitlines()[0])


def kept(data: Path) -> int:
    """What was kept in the table, read through a server started for it."""
    with running(data, FAST) as urls, psycopg.connect(urls.app) as connected:
        row = connected.execute("SELECT one FROM kept").fetchone()
    return int(row[0]) if row else 0


def test_it_listens_on_a_socket_that_only_its_user_can_reach(data: Path) -> None:
    with running(data, FAST) as urls, psycopg.connect(urls.superuser) as connected:
        assert connected.execute("SHOW listen_addresses").fetchone() == ("",)
        assert postgres.socket_folder(data).stat().st_mode & 0o777 == 0o700
        assert (data / "postgres").stat().st_mode & 0o777 == 0o700
        assert data.stat().st_mode & 0o777 == 0o700


def test_the_webs_role_owns_nothing_and_makes_nothing(data: Path) -> None:
    with running(data, FAST) as urls, psycopg.connect(urls.app, autocommit=True) as connected:
        for forbidden in ("DROP TABLE kept", "CREATE TABLE mine (one int)", "CREATE ROLE mine", "DELETE FROM kept"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connected.execute(forbidden)


def test_a_second_process_joins_and_leaves_it_running(data: Path) -> None:
    with running(data, FAST) as first:
        with running(data, FAST) as second:
            assert first == second
        with psycopg.connect(first.app) as connected:
            assert connected.execute("SELECT one FROM kept").fetchone() == (1,)
        pid = server_pid(data)
    assert not alive({pid})
    assert not (data / "postgres" / "postmaster.pid").exists()


def test_it_comes_back_after_its_server_was_killed(data: Path) -> None:
    with running(data, FAST):
        os.kill(server_pid(data), signal.SIGKILL)
    assert (data / "postgres" / "postmaster.pid").exists()
    assert kept(data) == 1


def test_it_ends_with_a_process_that_was_killed_and_comes_back(data: Path) -> None:
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(data)], stdout=subprocess.PIPE, text=True, env=clean_environment()
    )
    assert holder.stdout
    assert holder.stdout.readline().startswith("postgresql://epep_app@")
    pid = server_pid(data)
    holder.kill()
    holder.wait()
    holder.stdout.close()
    assert until(lambda: not alive({pid}), 20)
    assert kept(data) == 1


def test_a_server_left_behind_is_stopped_first(data: Path) -> None:
    server = postgres.start(data / "postgres", made_socket(data), FAST, postgres.unprivileged_user(data / "postgres"))
    assert kept(data) == 1
    assert server.wait(5) == 0


def test_a_pid_file_that_names_another_program_is_no_hindrance(data: Path) -> None:
    with running(data, FAST):
        text = (data / "postgres" / "postmaster.pid").read_text()
        os.kill(server_pid(data), signal.SIGKILL)
    other = subprocess.Popen(["sleep", "600"])
    try:
        lines = text.splitlines()
        (data / "postgres" / "postmaster.pid").write_text("\n".join([str(other.pid), *lines[1:]]) + "\n")
        assert kept(data) == 1
        assert other.poll() is None
    finally:
        other.kill()
        other.wait()


def test_an_interrupted_beginning_is_begun_again(tmp_path: Path) -> None:
    (tmp_path / "postgres" / "base").mkdir(parents=True)
    (tmp_path / "postgres" / "postgresql.conf").write_text("half")
    with running(tmp_path, FAST) as urls, psycopg.connect(urls.app) as connected:
        assert connected.execute("SELECT 1").fetchone() == (1,)


def test_it_runs_as_an_ordinary_user(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WHO, str(tmp_path)]
    if os.geteuid() == 0:  # where root appears as user 1000, it is one
        command = leash.command(signal.SIGTERM, command, "root-in-namespace")
    done = subprocess.run(command, capture_output=True, text=True, env=clean_environment(), check=False)
    assert done.stdout.split() == [str(os.geteuid() or 1000), "epep_app"], done.stderr


def test_it_runs_as_root_where_user_namespaces_are_forbidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPEP_POSTGRES_USER", "nobody")
    data = Path("/var/tmp") / f"epep-test-{os.getpid()}"
    try:
        for _ in ("made", "used again"):
            with running(data, FAST) as urls, psycopg.connect(urls.app) as connected:
                assert connected.execute("SELECT current_user").fetchone() == ("epep_app",)
                owner = Path(f"/proc/{server_pid(data)}").stat().st_uid
        if os.geteuid() == 0:
            assert owner == (data / "postgres").stat().st_uid != 0
    finally:
        shutil.rmtree(data)


@pytest.mark.parametrize("deep", [False, True])
def test_a_deep_folder_gets_its_socket_elsewhere(tmp_path: Path, deep: bool) -> None:
    data = tmp_path / "/".join(["a-rather-long-name-of-a-folder"] * 5) if deep else tmp_path
    socket = postgres.socket_folder(data)
    assert len(os.fsencode(socket / ".s.PGSQL.5432")) <= postgres.LONGEST_SOCKET
    if deep:
        assert not socket.is_relative_to(data)
        with running(data, FAST) as urls, psycopg.connect(urls.app) as connected:
            assert connected.execute("SELECT 1").fetchone() == (1,)
        shutil.rmtree(socket)


def told(data: Path) -> str:
    """Why it does not start."""
    with pytest.raises(PostgresError) as error, running(data, FAST):
        pass
    return str(error.value)


def test_a_full_disk_is_told_before_anything_is_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: SimpleNamespace(free=1))
    assert told(tmp_path) == f"The disk of {tmp_path} is full: 200 MB must be free."
    assert not (tmp_path / "postgres").exists()


def test_a_disk_that_fills_up_is_told_as_such() -> None:
    said = "FATAL:  could not write lock file: No space left on device"
    assert postgres.why(said, "It did not start") == "The disk is full: 200 MB must be free for the database."
    assert postgres.why("LOG: a\nFATAL:  bad luck\n", "It did not start") == "It did not start: FATAL:  bad luck"
    assert postgres.why("", "It did not start") == "It did not start: it said nothing"


def test_a_damaged_cluster_is_told_with_postgresqls_words(data: Path) -> None:
    (data / "postgres" / "PG_VERSION").write_text("9\n")
    assert "database files are incompatible" in told(data)


def test_a_bin_folder_without_postgresql_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EPEP_POSTGRES_BIN", str(tmp_path))
    assert told(tmp_path / "data").startswith(
        f"PostgreSQL's program postgres is not in {tmp_path}. Set EPEP_POSTGRES_BIN"
    )


def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert "cannot be written" in told(tmp_path / "file" / "data")


def test_a_socket_folder_that_is_a_trap_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")
    assert "belongs to another user" in told(tmp_path)


def made_socket(data: Path) -> Path:
    """The socket's folder, made."""
    socket = postgres.socket_folder(data)
    postgres.make_private(socket)
    return socket
