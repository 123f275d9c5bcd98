"""The staff's lists at national size: searched through the index, counted and paged only so far."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.admin import large
from projects.models import Award, State
from tests import factories
from tests.admin.test_review import person

pytestmark = pytest.mark.django_db
KINDS = ("village", "enterprise", "project", "funding", "donation", "purchase", "outcome", "award", "source")


@pytest.fixture
def clerk() -> Client:
    return person("clerk", "data entry")


def changelist(kind: str) -> str:
    return reverse(f"admin:projects_{'aidproject' if kind == 'project' else kind}_changelist")


def found(client: Client, kind: str, **asked: Any) -> set[str]:
    response = client.get(changelist(kind), asked)
    assert response.status_code == 200
    return {record.ref for record in response.context["cl"].result_list}


class TestSearch:
    def test_figures_are_found_by_their_project_and_places_published_or_not(self, clerk: Client) -> None:
        village = factories.make_village(name_zh="永安村")
        project = factories.make_project([village], title_zh="木耳种植")
        factories.make_funding(project=project, ref="f-draft", state=State.DRAFT)
        factories.make_funding(ref="f-of-village", project=project, village=village)
        factories.make_funding(ref="f-other", project=factories.make_project(title_zh="另一项目"))
        factories.make_donation([village], ref="d-village")
        assert found(clerk, "funding", q="永安") == found(clerk, "funding", q="木耳") == {"f-draft", "f-of-village"}
        assert found(clerk, "donation", q="永安村") == {"d-village"}
        assert found(clerk, "funding", q="木耳 永安", state__exact="draft") == {"f-draft"}
        assert found(clerk, "funding", q="木耳 另一") == set()
        assert found(clerk, "funding", q='"f-oth"') == {"f-other"}

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("asked", ["永", "a", '"', "''", "\\", "%%", "__", "a\0b", "'a b'", '"未完', "🙂🙂", " 　"])
    def test_odd_words_are_no_errors(self, clerk: Client, kind: str, asked: str) -> None:
        getattr(factories, f"make_{kind}")() if kind != "outcome" else factories.make_outcome()
        found(clerk, kind, q=asked)

    def test_those_to_choose_from_are_found_the_same_way(self, clerk: Client) -> None:
        factories.make_project(title_zh="木耳种植")
        asked = {"app_label": "projects", "model_name": "funding", "field_name": "project"}
        for term, names in (("木耳", ["木耳种植"]), ("", ["木耳种植"]), ("木", []), ("没有", [])):
            answer = clerk.get(reverse("admin:autocomplete"), {**asked, "term": term}).json()
            assert [result["text"] for result in answer["results"]] == names


class TestYear:
    def test_a_figure_is_found_by_each_of_its_own_years(self, clerk: Client) -> None:
        factories.make_funding(ref="f-span", year_from=2016, year_to=2018)
        factories.make_funding(ref="f-one", year_from=2018)
        factories.make_funding(ref="f-day", as_of="2019-12-31")
        factories.make_funding(ref="f-none")
        by_year = {year: found(clerk, "funding", year=year) for year in (2015, 2016, 2018, 2019)}
        assert by_year == {2015: set(), 2016: {"f-span"}, 2018: {"f-span", "f-one"}, 2019: {"f-day"}}

    def test_a_project_without_a_last_year_goes_on(self, clerk: Client) -> None:
        factories.make_project(ref="p-on", year_from=2016)
        factories.make_project(ref="p-ended", year_from=2016, year_to=2018)
        assert found(clerk, "project", year=2020) == {"p-on"}

    @pytest.mark.parametrize("typed", ["20x8", "1", "99999999999", "²⁰¹⁸", "-2018", "1899"])
    def test_what_is_no_year_finds_nothing_and_says_why(self, typed: str, clerk: Client) -> None:
        factories.make_funding(year_from=2018)
        page = clerk.get(changelist("funding"), {"year": typed})
        assert page.context["cl"].result_count == 0
        assert "A year has four digits." in page.content.decode() or "年份应为四位数字" in page.content.decode()

    def test_the_other_filters_stay(self, clerk: Client) -> None:
        page = clerk.get(changelist("funding"), {"state__exact": "draft", "q": "种植", "year": "2018"}).content.decode()
        assert '<input type="hidden" name="state__exact" value="draft">' in page
        assert '<input type="hidden" name="q" value="种植">' in page


class TestSize:
    def test_no_more_are_counted_than_anybody_pages_through(self, clerk: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr(large, "MANY", 3)
        for _ in range(3):
            factories.make_award()
        page = clerk.get(changelist("award"))
        assert page.context["cl"].result_count == 3
        factories.make_award(title_zh="第四奖")
        page = clerk.get(changelist("award").replace("/zh-hans/", "/en/"), {"state__exact": "published"})
        assert page.context["cl"].result_count == 3 and page.context["cl"].paginator.is_full
        assert "3 or more" in page.content.decode()
        assert len(found(clerk, "award", q="奖")) == 0 and found(clerk, "award", q="第四")

    def test_only_what_an_index_holds_is_sorted_by(self, clerk: Client) -> None:
        for asked, order in (("2", ("-pk",)), ("3", ("amount", "-pk")), ("-3", ("-amount", "-pk")), ("7", ("-pk",))):
            ordered = clerk.get(changelist("funding"), {"o": asked}).context["cl"].queryset.query.order_by
            assert tuple(dict.fromkeys(ordered)) == order

    def test_an_action_on_everything_has_a_limit(self, admin_client: Client, monkeypatch: Any) -> None:
        monkeypatch.setattr(large, "AT_ONCE", 1)
        drafts = [factories.make_award(state=State.DRAFT) for _ in range(2)]
        sent = {"action": "send_for_review", "_selected_action": [drafts[0].pk], "select_across": "1", "index": "0"}
        admin_client.post(changelist("award"), sent)
        assert not Award.objects.filter(state=State.IN_REVIEW).exists()
        admin_client.post(f"{changelist('award')}?q={drafts[0].ref}", sent)
        assert Award.objects.get(state=State.IN_REVIEW) == drafts[0]

    @pytest.mark.parametrize("kind", KINDS)
    def test_a_list_asks_the_same_number_of_questions_at_any_length(self, kind: str, clerk: Client) -> None:
        make, counts = getattr(factories, f"make_{kind}"), []
        for more in (4, 8):
            for number in range(more):
                make(state=State.DRAFT if number % 2 else State.PUBLISHED)
            with CaptureQueriesContext(connection) as captured:
                assert clerk.get(changelist(kind)).status_code == 200
            counts.append(len(captured))
        assert counts[0] == counts[1]

    def test_drafts_say_where_they_go_as_well(self, clerk: Client) -> None:
        project = factories.make_project([factories.make_village(name_zh=f"第{n}村") for n in range(7)])
        factories.make_funding(project=project, state=State.DRAFT)
        assert "第0村、第1村、第2村、第3村、第4村…" in clerk.get("/zh-hans/admin/projects/funding/").content.decode()
