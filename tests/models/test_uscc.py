"""Unified Social Credit Codes: the standard's own example, computed vectors, and real codes that break the rule."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects import uscc
from projects.vetting import found_alone
from tests.factories import make_enterprise

VALID = [
    "91350100M000100Y43",  # the worked example of GB 32100-2015
    "91512081MA62K0260E",
    "9111000071093123XX",
    "91150622MA00002850",  # 31 wraps to 0
    "91150622MA0000162Y",
]


@pytest.mark.parametrize("code", VALID)
def test_codes_that_follow_the_standard(code: str) -> None:
    assert uscc.is_valid(code)
    assert uscc.check_character(code[:17]) == code[17]


@pytest.mark.parametrize(("code", "expected"), [("91350211M0000XUF46", "R"), ("91350100M0001TGQXM", "1")])
def test_issued_codes_that_do_not(code: str, expected: str) -> None:
    assert not uscc.is_valid(code)
    assert uscc.check_character(code[:17]) == expected


@pytest.mark.parametrize(
    "code",
    [
        "",
        "9",
        "91350100M000100Y4",
        "91350100M000100Y433",
        "91350100M000100Y4Z",
        "91350100M00010OY43",
        "91350100m000100y43",
        "９1350100M000100Y43",
    ],
)
def test_what_is_no_code_at_all(code: str) -> None:
    assert not uscc.is_valid(code)


@given(st.text(alphabet=uscc.ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(uscc.ALPHABET))
def test_one_wrong_character_is_always_noticed(first17: str, place: int, other: str) -> None:
    code = first17 + uscc.check_character(first17)
    assert uscc.is_valid(code)
    wrong = code[:place] + other + code[place + 1 :]
    assert uscc.is_valid(wrong) is (wrong == code)


@pytest.mark.django_db
def test_a_code_that_breaks_the_rule_is_kept_with_a_warning() -> None:
    enterprise = make_enterprise(uscc="91350211m0000xuf46")
    assert enterprise.uscc == "91350211M0000XUF46"
    assert len(found_alone(enterprise)) == 1
    assert found_alone(make_enterprise(uscc=VALID[0])) == found_alone(make_enterprise(uscc="")) == {}
