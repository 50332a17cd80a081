"""A form as a browser without scripts would send it: every control of a page with what stands in it."""

from collections.abc import Iterator
from typing import Any
from xml.etree.ElementTree import Element

import html5lib

Fields = dict[str, Any]


def fields(page: str, button: str | None = None) -> Fields:
    """The successful controls of the last form of the page's main part; `button` is the value of the one pressed."""
    main = next(one for one in _parsed(page).iter() if one.get("id") == "main-content")
    form = [one for one in main.iter("form") if one.get("method") == "post"][-1]
    found: dict[str, list[str]] = {}
    for control in form.iter():
        for value in _values(control, button):
            found.setdefault(control.get("name", ""), []).append(value)
    return {name: values if len(values) > 1 else values[0] for name, values in found.items() if name}


def _values(control: Element, button: str | None) -> Iterator[str]:
    kind = control.get("type", "")
    if control.tag == "textarea":
        yield control.text or ""
    elif control.tag == "select":
        chosen = [one.get("value", "") for one in control.iter("option") if one.get("selected") is not None]
        yield from chosen or [next(control.iter("option")).get("value", "")]
    elif control.tag == "button":
        yield from [control.get("value", "")] if button and control.get("value") == button else []
    elif control.tag == "input" and (kind not in ("radio", "checkbox") or control.get("checked") is not None):
        yield control.get("value", "")


def words_of(page: str) -> str:
    """What a page says, without its tags, blanks run together."""
    skipped = {"script", "style", "title"}
    return " ".join(" ".join(_texts(_parsed(page), skipped)).split())


def _texts(element: Element, skipped: set[str]) -> Iterator[str]:
    if isinstance(element.tag, str) and element.tag not in skipped:
        yield element.text or ""
        for child in element:
            yield from _texts(child, skipped)
            yield child.tail or ""


def shown_questions(page: str) -> list[str]:
    """The keys of the questions that a section's page shows, without those that it hides."""
    boxes = [one for one in _parsed(page).iter("div") if (one.get("id") or "").startswith("q-")]
    return [(one.get("id") or "")[2:] for one in boxes if one.get("hidden") is None]


def _parsed(page: str) -> Element:
    document: Element = html5lib.parse(page, namespaceHTMLElements=False)
    return document
