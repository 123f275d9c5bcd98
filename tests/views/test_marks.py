"""The mark beside a figure, and what the figure's own page adds: address, citation, history."""

from decimal import Decimal

import pytest
from django.test import Client

from tests.factories import make_funding, make_project, make_source, make_village
from tests.views.reading import read, text_of

pytestmark = pytest.mark.django_db


def test_a_mark_unfolds_source_wording_basis_and_whole(client: Client) -> None:
    source = make_source(ref="report", title_en="Report", publisher_en="Group", url="https://example.org/")
    project = make_project([make_village(ref="here")])
    whole = make_funding(ref="whole", project=project, amount="100", source=source, locator="p. 3")
    make_funding(
        ref="part", project=project, amount="40", part_of=whole, as_written="40元", source=source, locator="¶4"
    )
    page = read(client, "/en/villages/here/")
    assert (
        "Source ¶4 Where it is written Report, Group, 9 March 2021 As written in the source 40元 Basis Reported "
        "Part of a larger figure Address, citation and history"
    ) in page.text
    assert page.leads_to("Address, citation and history")[-1].startswith("/en/funding/")
    assert "/en/sources/report/?at=funding-part#funding-part" in page.leads_to("Report")
    assert "/en/funding/whole/" in page.leads_to("a larger figure")
    summaries = [attrs for tag, attrs in page.tags if tag == "details"]
    assert len(summaries) == 2 and all("open" not in attrs for attrs in summaries)


def test_a_figure_can_be_cited(client: Client) -> None:
    source = make_source(title_en="Report", publisher_en="Group")
    make_funding(ref="f-1", project=make_project([make_village()]), amount="100", source=source, locator="p. 3")
    text = text_of(client, "/en/funding/f-1/")
    assert "Permanent addresshttp://testserver/en/funding/f-1/" in text
    assert "Group: Report. 9 March 2021, p. 3. RMB 100, from Aid tracker, http://testserver/en/funding/f-1/ (" in text


def test_a_figure_tells_its_history(client: Client) -> None:
    figure = make_funding(ref="f-1", project=make_project([make_village()]), amount="100")
    assert "It has not been corrected since it was published." in text_of(client, "/en/funding/f-1/")
    figure.amount = Decimal(120)
    figure._change_reason = "Misread"
    figure.save()
    text = text_of(client, "/en/funding/f-1/")
    assert "Amount: RMB 100 → RMB 120 Reason: Misread" in text and "not corrected" not in text


@pytest.mark.usefixtures("seeded")
def test_an_award_is_cited_like_a_figure(client: Client) -> None:
    address = "http://testserver/zh-hans/awards/a-2015/"
    page = read(client, "/zh-hans/awards/a-2015/")
    assert f"¶9。扶贫济困爱心单位（2015年），转引自帮扶台账，{address}（" in page.text
    assert page.leads_to("报告错误") == ["/zh-hans/awards/a-2015/correction/"]
