"""Each component: it says what it must to somebody who cannot see it, and refuses to be drawn without what it needs."""

import re
from functools import cache
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

import html5lib
import pytest
from django.core.paginator import Paginator
from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment, UndefinedError
from markupsafe import Markup

import epep.web
from epep.web import charts, words
from epep.web.govuk import govuk

WEB = Path(epep.web.__file__).parent
COMPONENTS = WEB / "jinja2" / "components"


@cache
def environment() -> Environment:
    engine = engines.all()[0]
    assert isinstance(engine, Jinja2), "our pages come before allauth's templates"
    return engine.env


def draw(component: str, *args: Any, macro: str = "", **kwargs: Any) -> str:
    module = environment().get_template(f"components/{component}/macro.jinja").module
    html = str(getattr(module, macro or component)(*args, **kwargs))
    html5lib.HTMLParser(strict=True).parseFragment(html, container="body")
    return html


def text(html: str) -> str:
    """Give the words of a piece of HTML, as read out: what is hidden from screen readers left out."""
    html = re.sub(r"<(\w+)[^>]*aria-hidden=\"true\"[^>]*>.*?</\1>", "", html, flags=re.DOTALL)
    return " ".join(Markup(re.sub("<[^>]+>", " ", html)).unescape().split())


NEED = {"when": "Thursday", "text": "Write your part", "href": "/write", "button": "Write"}
STEP = {"name": "Arrange", "state": "done", "when": "agreed 16 Nov"}
SUMMARY = {"question": "What changed?", "answer": "Maths\nEnglish"}
WAITING = {"name": "Funmi Adeyemi", "text": "Education section"}
LACKING: list[tuple[str, str, list[Any]]] = [
    *(("needs", key, [[{"title": "Late", "rows": [{k: v for k, v in NEED.items() if k != key}]}]]) for key in NEED),
    *(("stages", key, [[{k: v for k, v in STEP.items() if k != key}]]) for key in ("name", "state")),
    *(("waiting", key, [[{k: v for k, v in WAITING.items() if k != key}]]) for key in WAITING),
    *(("summary", key, [[{k: v for k, v in SUMMARY.items() if k != key}]]) for key in SUMMARY),
    ("sections", "state", [[{"title": "About"}]]),
    ("sections", "title", [[{"state": "done"}]]),
    ("state", "kind", ["finished"]),
    ("people", "name", [[{"part": "carer"}]]),
    ("happened", "when", [[{"text": "Opened"}]]),
    ("happened", "text", [[{"when": "Today"}]]),
    ("numbers", "number", [[{"text": "plans"}]]),
    ("queue", "rows", ["Plans", ["Name"]]),
    ("next_band", "text", ["Next"]),
    ("track", "word", [2]),
    ("last_time", "when", ["Words"]),
    ("conflict", "chosen", ["Ms A wrote this", "Theirs", "keep", [("box", "Keep mine")]]),
    ("identity", "facts", ["Kai Mensah"]),
    ("done", "rows", ["Done"]),
]


@pytest.mark.parametrize(("component", "lacking", "args"), LACKING)
def test_a_component_that_lacks_what_it_needs_is_an_error_and_not_a_gap(
    component: str, lacking: str, args: list[Any]
) -> None:
    with pytest.raises((UndefinedError, TypeError)):
        draw(component, *args)


def test_every_component_has_its_parameters_at_its_head_and_an_example_in_the_gallery() -> None:
    from epep.web.pages.components import BESIDE, NAMES, TOP

    macros = {path.parent.name for path in COMPONENTS.glob("*/macro.jinja")}
    assert macros - {"identity"} <= {*TOP, *NAMES, *BESIDE}
    for name in macros:
        source = (COMPONENTS / name / "macro.jinja").read_text(encoding="utf-8")
        head = source.split("-#}")[0]
        for macro in re.findall(r"{% macro (\w+)\(", source):
            assert f"{macro}(" in head, f"{macro} is not described at the head of {name}"
        assert (COMPONENTS / name / "example.jinja").exists()


def test_no_template_has_an_inline_style_or_script() -> None:
    for path in (WEB / "jinja2").rglob("*.*"):
        source = path.read_text(encoding="utf-8")
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=|javascript:", source), path
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", source)), path
        assert "|safe" not in source.replace(" ", ""), path


