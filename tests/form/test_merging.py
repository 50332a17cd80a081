"""What two people changed in one section, on top of the same answers."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as some

from epep.form.merging import fingerprints, merge, read
from epep.form.model import load

SECTION = load().section("carer_views")
KEYS = [question.key for question in SECTION.questions]
answers = some.dictionaries(some.sampled_from(KEYS), some.sampled_from(["a", "b", "c"]))


@given(answers, answers, answers)
def test_what_only_one_changed_stands_and_what_both_did_is_named(
    base: dict[str, Any], mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge(SECTION, read(fingerprints(base)), mine, theirs)
    for key in KEYS:
        before, one, other = base.get(key, ""), mine.get(key, ""), theirs.get(key, "")
        both = one != other and before not in (one, other)
        assert (key in merged.clashes) == both
        assert merged.answers.get(key, "") == (other if one == before else one)
        assert (key in merged.taken) == (one == before != other)


@given(answers, answers)
def test_without_knowing_the_base_every_difference_is_a_clash_and_mine_stands(
    mine: dict[str, Any], theirs: dict[str, Any]
) -> None:
    merged = merge(SECTION, read("nonsense"), mine, theirs)
    assert merged.answers == mine
    assert set(merged.clashes) == {key for key in KEYS if mine.get(key, "") != theirs.get(key, "")}


def test_equal_answers_have_equal_fingerprints_whatever_their_order() -> None:
    one = {"a": [{"id": "r1", "x": "1", "y": "Ł"}], "b": ""}
    other = {"b": "", "a": [{"y": "Ł", "x": "1", "id": "r1"}]}
    assert fingerprints(one) == fingerprints(other)
    assert read(fingerprints(one)).keys() == {"a"}  # type: ignore[union-attr]
    assert read("") == {}
    assert read("a:1 b") is None
