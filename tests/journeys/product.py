"""The product, running for real: separate processes, in production mode, over TLS, on loopback.

`epep migrate` has made its tables in a database of its own, `epep serve` and `epep worker` run beside us, mail goes to
a real SMTP server that keeps it, filing packages go to real folders below `data`.
"""

import contextlib
import os
import secrets
import ssl
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import trustme
from cryptography.hazmat.primitives import serialization
from tests.adapters import mail_server
from tests.adapters.mail_server import MailServer

from epep.config.postgres import DATABASE, OWNER, Urls

ROOT = Path(__file__).resolve().parents[2]  # of the checkout
EPEP = [sys.executable, "-m", "epep.config.cli"]
READY_WITHIN = 60  # seconds
SENDER = "pep@central-bedfordshire.example"


@dataclass(frozen=True)
class Product:
    """One running product. `app` and `owner` are the addresses of its database for the web's role and the owner."""

    address: str
    app: str
    owner: str
    data: Path
    mail: MailServer
    environment: dict[str, str]

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `epep` with these arguments, as whoever looks after the installation does, to its end."""
        return self.python(*EPEP[1:], *arguments, owner=True)

    def python(self, *arguments: str, owner: bool = False) -> subprocess.CompletedProcess[str]:
        """Run Python in the product's own surroundings: as the web's role, unless `owner` names the owner too."""
        more = {"DATABASE_OWNER_URL": self.owner} if owner else {}
        command = [sys.executable, *arguments]
        environment = self.environment | more
        return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)

    def packages(self) -> list[Path]:
        """The packages in the filing folders; one that is still being written has a hidden name."""
        return sorted(path for path in self.data.glob("filing/*/*") if not path.name.startswith("."))

    def until(self, done: Callable[[], bool], what: str, seconds: float = 30) -> None:
        """Return as soon as `done()`, which the worker or the mail server brings about."""
        deadline = time.monotonic() + seconds
        while not done():
            assert time.monotonic() < deadline, f"not within {seconds} seconds: {what}\n{log_of(self, 'worker')}"
            time.sleep(0.1)


@contextlib.contextmanager
def running(cluster: Urls, data: Path) -> Iterator[Product]:
    """A product that is ready, and none of it left afterwards. `data` is an empty folder."""
    with _database(cluster) as (app, owner), mail_server.running() as mail:
        address = f"https://127.0.0.1:{mail_server.free_port()}"
        product = Product(address, app, owner, data, mail, _environment(address, app, data, mail))
        _did(product.run("migrate"))
        with _process(product, "serve", "--bind", address.removeprefix("https://")), _process(product, "worker"):
            _wait_until_ready(product)
            yield product


@contextlib.contextmanager
def _database(cluster: Urls) -> Iterator[tuple[str, str]]:
    """The addresses of a new database for the web's role and for the owner of its tables."""
    name = f"journey_{os.getpid()}"
    with psycopg.connect(cluster.superuser, autocommit=True) as superuser:
        superuser.execute(f"CREATE DATABASE {name} OWNER {OWNER}")
        app, owner = (f"{url.removesuffix(DATABASE)}{name}" for url in (cluster.app, cluster.owner))
        try:
            yield app, owner
        finally:
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _environment(address: str, app: str, data: Path, mail: MailServer) -> dict[str, str]:
    """What whoever installs the product sets, and granian's own two settings for TLS. Nothing of the test's."""
    certificate, key = _certificate(data)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("EPEP_", "DATABASE_", "DJANGO"))}
    return kept | {
        "DJANGO_SETTINGS_MODULE": "epep.config.settings",
        "EPEP_MODE": "production",
        "EPEP_SECRET_KEY": secrets.token_urlsafe(50),
        "EPEP_ALLOWED_HOSTS": "127.0.0.1",
        "EPEP_ADDRESS": address,
        "EPEP_COUNCIL": "Central Bedfordshire Council",
        "EPEP_DATA": str(data),
        "EPEP_SMTP_URL": f"smtp://127.0.0.1:{mail.port}",
        "EPEP_MAIL_FROM": SENDER,
        "DATABASE_URL": app,
        "GRANIAN_SSL_CERTIFICATE": str(certificate),
        "GRANIAN_SSL_KEYFILE": str(key),
    }


def _certificate(data: Path) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 and its key, in the form that granian reads, as files."""
    made = trustme.CA().issue_cert("127.0.0.1")
    certificate, key = data / "certificate.pem", data / "key.pem"
    certificate.write_bytes(b"".join(blob.bytes() for blob in made.cert_chain_pems))
    loaded = serialization.load_pem_private_key(made.private_key_pem.bytes(), None)
    pkcs8, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key.write_bytes(loaded.private_bytes(serialization.Encoding.PEM, pkcs8, plain))
    return certificate, key


@contextlib.contextmanager
def _process(product: Product, name: str, *arguments: str) -> Iterator[None]:
    """`epep <name>` running until the end of the block; what it logs is in `data`/<name>.log."""
    with (product.data / f"{name}.log").open("wb") as log:
        process = subprocess.Popen(
            [*EPEP, name, *arguments], env=product.environment, stdin=subprocess.DEVNULL, stdout=log, stderr=log
        )
        try:
            yield
            assert process.poll() is None, f"epep {name} ended by itself: {log_of(product, name)}"
        finally:
            process.terminate()
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def log_of(product: Product, name: str) -> str:
    """What `epep serve` or `epep worker` has logged so far."""
    return (product.data / f"{name}.log").read_text(errors="replace")


def _wait_until_ready(product: Product) -> None:
    """Return when GET /health/ready says 200: database, tables and worker."""
    trusting = ssl._create_unverified_context()  # the certificate is ours, made a moment ago
    deadline, said = time.monotonic() + READY_WITHIN, ""
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"{product.address}/health/ready", timeout=5, context=trusting):
                return
        except urllib.error.HTTPError as error:
            said = error.read().decode()
            error.close()
        except OSError as error:
            said = str(error)
        time.sleep(0.1)
    raise AssertionError(f"not ready: {said}\n{log_of(product, 'serve')}\n{log_of(product, 'worker')}")


def _did(done: subprocess.CompletedProcess[str]) -> None:
    """Nothing, for a command that did what it was asked; else what it said."""
    assert done.returncode == 0, f"{done.args}: {done.stdout}\n{done.stderr}"