def test_what_people_wrote_is_only_ever_text() -> None:
    evil = "<script>alert(1)</script>\"'><x-evil>{{ 7 * 7 }}"
    drawn = [
        draw(
            "needs", [{"title": evil, "rows": [dict.fromkeys(("when", "on", "text", "href", "why", "button"), evil)]}]
        ),
        draw("waiting", [{"name": evil, "text": evil, "late": evil, "link": {"href": evil, "text": evil}}]),
        draw("sections", [{"title": evil, "note": evil, "href": evil, "state": "done", "word": evil}]),
        draw("people", [{"name": evil, "part": evil, "note": evil}]),
        draw("happened", [{"text": evil, "when": evil, "who": evil, "note": evil}], {"href": evil, "text": evil}),
        draw("stages", [{"name": evil, "when": evil, "state": "late", "href": evil}]),
        draw("summary", [{"question": evil, "answer": [evil]}, {"question": evil, "answer": evil}]),
        draw("queue", evil, [evil], [[{"text": evil, "href": evil, "note": evil}]]),
        draw("conflict", evil, evil, "keep", [("box", evil)], "box"),
        draw("last_time", evil, evil, evil, evil),
        draw("next_band", evil, evil, evil, evil),
        draw("identity", evil, [(evil, evil)], evil),
        draw("numbers", [{"number": evil, "text": evil, "change": evil, "href": evil}]),
        str(charts.bars(evil, [(evil, 1)], unit=evil, note=evil, aim=2)),
        str(charts.line(evil, [(evil, 1), (evil, 2)], unit=evil, note=evil)),
    ]
    for html in drawn:
        assert "<script" not in html
        assert "<x-evil" not in html
        assert "{{ 7 * 7 }}" in html, "and braces are not run again"


def test_needs_has_one_green_button_and_says_how_many() -> None:
    html = draw("needs", [{"title": "Late", "late": True, "rows": [NEED]}, {"title": "Later", "rows": [NEED, NEED]}])
    assert html.count('class="govuk-button pep-need-button"') == 1
    assert html.count("govuk-button--secondary") == 2
    assert text(html).startswith("Late , 1 Thursday Write your part Write : Write your part")
    assert "Nothing" not in draw("needs", [{"title": "Nothing", "rows": []}])


def test_stages_are_a_list_that_says_each_state_and_marks_where_it_is() -> None:
    steps = [STEP, {"name": "Prepare", "state": "late"}, {"name": "Meet", "state": "to_come"}]
    html = draw("stages", steps)
    assert text(html) == "Arrange : done agreed 16 Nov Prepare : late Meet : to come"
    assert html.count('aria-current="step"') == 1
    assert html.count("<li") == 3


def test_a_track_is_read_as_words() -> None:
    assert text(draw("track", 2, "prepare")) == "2 of 8: prepare"
    assert text(draw("track", 4, "submit", late=True)) == "4 of 8: submit, late"
    assert text(draw("track", 9, "All done")) == "All done"
    assert draw("track", 9, "All done").count("pep-track-done") == 8


def test_a_state_is_a_shape_and_a_word() -> None:
    shapes = set()
    for kind, word in (("done", "Done"), ("started", "Started"), ("not_started", "Not started"), ("late", "Late")):
        html = draw("state", kind)
        assert text(html) == word
        shapes.add(re.sub(r"\s+", " ", html.split("<svg")[1].split(">", 1)[1].split("</svg>")[0]))
    assert len(shapes) == 4, "told apart without colour"
    assert text(draw("state", "late", "3 days late")) == "3 days late"


def test_a_button_that_changes_something_posts_with_its_token() -> None:
    band = draw("next_band", "Next", "Words", button="Submit", action="/submit", csrf=Markup('<input name="t">'))
    assert '<form action="/submit" method="post"><input name="t">' in band
    reminder = draw(
        "waiting", [WAITING | {"post": {"action": "/remind", "text": "Remind"}}], Markup('<input name="t">')
    )
    assert '<form action="/remind" method="post"><input name="t">' in reminder
    assert "<button" not in draw("next_band", "Next", "Words")


def test_sections_without_an_address_are_not_links() -> None:
    html = draw("sections", [{"title": "Health", "state": "done"}])
    assert "<a" not in html


def test_a_table_keeps_its_roles_when_it_becomes_cards() -> None:
    html = draw("queue", "Plans", ["", "Name"], [[{"checkbox": "plan", "value": 1, "label": "Kai"}, "Kai"]])
    for role in ("table", "rowgroup", "row", "columnheader", "cell"):
        assert f'role="{role}"' in html
    assert 'data-label="Name"' in html
    assert 'for="plan-1"><span class="govuk-visually-hidden">Kai' in html


