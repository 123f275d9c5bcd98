"""The filters of records that are not counted themselves: villages, enterprises, awards, sources."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from projects.counting import reaching
from projects.filters.base import RefsFilter, RelatedFilterSet
from projects.filters.fields import ChoicesFilter
from projects.filters.search import SearchFilter
from projects.models import AwardLevel, Enterprise, Language, VillageKind


class VillageFilterSet(RelatedFilterSet):
    """Villages of the selection; those reached by what the enterprise, the measure and the years leave."""

    q = SearchFilter(("ref", "name_zh", "name_en", "code", "region__name_zh", "region__name_en"), label=_("Search"))
    kind = ChoicesFilter("kind", VillageKind.choices, may_be_empty=False, label=_("Kind"))

    looked_up_by = ("measure", "year_from", "year_to")

    def select_places(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.filter(self.selection.selects("position", "pk"))

    def select_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        rows = self.select_places(rows)
        reached = reaching(self.figures(), self.selection)
        if self.asks_for("enterprise"):  # few
            rows = rows.filter(pk__in=reached.values("village"))
        elif self.asks_for("measure") and not self.selection.has_places:  # met in the order of an index
            rows = rows.filter(Exists(reached.filter(village=OuterRef("pk"))))
        elif self.asks_for(*self.looked_up_by):  # very many: to be looked up one after the other
            one = Subquery(reached.filter(village=OuterRef("pk")).values("village")[:1])
            rows = rows.alias(reached_by=one).filter(reached_by__isnull=False)
        return rows

    def figures(self) -> Q:
        """What may have reached a village under the enterprise and the measure asked for; of CountedVillage."""
        asked = self.form.cleaned_data
        kept = Q()
        if asked["enterprise"]:
            kept &= Q(counted__enterprise__in=asked["enterprise"])
        if asked["measure"]:
            kept &= Q(measure__in=asked["measure"])
        return kept


class EnterpriseFilterSet(RelatedFilterSet):
    """Enterprises; those with something recorded in the places and years, under the measure."""

    q = SearchFilter(("ref", "name_zh", "name_en", "aliases", "uscc"), label=_("Search"))
    looked_up_by = ("region", "village", "measure", "year_from", "year_to")
    parent = RefsFilter("parent", queryset=Enterprise.objects.published(), label=_("Parent enterprise"))

    def select_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        if self.asks_for("enterprise"):
            rows = rows.filter(pk__in=self.form.cleaned_data["enterprise"])
        if self.asks_for(*self.looked_up_by):
            rows = rows.filter(self.has_counted("enterprise", "pk", years=True))
        return rows


class AwardFilterSet(RelatedFilterSet):
    """Awards by their year; by place or measure, those of the enterprises at work there."""

    q = SearchFilter(
        ("ref", "title_zh", "title_en", "granting_bodies", "granting_bodies_en", "enterprise__name_zh",
         "enterprise__name_en"),
        label=_("Search"),
    )  # fmt: skip
    looked_up_by = ("region", "village", "measure")
    level = ChoicesFilter("level", AwardLevel.choices, label=_("Level"))

    def select_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        data = self.form.cleaned_data
        if self.asks_for("enterprise"):
            rows = rows.filter(enterprise__in=data["enterprise"])
        if self.asks_for(*self.looked_up_by):
            rows = rows.filter(self.has_counted("enterprise", "enterprise", years=False))
        if data["year_from"]:
            rows = rows.filter(year__gte=data["year_from"])
        if data["year_to"]:
            rows = rows.filter(year__lte=data["year_to"])
        return rows


class SourceFilterSet(RelatedFilterSet):
    """Sources by the year of publication; otherwise those that something under the filter is taken from."""

    q = SearchFilter(("ref", "title", "title_en", "publisher", "publisher_en"), label=_("Search"))
    looked_up_by = ("region", "village", "measure", "enterprise")
    language = ChoicesFilter("language", Language.choices, may_be_empty=False, label=_("Language"))

    def select_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        data = self.form.cleaned_data
        if self.asks_for(*self.looked_up_by):
            rows = rows.filter(self.has_counted("source", "pk", years=False))
        if data["year_from"]:
            rows = rows.filter(published_on__year__gte=data["year_from"])
        if data["year_to"]:
            rows = rows.filter(published_on__year__lte=data["year_to"])
        return rows
