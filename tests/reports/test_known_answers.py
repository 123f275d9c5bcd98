"""What the forms of the article's enterprise must say."""

import pytest
from django.utils.translation import override

from projects.models import Enterprise
from projects.reports import layout
from projects.reports.cells import FilledForm
from projects.reports.declarations import FORMS
from projects.reports.filling import fill

pytestmark = pytest.mark.usefixtures("seeded")


def filled(form: str, year: int, language: str = "zh-hans") -> FilledForm:
    with override(language):
        return fill(FORMS[form], Enterprise.objects.get(ref="zhunneng"), year)


def cells(form: FilledForm) -> dict[str, str]:
    return {row.row.key or row.row.label: row.this.text for row in form.rows if row.this.text}


def below(form: FilledForm, language: str = "zh-hans") -> str:
    with override(language):
        return "\n".join(text for section in layout.sections(form) for text in section.texts())


OPEN_BOXES = "☐农林产业扶贫　☐旅游扶贫　☐电商扶贫　☐资产收益扶贫　☐科技扶贫　☐其他"


@pytest.mark.parametrize(
    ("year", "awards"),
    [(2020, "准格尔旗“百企帮百村”精准扶贫行动优秀企业（级别未说明）"), (2019, None)],
)
def test_the_table_of_2016_to_2020(year: int, awards: str | None) -> None:
    form = filled("listed-2016", year)
    expected = {
        "funds": "至少0，至多2,911.4",
        "其中：1.1产业扶贫项目类型": OPEN_BOXES,
        "industry-projects": "至少0，至多6",
        "industry-input": "至少0，至多2,911.4",
        "其中：6.1项目名称": "☐开展生态保护与建设　☐建立生态保护补偿方式　☐设立生态公益岗位　☐其他",
        "charity-fund": "至少0，至多245.48",
        "other-projects": "至少0，至多2",
        "other-input": "至少0，至多979.4",
    }
    found = cells(form)
    assert found.pop("三、所获奖项（内容、级别）", None) == awards
    assert found == expected
    assert form.warnings == []


def test_why_the_funds_are_an_interval() -> None:
    form = filled("listed-2016", 2020)
    [funds] = [row for row in form.rows if row.row.key == "funds"]
    [number] = funds.remarks
    why = "没有按年拆分：2,211.4万元（截至2021年）；700万元（2011—2021年）。"
    assert f"注{number}　2020年、2019年：{why}" in below(form)
    english = filled("listed-2016", 2020, "en")
    assert (
        "2020, 2019: Not split by year: RMB\N{NO-BREAK SPACE}22,114,000 (up to 2021); "
        "RMB\N{NO-BREAK SPACE}7,000,000 (2011–2021)." in below(english, "en")
    )
    assert cells(english) == cells(form)  # the form itself is Chinese for everybody


def test_what_the_article_tells_besides() -> None:
    text = below(filled("listed-2016", 2020))
    assert "购买贫困地区产品（消费扶贫）：本表没有这一行，不得计入资金：至少0元，至多5,318万元" in text
    assert "职工捐款：不是企业的投入：至少0元，至多145.64万元" in text
    assert "脱贫户数：本表按人填报，户数不能换算成人数：至少0户，至多247户" in text


def test_the_table_from_2021() -> None:
    found = cells(filled("listed-2021", 2021))
    assert found == {
        "donations": "至少0，至多245.48",
        "donated-funds": "至少0，至多245.48",
        "input": "至少0，至多2,911.4",
        "funds": "至少0，至多2,911.4",
        "帮扶形式（如产业扶贫、就业扶贫、教育扶贫等）": "产业帮扶",
        "具体说明": "☑适用　☐不适用",
    }


def test_years_after_the_article_are_empty() -> None:
    found = cells(filled("listed-2021", 2023))
    assert set(found.values()) == {"☐适用　☐不适用"}


def test_a_pairing_is_not_central_designated_assistance() -> None:
    form = filled("central", 2020)
    assert cells(form) == {}
    text = below(form)
    assert "没有登记定点帮扶县。" in text
    assert "不属于中央单位定点帮扶的资金（其他帮扶关系）：至少0元，至多1,679.4万元" in text
    assert "没有说明帮扶关系的资金：属于定点帮扶的，补充说明后列入本表：至少0元，至多1,232万元" in text


def test_the_parent_has_no_part_in_it_and_is_told_so() -> None:
    with override("zh-hans"):
        form = fill(FORMS["listed-2016"], Enterprise.objects.get(ref="chn-energy"), 2020)
    assert not [cell for cell in cells(form).values() if "☐" not in cell]
    assert [enterprise.ref for enterprise in form.subsidiaries] == ["zhunneng"]
    assert "准能集团" in below(form)