def test_a_summary_draws_text_lists_tables_and_nothing() -> None:
    rows: list[dict[str, Any]] = [
        SUMMARY,
        {"question": "Help", "answer": ["Tutor"], "change": "/change"},
        {"question": "Courses", "answer": {"columns": ["Course"], "rows": [["Art"]]}},
        {"question": "More", "answer": ""},
    ]
    html = draw("summary", rows)
    assert "Maths\nEnglish" in html
    assert text(html).endswith("Help Tutor Change Help Courses Courses Course Art More Not answered")


def test_a_conflict_shows_the_other_words_whose_and_when_and_asks_which_to_keep() -> None:
    choices = [("box", "Keep mine"), ("other", "Use theirs"), ("both", "Keep both")]
    html = draw("conflict", "Ms Adeyemi wrote this at 2:32pm", "Theirs.", "keep-changed", choices, "box")
    said = "Ms Adeyemi wrote this at 2:32pm Theirs. Which should be kept? Keep mine Use theirs Keep both"
    assert text(html) == said
    assert re.findall(r'name="keep-changed" type="radio" value="(\w+)"', html) == ["box", "other", "both"]
    assert html.count(" checked") == 1


def test_pages_are_numbered_only_when_there_are_several() -> None:
    html = draw("pagination", Paginator(range(95), 10).page(4), "?q=a&page=")
    assert 'href="?q=a&amp;page=5"' in html
    assert "Page …" not in html
    assert draw("pagination", Paginator(range(5), 10).page(1), "?page=").strip() == ""


def test_charts_have_every_number_as_text_in_a_table() -> None:
    html = str(charts.bars("Passed", [("College", 84), ("Employer", 6.5)], unit="%", aim=75))
    table = html.split("<table")[1]
    assert text("<table" + table) == "Passed College 84% Employer 6.5%"
    assert "aim 75%" in html
    assert html.count("pep-chart-bar--low") == 1
    html5lib.HTMLParser(strict=True).parseFragment(html)
    for none in ([("Nothing", 0)], [("One", 5)]):
        assert "nan" not in str(charts.line("Few", none)) + str(charts.bars("Few", none))


def luminance(colour: str) -> float:
    def linear(part: int) -> float:
        share = part / 255
        return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4

    red, green, blue = (linear(int(colour[n : n + 2], 16)) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_every_colour_of_initials_can_be_read_and_there_is_one_for_every_name() -> None:
    css = (WEB / "static" / "css" / "epep.css").read_text(encoding="utf-8")
    tints = dict(re.findall(r"\.pep-initials--(\d+) { background: (#[0-9a-f]{6})", css))
    assert set(tints) == {str(n) for n in range(words.TINTS)}
    assert all(contrast(colour, "#ffffff") >= 4.5 for colour in tints.values())


def test_the_councils_colours_keep_the_contrasts_they_promise() -> None:
    css = (WEB / "static" / "css" / "theme.css").read_text(encoding="utf-8")
    theme = dict(re.findall(r"--pep-([\w-]+): (#[0-9a-f]{6})", css))
    assert contrast(theme["deep"], "#ffffff") >= 7
    for name in ("brand", "quiet"):
        assert contrast(theme[name], theme["tint"]) >= 4.5
    for name in ("brand", "quiet", "done", "started", "late"):
        assert contrast(theme[name], "#ffffff") >= 4.5


def test_what_is_licensed_for_gov_uk_alone_is_not_here() -> None:
    css = (WEB / "static" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    for word in ("GDS Transport", "crest", "@font-face", "url("):
        assert word not in css
    assert "font-family:var(--pep-font)" in css
    names = {path.name for path in (WEB / "static").rglob("*")}
    assert not {name for name in names if re.search(r"crown|crest|transport|govuk.*\.(png|ico|svg|woff)", name)}
    assert (WEB / "static" / "govuk" / "LICENSE.txt").exists()
    assert "SIL Open Font License" in (WEB / "static" / "fonts" / "LICENSE.txt").read_text(encoding="utf-8")


def test_the_macros_are_those_of_the_css() -> None:
    css = (WEB / "static" / "govuk" / "govuk-frontend.min.css").read_text(encoding="utf-8")
    version = re.findall(r'--govuk-frontend-version:"([\d.]+)"', css)[0]
    readme = distribution("govuk-frontend-jinja").read_text("METADATA") or ""
    assert f"GOV.UK%20Frontend-v{version}-" in readme


def test_a_component_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(AttributeError, match="component called carousel"):
        _ = govuk.carousel
