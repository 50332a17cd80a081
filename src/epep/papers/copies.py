"""A copy with sections left out (P15): what is left out is gone before anything is made of the content.

Its digest is the copy's own: the digest of the whole would let a reader test guesses about what was left out.
"""

from collections.abc import Mapping
from typing import Any

_IDENTIFIERS = ("mosaic_id", "upn", "uln")


def without(content: Mapping[str, Any], left_out: frozenset[str]) -> dict[str, Any]:
    """The content without those sections, and without what the record keeps beside them.

    Beside `young_person` are the identifying numbers, beside `sdq` the scores, and beside `meeting_record` everything
    about the meeting but its day and time. With nothing left out the content comes back as it is.
    """
    if not left_out:
        return dict(content)
    kept = dict(content) | {"previous_sha256": None}
    kept["sections"] = {key: section for key, section in content["sections"].items() if key not in left_out}
    if "young_person" in left_out:
        kept["young_person"] = {key: value for key, value in content["young_person"].items() if key not in _IDENTIFIERS}
    if "sdq" in left_out:
        kept["sdq"] = []
    if "meeting_record" in left_out:
        kept["meeting"] = {"starts_at": content["meeting"]["starts_at"]} if content["meeting"] else None
        kept["cancelled_meetings"] = []
    return kept
