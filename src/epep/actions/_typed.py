"""What people type: checked for length in words they can use, and refused field by field."""

from collections.abc import Mapping

from epep.actions.outcomes import Invalid

LONGEST = 2000
"""The most characters of a reason, a message or a comment, as the tables hold them."""


def too_long(what: str, text: str, most: int = LONGEST) -> str:
    """The problem with a text of more than `most` characters, "" when there is none. `what` begins the sentence."""
    return "" if len(text) <= most else f"{what} must be {most:,} characters or fewer; you wrote {len(text):,}."


def refuse(problems: Mapping[str, str]) -> None:
    """Raises `Invalid` with the fields that have a problem; does nothing when none has."""
    if wrong := {field: text for field, text in problems.items() if text}:
        raise Invalid(wrong)
