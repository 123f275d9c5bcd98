"""Whatever an address or a form brings, no page ends in an error of the server's."""

from typing import Any

import pytest
from django.contrib import admin
from django.db import models
from django.test import Client
from django.urls import NoReverseMatch, reverse

from projects.models import CorrectionRequest, Funding, Indicator, Office, Outcome, Proposal
from tests import factories
from tests.admin.test_saving import change_url, form_of

pytestmark = pytest.mark.usefixtures("seeded")

NONE = ("abc", "\0", "1,a,9", "99999999999999999999", "9" * 5000)
"""Keys that no record has, and text that is no key."""
MODELS = [*admin.site._registry]
SEEN_TO = {200, 302, 400, 403, 404}
MADE: dict[Any, Any] = {
    CorrectionRequest: lambda: CorrectionRequest.objects.create(kind="funding", ref="f-yongan", message="It was 7."),
    Proposal: lambda: Proposal.objects.create(kind="funding", title="t"),
    Office: Office.rules,
}


@pytest.fixture(params=MODELS, ids=lambda model: model.__name__)
def model(request: pytest.FixtureRequest) -> Any:
    return request.param


def page(model: Any, name: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{name}", args=args)


def chosen(model: Any) -> list[str]:
    return [f.name for f in (*model._meta.concrete_fields, *model._meta.many_to_many) if f.is_relation]


def test_what_a_new_form_begins_with(model: Any, admin_client: Client) -> None:
    fields = (*model._meta.concrete_fields, *model._meta.many_to_many)
    for given in NONE:
        begun = {"copy": given, **{field.name: given for field in fields}}
        assert admin_client.get(page(model, "add"), begun).status_code in SEEN_TO, given


def test_what_a_form_chooses(model: Any, admin_client: Client) -> None:
    record = model._default_manager.first() or MADE[model]()
    for url in (page(model, "add"), page(model, "change", record.pk)):
        for given in NONE:
            sent = {"seen_version": given, **{name: [given] for name in chosen(model)}}
            assert admin_client.post(url, sent).status_code in SEEN_TO, (url, given)


def test_rows_choose_nothing_either(admin_client: Client) -> None:
    url = change_url(Funding.objects.get(ref="f-yongan").project)
    for given in NONE:
        rows = {"fundings-2-0-source": given, "fundings-2-0-year": "2018", "fundings-2-0-amount": "1"}
        sent = form_of(admin_client, url) | {"fundings-2-TOTAL_FORMS": "1", **rows}
        assert admin_client.post(url, sent).status_code == 200, given


def test_which_record_an_address_names(model: Any, admin_client: Client) -> None:
    record = model._default_manager.first() or MADE[model]()
    for given in NONE:
        for name in ("change", "history", "delete"):
            assert admin_client.get(page(model, name, given)).status_code in SEEN_TO, (name, given)
        try:
            versions = [page(model, "simple_history", *key) for key in ((given, 1), (record.pk, given))]
        except NoReverseMatch:
            continue
        for url in versions:
            assert admin_client.get(url).status_code == admin_client.post(url).status_code == 404, url


def test_which_versions_are_compared(admin_client: Client) -> None:
    url = page(Funding, "history", Funding.objects.get(ref="f-yongan").pk)
    for given in NONE:
        assert admin_client.get(url, {"from": given, "to": "1"}).status_code == 200


def test_what_a_list_is_asked(model: Any, admin_client: Client) -> None:
    for field in model._meta.concrete_fields:
        asked = {"in": NONE[3], "gt": NONE[3], "exact": NONE[1]}
        if isinstance(field, models.CharField):
            asked["regex"] = "("
        if isinstance(field, models.DateField):
            asked["year"] = "99999"
        for lookup, given in asked.items():
            answer = admin_client.get(page(model, "changelist"), {f"{field.name}__{lookup}": given})
            assert answer.status_code in SEEN_TO, (field.name, lookup)


def test_what_is_ticked_in_a_list(model: Any, admin_client: Client) -> None:
    for action in admin.site._registry[model].actions or ("delete_selected",):
        name = action if isinstance(action, str) else action.__name__
        for given in NONE:
            sent = {"action": name, "_selected_action": [given], "post": "yes"}
            assert admin_client.post(page(model, "changelist"), sent).status_code in SEEN_TO, (name, given)


def test_a_choice_that_is_none_is_refused_by_its_field(admin_client: Client) -> None:
    village, url = factories.make_village(), reverse("admin:projects_donation_add")
    for given in NONE:
        sent = form_of(admin_client, url) | {"villages": [str(village.pk), given], "source": given}
        errors = admin_client.post(url, sent).context["adminform"].form.errors
        assert {"villages", "source"} <= {*errors}, given


def test_what_is_offered_while_typing(admin_client: Client) -> None:
    asked = {"app_label": "projects", "model_name": "outcome", "field_name": "indicator"}
    for given in NONE:
        for query in ({"term": given}, {"term": "1", "page": given}):
            answer = admin_client.get(reverse("admin:autocomplete"), asked | query)
            assert answer.status_code in SEEN_TO, query


def test_a_choice_that_an_address_brings_is_still_made(admin_client: Client) -> None:
    indicator = Indicator.objects.earliest("pk")
    shown = admin_client.get(page(Outcome, "add"), {"indicator": indicator.pk}).content.decode()
    assert f'<option value="{indicator.pk}" selected>' in shown
