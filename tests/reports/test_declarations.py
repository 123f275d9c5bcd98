"""Data files are read strictly: a mistake names its file and row, and never reaches a form."""

from pathlib import Path
from typing import Any

import pytest

from projects.models import Aggregation, Indicator, Measure
from projects.reports.declarations import FORMS, Ask, Misdeclared, read_form

HEAD = """
title = "表"
name_en = "Form"
first_year = 2016
heading = "单位：万元"
columns = { label = "指标", unit = "单位", value = "数量", remark = "说明" }
"""
GOOD = '{ list = "funding", where = { kind = ["funding"] } }'


def form(tmp_path: Path, answer: str = GOOD, unit: str = "万元", more: str = "", row: str = "") -> Any:
    path = tmp_path / "trial.toml"
    path.write_text(
        f'{HEAD}\n[[rows]]\nkey = "sum"\nlabel = "资金"\nunit = "{unit}"\n{row}\nanswers = [{answer}]\n{more}'
    )
    return read_form(path)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    read = form(tmp_path)
    assert (read.key, read.last_year, [row.label for row in read.rows]) == ("trial", None, ["资金"])


@pytest.mark.parametrize(
    ("answer", "unit", "says"),
    [
        ('{ list = "nonsense", where = {} }', "万元", "nonsense"),
        ('{ list = "funding", where = { nonsense = ["x"] } }', "万元", "no parameter “nonsense”"),
        ('{ list = "funding", where = { kind = ["gift"] } }', "万元", "“kind” cannot be gift"),
        ('{ list = "funding", where = { kind = ["funding", "mobilised"] } }', "万元", "never added"),
        ('{ list = "purchases", where = { mode = ["purchase"] } }', "万元", "never added"),
        ('{ list = "outcomes", where = { measure = ["health"] } }', "人", "indicators are never added"),
        ('{ list = "funding", where = { kind = ["funding"] } }', "元", "money is in 万元"),
        ('{ list = "outcomes", where = { indicator = ["beneficiaries"] } }', "万元", "money is in 万元"),
        ('{ list = "funding" }', "万元", "neither “where” nor “possible”"),
        ('{ list = "donations", possible = { form = ["cash"] } }', "万元", "“because” must say"),
        (
            '{ list = "donations", because = "?", where = { form = ["cash"], payer = ["enterprise"] }, '
            'possible = { form = ["in_kind"], payer = ["not_stated"] } }',
            "万元",
            "more than one parameter",
        ),
        ('{ list = "awards" }', "", "“awards” is not counted"),
        ('{ list = "funding", show = "names" }', "", "have names to show"),
        ('{ list = "projects", show = "ticks" }', "", "“options” are missing"),
        ('{ list = "projects", show = "pictures" }', "", "“show” is one of"),
        ('{ list = "purchases", origin = "anywhere", where = { kind = ["purchases"] } }', "万元", "“origin” one of"),
        ('{ list = "donations", origin = "designated_counties", where = {} }', "万元", "only purchases have an origin"),
        ('{ list = "funding", wheer = { kind = ["funding"] } }', "万元", "wheer"),
    ],
)
def test_a_mistake_in_an_answer_names_file_and_row(answer: str, unit: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Misdeclared) as caught:
        form(tmp_path, answer, unit)
    assert "trial.toml" in str(caught.value) and "资金" in str(caught.value)
    assert says in str(caught.value)


@pytest.mark.parametrize(
    ("more", "row", "says"),
    [
        ('[[rows]]\nkey = "sum"\nlabel = "又一行"', "", "same key"),
        ('[[rows]]\nlable = "又一行"', "", "lable"),
        ('[[checks]]\nwhole = ["sum"]\nparts = ["gone"]\nby = "measure"\nlabel = "a"\nlabel_en = "a"', "", "gone"),
        ('[[checks]]\nwhole = ["sum"]\nparts = ["sum"]\nby = "colour"\nlabel = "a"\nlabel_en = "a"', "", "colour"),
        ("not = toml = at all", "", "trial.toml"),
        ('[[beside]]\nlabel = "a"\nlist = "funding"', "", "label_en"),
        ("", "colour = 1", "colour"),
    ],
)
def test_a_mistake_elsewhere_is_named_too(more: str, row: str, says: str, tmp_path: Path) -> None:
    with pytest.raises(Misdeclared, match=says):
        form(tmp_path, more=more, row=row)


def asks() -> list[Ask]:
    return [ask for form in FORMS.values() for row in form.rows for ask in row.answers]


@pytest.mark.django_db
def test_every_indicator_asked_for_exists_and_may_be_added() -> None:
    asked = {ref for ask in asks() for side in (ask.where, ask.possible) for ref in (side or {}).get("indicator", ())}
    known = Indicator.objects.exclude(aggregation=Aggregation.NONE).values_list("ref", flat=True)
    assert asked and asked <= set(known)


def test_rows_of_money_ask_for_one_kind_and_purchases_stand_by_themselves() -> None:
    for form in FORMS.values():
        for row in form.rows:
            lists = {ask.list for ask in row.answers}
            assert len(lists) <= 1, row.label
            if "purchases" in lists:
                assert "农产品" in row.label


def test_every_measure_has_its_item_in_the_old_table() -> None:
    """But relocation and consumption, for whose money the form has no row."""
    asked = {
        measure
        for row in FORMS["listed-2016"].rows
        for ask in row.answers
        if ask.list == "funding"
        for side in (ask.where, ask.possible)
        for measure in (side or {}).get("measure", ())
    }
    assert set(Measure.values) - asked == {"relocation", "consumption"}


def test_rows_stand_in_their_years() -> None:
    labels = {year: [row.label for row in FORMS["central"].rows_of(year)] for year in (2020, 2021)}
    assert "培训专业技术人才" in labels[2020] and "培训专业技术人才" not in labels[2021]
    assert "培训乡村振兴带头人和专业技术人才" in labels[2021]
