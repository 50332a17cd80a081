"""Comments by section, as checks (P9) and reviews (P11, P12) give them."""

from collections.abc import Mapping

from epep.actions.outcomes import Invalid
from epep.record.facts import Standing

LONGEST = 2000


def comments_by_section(standing: Standing, comments: Mapping[str, str]) -> dict[str, str]:
    """The comments that say something, by section. Raises `Invalid` for an unknown section or an overlong comment."""
    known = {section.key: section.title for section in standing.form.sections_for(standing.plan.kind)}
    kept = {key: text.strip() for key, text in comments.items() if text.strip()}
    problems = {key: "The plan has no such section." for key in kept if key not in known}
    problems |= {
        key: f"The comment on {known[key]} must be {LONGEST:,} characters or fewer; you wrote {len(text):,}."
        for key, text in kept.items()
        if key in known and len(text) > LONGEST
    }
    if problems:
        raise Invalid(problems)
    return kept
