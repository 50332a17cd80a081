"""The `epep` command."""

import argparse
import os
import sys
from pathlib import Path

import django

from epep.config import postgres
from epep.config.environment import optional


def main(arguments: list[str] | None = None) -> int:
    """Runs `epep` with `arguments` (those of the process when None) and gives its exit code."""
    parser = argparse.ArgumentParser(prog="epep")
    parser.add_argument("command", choices=["migrate"])
    parser.parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "epep.config.settings")
    with postgres.running(Path(optional("EPEP_DATA", ".epep")).absolute()) as urls:
        os.environ |= {"DATABASE_URL": urls.app, "DATABASE_OWNER_URL": urls.owner}
        django.setup()
        from epep.config.migrating import migrate

        migrate(urls.owner, urls.app)
    return 0


if __name__ == "__main__":
    sys.exit(main())
