"""No wording of the SDQ is anywhere in epep, its tests and its documents: the questionnaire is licensed (P5).

The wording cannot stand here either. What stands here is the start of the SHA-256 of each run of four words that is its
own and nobody else's. Every run of four words in every file is held against them.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NOT_WRITTEN = {".ttf", ".woff2", ".png", ".ico", ".pdf", ".lock"}
RUN = 4
DIGITS = 16
WORDING = frozenset(
    (
        "009eba12310a9ed8", "01336f9352643da7", "02e648d118c4de7b", "08fa4561e1969622", "08fe59e538a86707",
        "0a9a3a1efc43bd1d", "121f58d619ce0c01", "1325a13162cef03f", "13fd9fde1169fce8", "15a018026bc14198",
        "15fc7e64c844722a", "1ae55d3a0abe0658", "1d78be0ad5326d90", "1ffbcf51d36d4392", "247a2afc430c95ad",
        "2ca7a77edde97ad3", "2d176bab5edbe2b7", "2e5f5c65a826384f", "2f0588d9daf75081", "30ba19ba489cdf51",
        "39d1c9f8869255ef", "3c627001269f3290", "3ef3c120e821ead2", "40521274bc780486", "414448058deda071",
        "46a67611ff379c6c", "4c477b12158a169a", "4ce14afb602f25b6", "4cf4a3053c273469", "512d6dd94f0f72b2",
        "52ac3eca6da97a44", "548c92236768eb80", "5a1d8cd66b5ff4d9", "5c7f5e200513529a", "5d3a094a6d4505e3",
        "5f2356892107d00e", "5f6791d5ea24e152", "60bda39ee7256802", "616e24d34fcbfb46", "64f3ad96ed3119f2",
        "666d373cc88f32bc", "69887f3767823706", "6e7e1a7703f89db0", "6f8e38b8dece5c83", "73a6b1e0113bb930",
        "770e0f2376847411", "77909f2ca020697d", "77a15db3ccbbba91", "787331665838384e", "7a38de01225a68c2",
        "834c34d3fc353d51", "85e9f4725df70940", "8b1e8cc99e8e7a12", "8cef12707b049945", "8d83b95304119c54",
        "9115d0094e50e6b8", "91ab3c66aa58307d", "93b5f47b29b81334", "95c2745090270fad", "99eff4137eff2095",
        "a00de63335f1373e", "a5a5dcba335a7bf2", "a72c2b07d1c7a798", "a85aeeb3b4438533", "a987af342bb0d1fa",
        "af507c3102b78795", "af6f54d31f416464", "b11c8bb2e34d79b7", "b16d5f60788857a7", "b2a25af5751d52f5",
        "b4e598e36f45ec50", "bb68e974dbf06d7d", "bce68ecee7c192c8", "bd6300234b487d4f", "bf9e44971875abb4",
        "c23830b42cad71e5", "c82fa177a8a67360", "cc59e3681b5be8c2", "cf70b826f2186999", "d333949110d00533",
        "d6170864ad1c564a", "ddfe1b5b1adeb48c", "ead0ed932ec07032", "eba428762ae84a6f", "ebdf683b1adf39d4",
        "ef760ee793772936", "f062799ceabae649", "f0fdc0a662766e09", "f23f3caf5cdaf917", "f375cec2de36189c",
        "f80dae09b6983194", "f833765113aabfca", "faadce18fadf8b70", "fce05d0553be18cc",
    )
)  # fmt: skip


def digest(run: str) -> str:
    """The start of the SHA-256 of a run of words."""
    return hashlib.sha256(run.encode()).hexdigest()[:DIGITS]


def runs(text: str) -> set[str]:
    """Every run of four words of a text, in small letters, whatever stands between the words."""
    words = re.findall("[a-z]+", re.sub("</?[a-z]+>|['’]", "", text.lower()))
    return {" ".join(words[start : start + RUN]) for start in range(len(words) - RUN + 1)}


def found(text: str, digests: frozenset[str]) -> set[str]:
    """The runs of words of a text that are among the digests."""
    return {run for run in runs(text) if digest(run) in digests}


def written() -> Iterator[Path]:
    """Every file of the project that holds text: all that .gitignore does not leave out, known to git or not yet."""
    ignored = [line.rstrip("/") for line in (ROOT / ".gitignore").read_text(encoding="utf-8").split()]
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name != ".git" and not any(fnmatch(name, one) for one in ignored)]
        yield from (Path(folder, name) for name in names if Path(name).suffix not in NOT_WRITTEN)


def test_p05_no_wording_of_the_questionnaire_is_in_any_file() -> None:
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in written()}
    assert {ROOT / "README.md", Path(__file__), ROOT / "src/epep/web/pages/sdq.py"} - set(texts) == set()
    broken = {str(path.relative_to(ROOT)): found(text, WORDING) for path, text in texts.items()}
    assert {path: words for path, words in broken.items() if words} == {}


def test_planted_wording_is_found_however_it_is_set() -> None:
    planted = frozenset({digest("herons dont borrow umbrellas")})
    for text in (
        "Herons don't borrow umbrellas.",
        "Some say: HERONS don’t\n    borrow <b>umbrellas</b> on Mondays",
        """label: "herons don't " "borrow umbrellas" """,
        "HERONS = 'herons', 'dont_borrow_umbrellas'",
    ):
        assert found(text, planted) == {"herons dont borrow umbrellas"}, text
    assert found("Herons never borrow umbrellas, and dont borrow umbrellas either", planted) == set()


def test_the_wording_held_against_is_as_it_was_made() -> None:
    assert len(WORDING) == 94
    assert all(re.fullmatch(f"[0-9a-f]{{{DIGITS}}}", one) for one in WORDING)
