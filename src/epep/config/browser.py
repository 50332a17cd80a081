"""The browser that tests drive: the one that is here, or one installed now."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from epep.config.trouble import Trouble

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def found() -> str:
    """The path of a Chromium that starts: EPEP_CHROMIUM, or one in the usual places, or Playwright's own; else ""."""
    named = os.environ.get("EPEP_CHROMIUM", "")
    if named:
        if not starts(named):
            raise Trouble(f"EPEP_CHROMIUM names {named}, which does not start. Name a Chromium, or take it away.")
        return named
    return next((path for name in NAMES if (path := shutil.which(name)) and starts(path)), "") or playwrights_own()


def starts(path: str) -> bool:
    """Whether `path` is a browser that can tell its version."""
    try:
        done = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def playwrights_own() -> str:
    """The path of the Chromium that Playwright has downloaded; "" when it has not, or when it does not start."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() and starts(path) else ""


def ready() -> str:
    """The path of a Chromium, installed now where there is none. Errors: Trouble that says what to install."""
    path = found()
    if path:
        return path
    for what, commands in ways():
        print(f"epep: no browser found; installing Chromium with {what}…", file=sys.stderr, flush=True)
        if all(subprocess.run(command, stdin=subprocess.DEVNULL, check=False).returncode == 0 for command in commands):
            path = found()
            if path:
                return path
    raise Trouble(
        "The tests need a browser. Install Chromium (Debian or Ubuntu: apt-get install chromium; "
        "elsewhere: Google Chrome), or name one in EPEP_CHROMIUM."
    )


def ways() -> list[tuple[str, list[list[str]]]]:
    """The ways to install Chromium here, best first: what it is called, and the commands."""
    apt = shutil.which("apt-get")
    install = [
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "install",
        "-y",
        "--no-install-recommends",
        "chromium",
    ]
    by_apt = [("apt-get", [["apt-get", "update", "-qq"], install])] if apt and os.geteuid() == 0 else []
    return [*by_apt, ("playwright", [[sys.executable, "-m", "playwright", "install", "chromium"]])]
