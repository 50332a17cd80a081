"""Which names a package and its files may have: those that every system a council uses can keep."""

import re
from collections.abc import Mapping

from epep.adapters.ports import Permanent

LONGEST = 100
_FIT = re.compile(r"[^\x00-\x1f\x7f<>:\"/\\|?*]+")
_WINDOWS_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)


def refuse_unfit(name: str, files: Mapping[str, bytes]) -> None:
    """Raises `Permanent`, saying why, for a name that no folder should be given, or for no files or an empty one."""
    for one in (name, *files):
        if wrong := _wrong(one):
            raise Permanent(f"The name {one[:40]!r} cannot be used: {wrong}.")
    if not files or not all(files.values()):
        raise Permanent("The filing package has an empty file, or no files.")
    if len({file.casefold() for file in files}) < len(files):
        raise Permanent("The filing package has two files with the same name.")


def _wrong(name: str) -> str:
    if not name or name != name.strip(" .") or name.startswith("."):
        return "it is empty, or begins or ends with a dot or a space"
    if len(name) > LONGEST or len(name.encode("utf-8", "replace")) > 2 * LONGEST:
        return f"it is longer than {LONGEST} characters"
    if not _FIT.fullmatch(name) or not _encodable(name):
        return "it has a slash or another character that file names cannot have"
    return "Windows keeps it for itself" if name.split(".")[0].casefold() in _WINDOWS_DEVICES else ""


def _encodable(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True
