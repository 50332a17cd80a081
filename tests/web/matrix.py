"""Where each address of the product has its place in the matrix of who may open it. A new address without one fails."""

from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

from epep.form.parts import Part
from epep.protocol import moves
from epep.protocol.moves import Move

SIGNED_OUT_TOO = {
    "health_live",
    "health_ready",
    "account_login",
    "account_inactive",
    "account_reset_password",
    "account_reset_password_done",
    "account_reset_password_from_key",
    "account_reset_password_from_key_done",
    "account_signup",
    "components",
    "components_section",
    "components_young_person",
}
"""Open to everybody."""

SIGNED_IN = {
    "home",
    "young_people",
    "help",
    "account_logout",
    "account_change_password",
    "account_set_password",
    "account_reauthenticate",
}
"""Open to everybody who is signed in; what they show is their own."""

LED_HOME: dict[str, frozenset[Part]] = {
    "young_people": frozenset({Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON}),
}
"""Of those, the ones that lead these parts home, where the same is said in words for them."""

WORK = frozenset(
    {
        Part.SOCIAL_WORKER,
        Part.DESIGNATED_TEACHER,
        Part.EDUCATION_ADVISER,
        Part.PERSONAL_ADVISER,
        Part.VIRTUAL_SCHOOL_ADMINISTRATOR,
        Part.VIRTUAL_SCHOOL_HEAD,
    }
)
AROUND = WORK | {Part.CARER, Part.KEY_WORKER, Part.YOUNG_PERSON}
"""Everybody with an account around the young person: team and posts that see everyone."""

ADMINISTRATOR = frozenset({Part.VIRTUAL_SCHOOL_ADMINISTRATOR})

TO_PARTS: dict[str, frozenset[Part]] = {
    "young_person": WORK,
    "team": WORK,
    "plan": AROUND,
    "history": frozenset({Part.SOCIAL_WORKER, Part.EDUCATION_ADVISER, Part.VIRTUAL_SCHOOL_HEAD}) | ADMINISTRATOR,
    "section": WORK | {Part.YOUNG_PERSON},
    "sdq": WORK,
    "submission": WORK,
    "submission_pdf": WORK,
    "submission_json": WORK,
    "to_file": ADMINISTRATOR,
    "package": ADMINISTRATOR,
    "troubles": ADMINISTRATOR,
    "open_plan": frozenset(moves.MAY_OPEN),
}
"""Pages to look at, with the parts that may open them on a plan of their own that has been submitted."""

TO_MOVES: dict[str, Move] = {
    "ask_for_check": moves.ASK_CHECK,
    "answer_check": moves.ANSWER_CHECK,
    "arrange": moves.ARRANGE,
    "confirm": moves.CONFIRM,
    "rearrange": moves.REARRANGE,
    "cancel": moves.CANCEL,
    "hold": moves.HOLD,
    "agree_next": moves.AGREE_NEXT,
    "submit": moves.SUBMIT,
    "save": moves.RECORD_SAVED,
    "copies": moves.SEND_COPIES,
    "share": moves.DECIDE_SHARING,
    "case_note": moves.CASE_NOTE,
    "close": moves.CLOSE,
    "end_early": moves.END_EARLY,
}
"""Pages that make one move: open to whom the table of moves lets make it, when it lets them."""

TWO_MOVES = {"review": (moves.PASS, moves.ASK_AGAIN)}

POST_ONLY = {"send_again", "deliver_again", "leave_team"}
"""Buttons without a page."""


@dataclass(frozen=True)
class Address:
    """One address: its name and the names of its arguments."""

    name: str
    arguments: tuple[str, ...]


def addresses() -> list[Address]:
    """Every address of the product, from its own table."""
    return sorted(_found(get_resolver().url_patterns), key=lambda address: address.name)


def _found(patterns: "list[URLPattern | URLResolver]") -> list[Address]:
    found: list[Address] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            found += _found(pattern.url_patterns)
        else:
            names = tuple(sorted(pattern.pattern.regex.groupindex)) or tuple(sorted(pattern.pattern.converters))
            found.append(Address(pattern.name or str(pattern.pattern), names))
    return found
