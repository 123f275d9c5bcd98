"""Every staff page of every model opens, whatever is asked of it."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from projects.models import CorrectionRequest, Finding, Office, Proposal, StaffSession
from tests import factories

MODELS = [
    model for model in admin.site._registry if model._meta.app_label == "projects" and model not in (Proposal, Office)
]

MADE = {
    CorrectionRequest: lambda: CorrectionRequest.objects.create(kind="funding", ref="f-yongan", message="It was 7."),
}
"""One of each kind that the seed has none of."""

pytestmark = pytest.mark.usefixtures("seeded")


@pytest.fixture(params=MODELS, ids=lambda model: model.__name__)
def model(request: pytest.FixtureRequest) -> Any:
    return request.param


def address(model: Any, page: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def test_every_page_opens(model: Any, admin_client: Client) -> None:
    record = model._default_manager.first() or MADE[model]()
    for page, args in (
        ("changelist", ()),
        ("add", ()),
        ("change", (record.pk,)),
        ("history", (record.pk,)),
        ("delete", (record.pk,)),
    ):
        url = address(model, page, *args)
        may_be_closed = page == "delete" or (page == "add" and model in (CorrectionRequest, Finding, StaffSession))
        answers = {200, 403} if may_be_closed else {200}
        if page == "delete":
            answers.add(302)  # published records lead to it
        assert admin_client.get(url).status_code in answers, url


@pytest.mark.parametrize("query", ["q=%00", "q==1%2B1", "p=99999", "p=x", "state__exact=nope", "o=99", "nonsense=1"])
def test_odd_questions_are_no_server_errors(model: Any, query: str, admin_client: Client) -> None:
    assert admin_client.get(f"{address(model, 'changelist')}?{query}").status_code in (200, 302, 400)


def test_no_list_offers_every_village(model: Any, admin_client: Client) -> None:
    for _ in range(3):
        factories.make_village(name_zh="不应列出")
    assert "不应列出" not in admin_client.get(address(model, "add")).content.decode()


def test_changelists_ask_the_same_number_of_questions_whatever_their_length(
    admin_client: Client, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    for name, make in (("funding", factories.make_funding), ("aidproject", factories.make_project)):
        url = reverse(f"admin:projects_{name}_changelist")
        counts = []
        for more in (5, 30):
            for _ in range(more):
                make()
            with CaptureQueriesContext(connection) as captured:
                assert admin_client.get(url).status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1]
