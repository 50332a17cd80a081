"""Copy the pinned front-end files into the project: `python tools/vendor.py`, after changing a version in vendor.json.

Needs `npm` (it knows the registry), and only then: the files are committed, so nobody else needs Node.
Each package must have the sha512 that vendor.json gives; a package without one is refused, and told what was found.
The typeface and the crest that are licensed for GOV.UK alone are left out; a council's own typeface takes their place.
"""

import base64
import hashlib
import io
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PINS = Path(__file__).with_name("vendor.json")
FONT_FACE = re.compile(r"(/\*! Copyright [^*]*Margaret Calvert[^*]*\*/)?@font-face\{[^}]*\}")
CREST = re.compile(r"[^{}]*\{[^{}]*govuk-crest[^{}]*\}")
SOURCE_MAP = re.compile(r"\n?/[/*]# sourceMappingURL=.*")


def package(name: str, version: str) -> bytes:
    """Give the tarball of one version of a package, as the registry that npm is set to use hands it out."""
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["npm", "pack", "--silent", f"{name}@{version}", "--pack-destination", folder],
            check=True,
            stdout=subprocess.DEVNULL,
        )
        (tarball,) = Path(folder).iterdir()
        return tarball.read_bytes()


def integrity(blob: bytes) -> str:
    """Give the sha512 of a tarball in the form npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(blob).digest()).decode()


def own(path: str, data: bytes) -> bytes:
    """Give a file without what is licensed for GOV.UK alone, and without pointers to maps that are not here."""
    if path.endswith(".css"):
        css = CREST.sub("", FONT_FACE.sub("", data.decode()))
        data = css.replace("GDS Transport,arial,sans-serif", "var(--pep-font)").encode()
    if path.endswith((".css", ".js")):
        data = SOURCE_MAP.sub("", data.decode()).encode()
    return data


def copy(name: str, version: str, expected: str, files: dict[str, str]) -> list[str]:
    """Copy the wanted files of one package; give their paths. Stops when one is missing or the sha512 is wrong."""
    blob = package(name, version)
    if integrity(blob) != expected:
        sys.exit(
            f"{name} {version}: the pinned integrity is {expected or 'missing'}, the package's is {integrity(blob)}"
        )
    written: list[str] = []
    unseen = set(files)
    with tarfile.open(fileobj=io.BytesIO(blob)) as tar:
        for member in tar.getmembers():
            path = member.name.partition("/")[2]
            for pattern, destination in files.items():
                if hit := re.fullmatch(pattern, path):
                    unseen.discard(pattern)
                    content = tar.extractfile(member)
                    if content is None:
                        sys.exit(f"{name} {version}: {path} is not a file")
                    target = ROOT / hit.expand(destination)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(own(path, content.read()))
                    written.append(str(target.relative_to(ROOT)))
    if unseen:
        sys.exit(f"{name} {version} has no file called {', '.join(sorted(unseen))}")
    return written


def main() -> None:
    """Copy the wanted files of every package in vendor.json, and say which."""
    for name, pin in json.loads(PINS.read_text()).items():
        written = copy(name, pin["version"], pin.get("integrity", ""), pin["files"])
        print(f"{name} {pin['version']}: {', '.join(written)}")


if __name__ == "__main__":
    main()
