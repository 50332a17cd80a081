"""Comments by section, as checks (P9) and reviews (P11, P12) give them."""

from collections.abc import Mapping

from epep.actions._typed import refuse, too_long
from epep.form.answers import tidy
from epep.record.facts import Standing


def comments_by_section(standing: Standing, comments: Mapping[str, str]) -> dict[str, str]:
    """The comments that say something, by section. Raises `Invalid` for an unknown section or an overlong comment."""
    known = {section.key: section.title for section in standing.form.sections_for(standing.plan.kind)}
    kept = {key: said for key, text in comments.items() if (said := tidy(text))}
    refuse(
        {
            key: too_long(f"The comment on {known[key]}", text) if key in known else "The plan has no such section."
            for key, text in kept.items()
        }
    )
    return kept
