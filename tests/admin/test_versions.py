"""Two versions of a record beside each other."""

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from projects.models import Funding
from tests.factories import make_donation, make_village

pytestmark = pytest.mark.django_db


def page(client: Client, record: Any, query: str, language: str = "en") -> str:
    with override(language):
        address = reverse(f"admin:projects_{record._meta.model_name}_history", args=[record.pk])
    response = client.get(f"{address}?{query}")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def donation_of_three_versions() -> Any:
    first, second = make_village(name_zh="永安村", name_en="Yong'an"), make_village(name_zh="永发村", name_en="Yongfa")
    donation = make_donation([first], amount="7000000", payer="employees")
    donation.amount = 8000000
    donation.save()
    donation.payer = "enterprise"
    donation.may_overlap = True
    donation.villages.add(second)
    donation.save()
    return donation


def test_any_two_are_compared_whichever_way_round(admin_client: Client) -> None:
    donation = donation_of_three_versions()
    keys = list(donation.history.order_by("history_id").values_list("history_id", flat=True))
    for query in (f"from={keys[0]}&to={keys[-1]}", f"from={keys[-1]}&to={keys[0]}"):
        shown = page(admin_client, donation, query)
        assert '<th scope="row">Amount</th><td>RMB 7,000,000</td><td>RMB 8,000,000</td>' in shown
        assert '<th scope="row">Payer</th><td>employees</td><td>the enterprise</td>' in shown
        assert '<th scope="row">May overlap</th><td>no</td><td>yes</td>' in shown
        assert re.search(r'<th scope="row">Villages</th><td>[^<]*</td><td>[^<]*Yongfa', shown)
    assert "<td>700万元</td><td>800万元</td>" in page(admin_client, donation, query, "zh-hans")


@pytest.mark.parametrize(
    ("language", "said"),
    [
        (
            "en",
            (
                "Amount: RMB\xa07,000,000 → RMB\xa08,000,000",
                "Payer: employees → the enterprise",
                "May overlap: no → yes",
            ),
        ),
        ("zh-hans", ("金额：700万元 → 800万元", "可能重复：否 → 是")),
    ],
)
def test_each_version_says_what_it_changed_in_words(admin_client: Client, language: str, said: tuple[str, ...]) -> None:
    shown = page(admin_client, donation_of_three_versions(), "", language)
    assert all(re.sub(r"\s+", " ", words) in shown for words in said)


def test_two_that_say_the_same(admin_client: Client) -> None:
    donation = make_donation()
    donation.save()
    first, second = donation.history.values_list("history_id", flat=True)
    assert "The two versions say the same." in page(admin_client, donation, f"from={first}&to={second}")


@pytest.mark.parametrize("query", ["", "from=1", "from=x&to=y", "from=%00&to=1", "from=1&to=99999999999999999999"])
def test_what_is_not_understood_compares_nothing(admin_client: Client, query: str) -> None:
    assert 'id="compared"' not in page(admin_client, make_donation(), query)


def test_no_version_of_another_record(admin_client: Client) -> None:
    one, other = make_donation(), donation_of_three_versions()
    keys = other.history.values_list("history_id", flat=True)[:2]
    assert 'id="compared"' not in page(admin_client, one, f"from={keys[0]}&to={keys[1]}")


def test_the_first_choice_is_the_last_change(admin_client: Client, seeded: None) -> None:
    funding = Funding.objects.get(ref="f-yongan")
    funding.note = "Looked at."
    funding.save()
    last, before = funding.history.values_list("history_id", flat=True)
    shown = page(admin_client, funding, "")
    assert re.search(rf'name="from" value="{before}"[^>]* checked', shown)
    assert re.search(rf'name="to" value="{last}"[^>]* checked', shown)
