"""Charts as SVG with presentation attributes and classes only: a strict CSP refuses nothing, and every number is text.

Each chart gives a figure: caption, picture (hidden from screen readers), what to see, and the numbers as a table.
"""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

WIDTH: Final = 640
Points = Sequence[tuple[str, float]]


def bars(title: str, rows: Points, unit: str = "", aim: float | None = None, note: str = "") -> Markup:
    """Draw (label, value) rows as horizontal bars; those below the aim are red and end left of its dashed line."""
    step, left, top = 40, 200, 8
    high = max([value for _, value in rows] + [aim or 0]) or 1

    def x(value: float) -> float:
        return left + value / high * (WIDTH - left - 70)

    parts = [
        _bar(label, value, unit, left, top + place * step, x(value), aim) for place, (label, value) in enumerate(rows)
    ]
    bottom = top + len(rows) * step
    if aim is not None:
        parts.append(_line(x(aim), x(aim), 0, bottom, "pep-chart-aim-line"))
        parts.append(_text(x(aim), bottom + 20, f"aim {aim:g}{unit}", "pep-chart-aim", "middle"))
    return _figure(title, Markup("").join(parts), bottom + (28 if aim is not None else 0), rows, unit, note)


def line(title: str, points: Points, unit: str = "", note: str = "", height: int = 220) -> Markup:
    """Draw (label, value) points over time as one line; every value is written at its point."""
    left, bottom, top = 48, height - 36, 24
    high = 100.0 if unit == "%" else max(value for _, value in points) or 1

    def x(place: int) -> float:
        return left + place * (WIDTH - left - 40) / max(len(points) - 1, 1)

    def y(value: float) -> float:
        return bottom - value / high * (bottom - top)

    parts: list[Markup] = []
    for level in (0, high / 2, high):
        parts.append(_line(left, WIDTH, y(level), y(level), "pep-chart-grid"))
        parts.append(_text(left - 8, y(level) + 5, f"{level:g}{unit}", "pep-chart-label", "end"))
    path = " ".join(f"{x(place):.1f},{y(value):.1f}" for place, (_, value) in enumerate(points))
    parts.append(Markup('<polyline points="{}" class="pep-chart-line"/>').format(path))
    for place, (label, value) in enumerate(points):
        parts.append(
            Markup('<circle cx="{}" cy="{}" r="5" class="pep-chart-dot"/>').format(f"{x(place):.1f}", f"{y(value):.1f}")
        )
        parts.append(_text(x(place), y(value) - 12, f"{value:g}{unit}", "pep-chart-value", "middle"))
        parts.append(_text(x(place), height - 10, label, "pep-chart-label", "middle"))
    return _figure(title, Markup("").join(parts), height, points, unit, note)


def _bar(label: str, value: float, unit: str, left: int, top: int, end: float, aim: float | None) -> Markup:
    low = " pep-chart-bar--low" if aim is not None and value < aim else ""
    box = Markup('<rect x="{}" y="{}" width="{}" height="24" class="pep-chart-bar{}"/>').format(
        left,
        top + 4,
        f"{max(end - left, 1):.1f}",
        low,
    )
    inside = end - left > 70
    number = _text(
        left + 10 if inside else end + 8,
        top + 22,
        f"{value:g}{unit}",
        "pep-chart-value" + (" pep-chart-value--in" if inside else ""),
    )
    return _text(left - 12, top + 21, label, "pep-chart-label", "end") + box + number


def _text(x: float, y: float, text: str, look: str, anchor: str = "start") -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}" class="{}">{}</text>').format(
        f"{x:.1f}", f"{y:.1f}", anchor, look, text
    )


def _line(x1: float, x2: float, y1: float, y2: float, look: str) -> Markup:
    ends = (f"{each:.1f}" for each in (x1, x2, y1, y2))
    return Markup('<line x1="{}" x2="{}" y1="{}" y2="{}" class="{}"/>').format(*ends, look)


def _figure(title: str, body: Markup, height: float, rows: Points, unit: str, note: str) -> Markup:
    row = Markup(
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{}</th>'
        '<td class="govuk-table__cell govuk-table__cell--numeric">{}{}</td></tr>'
    )
    cells = Markup("").join(row.format(label, f"{value:g}", unit) for label, value in rows)
    said = Markup('<p class="govuk-hint">{}</p>').format(note) if note else ""
    return Markup(
        '<figure class="pep-chart"><figcaption class="govuk-heading-s">{}</figcaption>'
        '<svg viewBox="0 0 {} {}" class="pep-chart-picture" aria-hidden="true" focusable="false">{}</svg>{}'
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        '<span class="govuk-details__summary-text">{}: as a table</span></summary>'
        '<div class="govuk-details__text"><table class="govuk-table">'
        '<caption class="govuk-visually-hidden">{}</caption>'
        '<tbody class="govuk-table__body">{}</tbody></table></div></details></figure>'
    ).format(title, WIDTH, f"{height:g}", body, said, title, title, cells)
