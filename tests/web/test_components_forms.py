"""Forms: what they accept, what they say, and that they keep what was typed."""

from collections.abc import Mapping
from datetime import date, time
from typing import ClassVar
from xml.etree.ElementTree import Element

import html5lib
import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from epep.web.fields import DateField, TimeField
from epep.web.forms import GovForm, Options, draw, first_id, problems, revealed


class Arrange(GovForm):
    venue = forms.CharField(label="Venue", max_length=20, help_text="A room or a link")
    day = DateField(label="Date of the meeting")
    at = TimeField(label="Time")
    agreed = forms.ChoiceField(
        label="Can everybody come?", choices=[("yes", "Yes"), ("no", "No")], widget=forms.RadioSelect
    )
    why = forms.CharField(label="Why not?", widget=forms.Textarea(attrs={"rows": 3}), max_length=50)
    told = forms.MultipleChoiceField(
        label="Who was told?", choices=[("a", "Carer"), ("b", "College")], widget=forms.CheckboxSelectMultiple
    )
    minutes = forms.IntegerField(label="Minutes", min_value=15, max_value=180)
    sure = forms.BooleanField(label="I have checked the date")
    gov: ClassVar[Mapping[str, Options]] = {
        "agreed": {"conditional": {"no": ("why",)}, "hints": {"no": "Say why below"}},
        "minutes": {"suffix": "minutes"},
    }


GOOD = "venue=Room+2&day-day=3&day-month=12&day-year=2026&at=3:30pm&agreed=yes&told=a&minutes=45&sure=on"


def filled(**changes: str) -> Arrange:
    data = QueryDict(GOOD, mutable=True)
    for name, value in changes.items():
        data[name.replace("__", "-")] = value
    return Arrange(data)


def tree(html: str) -> Element:
    parsed: Element = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False).parseFragment(html)
    return parsed


def drawn(form: forms.Form, name: str) -> Element:
    return tree(draw(form[name]))


def found(element: Element, tag: str, **attributes: str) -> list[Element]:
    return [each for each in element.iter(tag) if all(each.get(key) == value for key, value in attributes.items())]


def test_a_good_form_gives_dates_and_times() -> None:
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == date(2026, 12, 3)
    assert form.cleaned_data["at"] == time(15, 30)
    assert form.cleaned_data["why"] == ""
    assert problems(form) == []


def test_an_empty_form_says_what_to_do_for_each_answer() -> None:
    assert [(each["text"], each["href"]) for each in problems(Arrange(QueryDict()))] == [
        ("Enter the venue", "#id_venue"),
        ("Enter the date of the meeting", "#id_day-day"),
        ("Enter the time", "#id_at"),
        ("Choose an answer to “Can everybody come?”", "#id_agreed"),
        ("Choose an answer to “Who was told?”", "#id_told"),
        ("Enter the minutes", "#id_minutes"),
        ("Tick “I have checked the date”", "#id_sure"),
    ]


def test_every_link_of_the_error_summary_leads_to_a_control() -> None:
    for form in (Arrange(QueryDict()), filled(day__day="31", day__month="2"), filled(agreed="no")):
        ids = {each.get("id") for name in form.fields for each in drawn(form, name).iter() if each.get("id")}
        assert problems(form)
        assert {each["href"].removeprefix("#") for each in problems(form)} <= ids


def test_a_revealed_field_is_wanted_when_it_is_revealed_and_only_then() -> None:
    assert filled(agreed="no").errors == {"why": ["Enter an answer to “Why not?”"]}
    assert filled(agreed="yes", why="x" * 51).is_valid()
    assert revealed(Arrange()) == {"why"}


def test_a_revealed_field_is_drawn_inside_its_choice() -> None:
    radios = drawn(Arrange(), "agreed")
    second = found(radios, "input", value="no")[0]
    box = found(radios, "div", id=second.get("data-aria-controls", "none"))[0]
    assert found(box, "textarea", name="why")


def test_radios_are_radios_and_checkboxes_are_checkboxes() -> None:
    form = Arrange()
    assert len(found(drawn(form, "agreed"), "input", type="radio")) == 2
    assert len(found(drawn(form, "told"), "input", type="checkbox")) == 2


def test_nothing_cuts_pasted_text_and_the_count_says_the_limit() -> None:
    form = filled(agreed="no", why="x" * 51, venue="v" * 21)
    assert problems(form)[0]["text"] == "Venue must be 20 characters or fewer"
    for name in form.fields:
        assert not [each for each in drawn(form, name).iter() if each.get("maxlength")]
    why = drawn(form, "why")
    assert found(why, "textarea")[0].text == "x" * 51
    assert [each for each in why.iter("div") if each.get("data-maxlength") == "50"]


def test_what_was_typed_is_kept_however_wrong() -> None:
    form = filled(day__day="31", day__month="Febuary", at="half three", minutes="lots", venue="<b>&\"'")
    assert set(form.errors) == {"day", "at", "minutes"}
    assert found(drawn(form, "venue"), "input")[0].get("value") == "<b>&\"'"
    assert found(drawn(form, "at"), "input")[0].get("value") == "half three"
    assert found(drawn(form, "minutes"), "input")[0].get("value") == "lots"
    assert [each.get("value") for each in found(drawn(form, "day"), "input")] == ["31", "Febuary", "2026"]


