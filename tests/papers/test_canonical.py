"""The canonical text: one way to write a thing, whatever the order or form it came in."""

import json
import subprocess
import sys
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.papers.sample import content

from epep.papers.canonical import canonical, digest, digest_of_bytes

TEXT = st.text(st.characters(), max_size=20)
LEAVES = TEXT | st.none() | st.booleans() | st.integers()
THINGS = st.dictionaries(
    st.text(st.characters(max_codepoint=0x2FF, exclude_categories=["Cs"]), max_size=5).map(
        lambda key: unicodedata.normalize("NFC", key)
    ),
    st.recursive(
        LEAVES, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.just("a"), inner), max_leaves=8
    ),
    max_size=5,
)


def test_keys_are_sorted_and_nothing_is_spaced() -> None:
    assert canonical({"b": [1, None, True], "a": {"d": "é", "c": '"'}}) == '{"a":{"c":"\\"","d":"é"},"b":[1,null,true]}'


def test_the_order_of_keys_and_the_form_of_text_do_not_matter() -> None:
    assert canonical({"a": "Zoe\u0308", "b": 1}) == canonical({"b": 1, "a": "Zo\u00eb"})


def test_a_tuple_is_a_list_and_half_a_character_is_shown() -> None:
    assert canonical({"a": ("x", "\ud83d!")}) == '{"a":["x","\ufffd!"]}'


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ({"a": [{"b": 0.5}]}, r"content\.a\[0\]\.b is a float"),
        ({"a": float("nan")}, r"content\.a is a float"),
        ({"a": {1: "x"}}, r"content\.a has the key 1"),
        ({"a": b"x"}, r"content\.a is a bytes"),
        ({"a": {"x"}}, r"content\.a is a set"),
    ],
)
def test_what_has_no_one_way_to_be_written_is_refused(value: dict[str, Any], told: str) -> None:
    with pytest.raises(TypeError, match=told):
        canonical(value)


def test_two_keys_that_read_the_same_are_refused() -> None:
    with pytest.raises(ValueError, match="two keys"):
        canonical({"\u00e9": 1, "e\u0301": 2})


@given(THINGS)
def test_reading_it_back_and_writing_it_again_changes_nothing(thing: dict[str, Any]) -> None:
    text = canonical(thing)
    assert canonical(json.loads(text)) == text
    assert json.loads(text.encode()) == json.loads(text)


def test_the_digest_is_what_anybody_else_computes(tmp_path: Any) -> None:
    path = tmp_path / "content.json"
    path.write_bytes(canonical(content()).encode())
    told = subprocess.run(["sha256sum", path], capture_output=True, text=True, check=True).stdout.split()[0]
    assert digest(canonical(content())) == digest_of_bytes(path.read_bytes()) == told


def test_p10_another_process_with_another_hash_seed_writes_the_same() -> None:
    code = (
        "from tests.papers.sample import content; from epep.papers.canonical import canonical, digest;"
        "print(digest(canonical(content())))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert told == {digest(canonical(content()))}
