"""Year-end forms: who may open them, what is refused, and what each page offers."""

from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from projects.models import Funding, State
from tests import factories

pytestmark = pytest.mark.usefixtures("seeded")

FORM = "/en/admin/reports/listed-2016/zhunneng/2020"
ADDRESSES = ("/en/admin/reports/", f"{FORM}/", f"{FORM}.xlsx", f"{FORM}.docx")
ROLES = ("data entry", "reviewer", "administrator")

every_address = pytest.mark.parametrize("address", ADDRESSES)


def member(*groups: str, is_staff: bool = True) -> Client:
    user = User.objects.create_user("member", password="x", is_staff=is_staff)
    user.groups.set(Group.objects.filter(name__in=groups))
    client = Client()
    client.force_login(user)
    return client


@every_address
def test_a_visitor_is_led_to_the_login(address: str, client: Client) -> None:
    response = client.get(address)
    assert response.status_code == 302
    assert response["Location"] == f"/en/admin/login/?next={address}"


@every_address
def test_an_account_without_staff_status_is_led_there_too(address: str) -> None:
    assert member("reviewer", is_staff=False).get(address).status_code == 302


@every_address
def test_staff_without_a_role_are_refused(address: str) -> None:
    assert member().get(address).status_code == 403


@pytest.mark.parametrize("role", ROLES)
@every_address
def test_every_role_may_read_the_forms(address: str, role: str) -> None:
    response = member(role).get(address)
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


@every_address
def test_a_role_that_may_not_read_one_kind_of_record_is_refused(address: str) -> None:
    group = Group.objects.get(name="reviewer")
    group.permissions.remove(group.permissions.get(codename="view_donation"))
    assert member("reviewer").get(address).status_code == 403


@every_address
def test_forms_are_read_and_nothing_else(address: str, admin_client: Client) -> None:
    assert admin_client.post(address).status_code == 405
    assert admin_client.head(address).status_code == 200


@pytest.mark.parametrize("suffix", ["/", ".xlsx", ".docx"])
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nonsense/zhunneng/2020", "There is no form “nonsense”."),
        ("listed-2016/nobody/2020", "No published enterprise has the ref “nobody”."),
        ("listed-2016/hidden/2020", "No published enterprise has the ref “hidden”."),
        ("listed-2016/%00/2020", "No published enterprise has the ref"),
        ("listed-2016/zhunneng/2021", "for the years 2016 to 2020, not for “2021”"),
        ("listed-2016/zhunneng/20x8", "not for “20x8”"),
        ("listed-2016/zhunneng/２０２０", "not for"),
        ("listed-2021/zhunneng/2020", "for the years 2021 to"),
        ("listed-2021/zhunneng/9999", "for the years 2021 to"),
        ("listed-2016/zhunneng/-2020", "not for “-2020”"),
    ],
)
def test_what_does_not_exist_is_not_found_and_named(path: str, suffix: str, reason: str, admin_client: Client) -> None:
    factories.make_enterprise(ref="hidden", state=State.DRAFT)
    response = admin_client.get(f"/en/admin/reports/{path}{suffix}")
    assert response.status_code == 404
    assert reason in response.content.decode()


def test_the_index_offers_every_form_for_every_enterprise_and_year(admin_client: Client) -> None:
    page, now = admin_client.get("/en/admin/reports/").content.decode(), timezone.localdate().year
    for form, first, last in (("listed-2016", 2016, 2020), ("listed-2021", 2021, now), ("central", 2016, now)):
        for giver in ("zhunneng", "chn-energy"):
            for year in (first, last):
                assert f'href="/en/admin/reports/{form}/{giver}/{year}/"' in page
    assert "/en/admin/reports/listed-2016/zhunneng/2021/" not in page


def test_the_index_marks_years_without_records(admin_client: Client) -> None:
    [zhunneng] = [
        row for row in admin_client.get("/en/admin/reports/").context["rows"] if row.enterprise.ref == "zhunneng"
    ]
    marked = {form.key: [link.year for link in years if link.has_records] for form, years in zhunneng.years}
    assert marked == {"listed-2016": [2020, 2019, 2018, 2017, 2016], "listed-2021": [2021], "central": [
        2021, 2020, 2019, 2018, 2017, 2016]}  # fmt: skip


@pytest.mark.parametrize(
    ("asked", "found"),
    [("准能", ["zhunneng"]), ("CHN", ["chn-energy"]), ("nothing", []), ("%00", ["chn-energy", "zhunneng"])],
)
def test_enterprises_are_found_by_name(asked: str, found: list[str], admin_client: Client) -> None:
    response = admin_client.get(f"/en/admin/reports/?q={asked}")
    assert [row.enterprise.ref for row in response.context["rows"]] == found


@pytest.mark.parametrize("query", ["page=99", "page=x", "page=-1", "q=" + "长" * 500])
def test_odd_questions_are_no_server_errors(query: str, admin_client: Client) -> None:
    assert admin_client.get(f"/en/admin/reports/?{query}").status_code == 200


def waiting(client: Client) -> dict[str, int]:
    context: dict[str, Any] = client.get(f"{FORM}/").context  # type: ignore[assignment]
    return {found.model.__name__: found.count for found, _ in context["waiting"]}


def test_unpublished_records_that_may_belong_to_the_years_are_counted(admin_client: Client) -> None:
    assert waiting(admin_client) == {}
    project = Funding.objects.get(ref="f-yongan").project
    draft = {"state": State.DRAFT}
    factories.make_funding(project=project, **draft)
    factories.make_funding(project=project, year_from=2019, year_to=2019, state=State.IN_REVIEW)
    factories.make_funding(project=project, year_from=2021, **draft)
    factories.make_funding(project=project, year_to=2018, **draft)
    factories.make_funding(project=project, enterprise=factories.make_enterprise(), **draft)
    factories.make_donation(enterprise=project.enterprise, **draft)
    factories.make_award(enterprise=project.enterprise, year=2019, **draft)
    factories.make_award(enterprise=project.enterprise, year=2018, **draft)
    assert waiting(admin_client) == {"Funding": 2, "Donation": 1, "Award": 1}


def test_the_admin_leads_to_the_forms(admin_client: Client) -> None:
    assert 'href="/en/admin/reports/"' in admin_client.get("/en/admin/").content.decode()
    assert 'href="/en/admin/reports/"' not in member().get("/en/admin/").content.decode()