def test_an_error_is_tied_to_its_control_and_the_hint_stays() -> None:
    group = drawn(Arrange(QueryDict()), "venue")
    described = found(group, "input")[0].get("aria-describedby", "").split()
    assert described == ["id_venue-hint", "id_venue-error"]
    assert all(found(group, tag, id=each) for tag, each in zip(("div", "p"), described, strict=True))


def test_a_number_is_a_text_box_with_a_number_pad_and_its_unit() -> None:
    box = found(drawn(filled(minutes="5"), "minutes"), "input")[0]
    assert (box.get("type"), box.get("inputmode")) == ("text", "numeric")
    assert filled(minutes="5").errors["minutes"] == ["Minutes must be 15 or more"]
    assert "minutes" in "".join(drawn(Arrange(), "minutes").itertext())


def test_a_percent_sign_in_a_label_is_no_trap() -> None:
    class Share(GovForm):
        share = forms.IntegerField(label="Attendance %", max_value=100)

    assert Share({"share": "101"}).errors["share"] == ["Attendance % must be 100 or less"]


def test_words_of_its_own_stay() -> None:
    class Own(GovForm):
        name = forms.CharField(label="Name", error_messages={"required": "Say who it is"})

    assert Own({}).errors["name"] == ["Say who it is"]


def test_a_form_that_is_not_ours_is_drawn_too() -> None:
    class Theirs(forms.Form):
        email = forms.EmailField(label="Email")
        password = forms.CharField(label="Password", widget=forms.PasswordInput, help_text="Left out")

    form = Theirs({"email": "nobody", "password": "secret"})
    assert found(drawn(form, "email"), "input")[0].get("type") == "email"
    group = tree(draw(form["password"], hint=""))
    assert found(group, "input")[0].get("type") == "password"
    assert found(group, "input")[0].get("value") is None, "a password is never written back"
    assert "Left out" not in "".join(group.itertext())


@pytest.mark.parametrize(
    ("boxes", "message", "wrong"),
    [
        (("", "12", "2026"), "When must include a day", "day"),
        (("3", "", ""), "When must include a month and a year", "month"),
        (("3", "12", "26"), "When must have a year of 4 numbers, like 2026", "year"),
        (("31", "2", "2026"), "When must be a real date, like 3 12 2026", "day"),
        (("3", "13", "2026"), "When must be a real date, like 3 12 2026", "day"),
        (("9" * 5000, "12", "2026"), "When must be a real date, like 3 12 2026", "day"),
        (("3", "Ma", "2026"), "When must be a real date, like 3 12 2026", "day"),
        (("²", "12", "2026"), "When must be a real date, like 3 12 2026", "day"),
    ],
)
def test_a_wrong_date_says_which_box(boxes: tuple[str, str, str], message: str, wrong: str) -> None:
    class When(GovForm):
        when = DateField(label="When")

    form = When(dict(zip(("when-day", "when-month", "when-year"), boxes, strict=True)))
    assert form.errors["when"] == [message]
    assert first_id(form["when"]) == f"id_when-{wrong}"


@pytest.mark.parametrize("month", ["12", "December", "dec", "DECEM"])
def test_a_month_may_be_a_number_or_a_name(month: str) -> None:
    assert DateField().clean({"day": "3", "month": month, "year": "2026"}) == date(2026, 12, 3)


@given(st.dates())
def test_a_date_shown_in_boxes_reads_back_as_itself(day: date) -> None:
    boxes = DateField.widget().boxes(day)
    assert boxes == DateField.widget().boxes(day.isoformat())
    if day.year >= 1000:
        assert DateField().clean(boxes) == day


@given(st.text(), st.text(), st.text())
def test_no_typing_breaks_a_date(day: str, month: str, year: str) -> None:
    try:
        read = DateField(required=False).clean({"day": day, "month": month, "year": year})
    except forms.ValidationError:
        return
    assert isinstance(read, date)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        *(("3:30pm", time(15, 30)), ("3.30pm", time(15, 30)), ("3:30 PM", time(15, 30)), ("15:30", time(15, 30))),
        *(("1530", time(15, 30)), ("3pm", time(15)), ("9am", time(9)), ("9", time(9)), ("09:05", time(9, 5))),
        *(("12am", time(0)), ("12pm", time(12)), ("12", time(12)), ("midday", time(12)), ("Noon", time(12))),
        *(("9 a.m.", time(9)), ("03:30", time(3, 30)), ("midnight", time(0))),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, expected: time) -> None:
    assert TimeField().clean(typed) == expected


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("3:30", "Start must say am or pm, like 3:30pm"),
        ("25:00", "Start must be a time, like 3:30pm"),
        ("3:75pm", "Start must be a time, like 3:30pm"),
        ("15pm", "Start must be a time, like 3:30pm"),
        ("soon", "Start must be a time, like 3:30pm"),
    ],
)
def test_a_time_that_is_unclear_is_asked_about(typed: str, message: str) -> None:
    with pytest.raises(forms.ValidationError) as caught:
        TimeField(label="Start").clean(typed)
    assert caught.value.messages == [message]


@given(st.times())
def test_a_time_shown_reads_back_as_itself_to_the_minute(at: time) -> None:
    assert TimeField().clean(TimeField().prepare_value(at)) == at.replace(second=0, microsecond=0)
