"""Refs, two languages, versions, codes and levels: what every record or place has."""

from decimal import Decimal

import pytest
from django.db.models import Max, Min, Sum
from django.utils import translation

from projects.models import Donation, Region, Village
from projects.models.region import Level, parent_code
from tests.factories import (
    make_award,
    make_donation,
    make_enterprise,
    make_indicator,
    make_project,
    make_purchase,
    make_region,
    make_source,
    make_village,
)
from tests.models.refusals import refused

pytestmark = pytest.mark.django_db


class TestRefs:
    def test_one_is_made_where_none_is_given_and_stays(self) -> None:
        village = make_village(ref="")
        made = village.ref
        assert made.startswith("v-")
        village.save()
        assert village.ref == made
        assert make_village(ref="").ref != made

    @pytest.mark.parametrize("ref", ["yongan", "f-2021.1", "A_1", "9"])
    def test_of_latin_letters_digits_and_joints(self, ref: str) -> None:
        assert make_village(ref=ref).ref == ref

    @pytest.mark.parametrize("ref", ["永安", "-x", ".x", "a b", "a/b", "a\n", "<b>", "é", "x" * 65])
    def test_of_nothing_else(self, ref: str) -> None:
        with refused("ref"):
            make_village(ref=ref)

    def test_no_two_alike(self) -> None:
        make_village(ref="same")
        with refused("ref"):
            make_village(ref="same")


class TestTwoLanguages:
    def test_a_name_falls_back_to_the_language_there_is(self) -> None:
        both = make_enterprise(name_zh="准能集团", name_en="Zhunneng Group")
        chinese = make_enterprise(name_zh="某企业")
        with translation.override("en"):
            assert (both.name, str(both), chinese.name) == ("Zhunneng Group", "Zhunneng Group", "某企业")
        with translation.override("zh-hans"):
            assert (both.name, chinese.name) == ("准能集团", "某企业")
            both.name_zh = ""
            assert both.name == "Zhunneng Group"

    def test_so_does_every_other_text(self) -> None:
        source = make_source(title="报告", title_en="Report", note="注", note_en="")
        project = make_project(title_zh="项目", title_en="Project", description_zh="", description_en="About")
        award = make_award(title_zh="奖", granting_bodies="旗委", granting_bodies_en="Committee")
        indicator = make_indicator(unit="户", unit_en="households")
        with translation.override("en-gb"):
            assert (str(source), source.remark) == ("Report", "注")
            assert (project.title, project.description) == ("Project", "About")
            assert (award.title, award.granted_by, indicator.unit_name) == ("奖", "Committee", "households")
        with translation.override("zh-hans"):
            assert (str(source), project.title, project.description) == ("报告", "项目", "About")
            assert (award.granted_by, indicator.unit_name) == ("旗委", "户")

    def test_the_name_in_chinese_is_needed(self) -> None:
        with refused("name_zh"):
            make_village(name_zh="", name_en="Only English")


class TestVersions:
    def test_each_save_counts(self) -> None:
        village = make_village()
        assert village.version == 1
        village.save()
        village.save(update_fields=["name_zh"])
        village.refresh_from_db()
        assert village.version == 3

    def test_a_partial_save_also_notes_its_time(self) -> None:
        village = make_village()
        before = village.updated_at
        village.save(update_fields=["name_zh"])
        village.refresh_from_db()
        assert village.updated_at > before

    def test_every_save_is_in_the_history_with_its_villages(self) -> None:
        village = make_village()
        donation = make_donation([village], amount="5")
        donation.amount = Decimal(6)
        donation.save()
        assert [entry.amount for entry in donation.history.order_by("history_date")][-1] == 6
        assert donation.history.first().villages.get().village == village


