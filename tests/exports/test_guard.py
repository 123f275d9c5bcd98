"""No spreadsheet runs what stands in a file, and nothing is lost by it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.exports.guard import FORMULA_STARTS, neutralised, restored

TEXTS = st.text(st.sampled_from(["'", "a", "甲", *FORMULA_STARTS]), max_size=5) | st.text(max_size=20)


@given(TEXTS)
def test_the_guard_can_be_undone(text: str) -> None:
    assert restored(neutralised(text)) == text


@given(TEXTS, TEXTS)
def test_no_two_texts_become_the_same(one: str, other: str) -> None:
    assert (neutralised(one) == neutralised(other)) == (one == other)


@given(TEXTS)
def test_nothing_begins_like_a_formula(text: str) -> None:
    assert not neutralised(text).startswith(FORMULA_STARTS)


@pytest.mark.parametrize("text", ["", "甲", "'", "it's", "'quoted'", "1=1", "a\t="])
def test_harmless_text_stays_as_it_is(text: str) -> None:
    assert neutralised(text) == text