class TestRegions:
    @pytest.mark.parametrize(
        ("code", "parent"), [("15", None), ("1522", "15"), ("152224", "1522"), ("152224103", "152224")]
    )
    def test_a_code_tells_the_level_and_the_region_above(self, code: str, parent: str | None) -> None:
        region = make_region(code)
        assert region.parent_id == parent_code(code) == parent
        assert region.level == Level(len(code))
        assert region.ref == code
        assert [above.code for above in region.lineage()] == [code[:n] for n in (2, 4, 6, 9) if n <= len(code)]

    @pytest.mark.parametrize(
        "code", ["", "1", "152", "15222", "15222410", "1522241030", "15A2", "１５", "15\n", "15 2"]
    )
    def test_no_other_code(self, code: str) -> None:
        make_region("15")
        with refused("code"):
            Region(code=code, name_zh="某地").full_clean()

    def test_what_contains_it_is_entered_first(self) -> None:
        make_region("15")
        with refused("code", saying="1522"):
            Region(code="152224", name_zh="突泉县").full_clean()
        Region(code="1522", name_zh="兴安盟").full_clean()


class TestVillages:
    def test_a_village_stands_at_its_code_else_at_its_region(self) -> None:
        town = make_region("152224103")
        assert make_village(region=town).position == "152224103"
        village = make_village(region=town, code="152224103200")
        assert village.position == "152224103200"
        village.code = ""
        village.save()
        village.refresh_from_db()
        assert (village.code, village.position) == (None, "152224103")

    @pytest.mark.parametrize(
        "code", ["15222410320", "1522241032001", "15222410320a", "１５２２２４１０３２００", "152224103200\n"]
    )
    def test_a_code_has_twelve_digits(self, code: str) -> None:
        with refused("code"):
            make_village(region=make_region("152224103"), code=code)

    def test_a_code_begins_with_that_of_the_region(self) -> None:
        with refused("code", saying="152224103"):
            make_village(region=make_region("152224103"), code="152224104200")
        make_village(region=make_region("152224"), code="152224104200")

    def test_two_villages_never_share_a_code(self) -> None:
        town = make_region("152224103")
        make_village(region=town, code="152224103200")
        with refused("code"):
            make_village(region=town, code="152224103200")
        assert Village.objects.filter(code=None).count() == 0


class TestMoneyIsExact:
    def test_when_the_database_adds_it(self) -> None:
        make_donation(amount="126594021979.08")
        make_donation(amount="0.1")
        make_donation(amount="10")
        make_donation(amount=None)
        found = Donation.objects.aggregate(sum=Sum("amount"), least=Min("amount"), most=Max("amount"))
        assert found == {
            "sum": Decimal("126594021989.18"),
            "least": Decimal("0.10"),
            "most": Decimal("126594021979.08"),
        }
        assert str(found["sum"]) == "126594021989.18"

    def test_when_it_adds_a_hundred_sums_that_floats_cannot(self) -> None:
        giver, source = make_enterprise(), make_source()
        Donation.objects.bulk_create(
            Donation(ref=f"x{n}", enterprise=giver, source=source, amount=Decimal("9999999999999.01"))
            for n in range(100)
        )
        assert Donation.objects.aggregate(sum=Sum("amount"))["sum"] == Decimal("999999999999901.00")
        assert Donation.objects.values("enterprise").annotate(sum=Sum("amount")).get()["sum"] == Decimal(
            "999999999999901.00"
        )

    def test_in_filters_and_order(self) -> None:
        for amount in ("0.30", "0.10", "0.20", None):
            make_purchase(amount=amount)
        model = type(make_purchase(amount="5"))
        assert model.objects.get(amount=Decimal("0.10") + Decimal("0.20")).amount == Decimal("0.30")
        stated = model.objects.exclude(amount=None).order_by("amount").values_list("amount", flat=True)
        assert list(stated) == [Decimal("0.10"), Decimal("0.20"), Decimal("0.30"), Decimal("5.00")]
        assert model.objects.filter(amount__lt=1).count() == 3, "not stated is not zero"

    def test_to_the_largest_amount_there_can_be(self) -> None:
        donation = make_donation(amount="1000000000000000")
        donation.refresh_from_db()
        assert donation.amount == 10**15
