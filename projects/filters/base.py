"""What all public lists can be asked: q, region, village, enterprise, measure, years."""

from collections.abc import Collection
from copy import copy
from typing import Any, ClassVar

import django_filters
from django import forms
from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import IsNull
from django.utils.translation import gettext_lazy as _

from projects.bulk import often
from projects.counting import Bucket, Selection, bucket_case, in_interval, may_lie_in
from projects.filters.fields import (
    ChoicesFilter,
    ManyFilter,
    RefsField,
    RegionsField,
    SelectionFilter,
    VillagesField,
    YearField,
)
from projects.filters.search import SearchFilter
from projects.models import CountedFigure, Enterprise, Kind, Level, Measure

BUCKET_LABELS = {
    Bucket.INSIDE: _("certainly inside"),
    Bucket.PARTLY: _("possibly inside"),
    Bucket.WIDER: _("in a wider region, villages not named"),
    Bucket.UNPLACED: _("place not stated"),
    Bucket.OUTSIDE: _("outside"),
}


class RegionsFilter(SelectionFilter):
    field_class = RegionsField


class VillagesFilter(SelectionFilter):
    field_class = VillagesField


class YearFilter(SelectionFilter):
    field_class = YearField


class EnterpriseFilter(ManyFilter):
    field_class = RefsField

    def __init__(self, field_name: str = "counted__enterprise", **kwargs: Any) -> None:
        super().__init__(
            field_name,
            label=_("Enterprise"),
            queryset=Enterprise.objects.published(),
            help_text=_(
                "The enterprise alone, without its subsidiaries. Repeat the parameter in the address to add them."
            ),
            **kwargs,
        )


class RefsFilter(ManyFilter):
    field_class = RefsField


class PublicFilterSet(django_filters.FilterSet):
    """The parameters every list takes. Always ask `is_valid()` first: an invalid value must never mean every row."""

    region = RegionsFilter(label=_("Region"))
    village = VillagesFilter(label=_("Village"))
    enterprise = EnterpriseFilter()
    measure = ChoicesFilter("counted__measure", Measure.choices, label=_("Measure"), may_be_empty=False)
    year_from = YearFilter(label=_("From year"))
    year_to = YearFilter(label=_("To year"))

    looked_up_by: tuple[str, ...] = ()
    """Parameters for which each row may have to be looked up in the read model."""

    form_class: ClassVar[type[forms.Form]]

    def get_form_class(self) -> type[forms.Form]:
        """Made once of each list's filters: it depends on no request."""
        cls = type(self)
        if "form_class" not in cls.__dict__:
            fields = {name: copy(filter_).field for name, filter_ in cls.base_filters.items()}
            cls.form_class = type(f"{cls.__name__}Form", (forms.Form,), fields)
        return cls.form_class

    def is_valid(self) -> bool:
        valid: bool = super().is_valid()
        data = self.form.cleaned_data
        if (data.get("year_from") or 0) > (data.get("year_to") or 9999):
            self.form.add_error("year_to", _("The last year is before the first year."))
            return False
        return valid

    @property
    def search(self) -> SearchFilter:
        search: SearchFilter = self.filters["q"]
        return search

    @property
    def texts(self) -> list[str]:
        texts: list[str] = self.form.cleaned_data.get("q", [])
        return texts

    def filter_but_texts(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Under every exact attribute, whatever is searched for."""
        for name, value in self.form.cleaned_data.items():
            if name != "q":
                rows = self.filters[name].filter(rows, value)
        return rows

    @property
    def is_looked_up(self) -> bool:
        return self.asks_for(*self.looked_up_by)

    def asks_for(self, *parameters: str) -> bool:
        return any(self.form.cleaned_data[name] for name in parameters)

    @property
    def selection(self) -> Selection:
        """What is asked for. A region and a village together mean the village, if it lies in the region."""
        data = self.form.cleaned_data
        regions, villages = data["region"], data["village"]
        years = {"year_from": data["year_from"], "year_to": data["year_to"]}
        if not (regions and villages):
            return Selection.of(regions, villages, **years)
        in_both = {pk: at for pk, at in villages.items() if any(at.startswith(code) for code in regions)}
        both = Selection.of(villages=in_both, **years)
        return both if in_both else Selection(has_places=True, year_from=both.year_from, year_to=both.year_to)

    def select_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """The rows the selection keeps, once the exact attributes have been applied."""
        raise NotImplementedError


class BucketFilter(SelectionFilter, ChoicesFilter):
    def __init__(self) -> None:
        choices = [(bucket.value, label) for bucket, label in BUCKET_LABELS.items()]
        super().__init__("bucket", choices, may_be_empty=False, label=_("Certainty"))


class CountedFilterSet(PublicFilterSet):
    """Lists of what is counted: each row lies in one bucket of the selection."""

    bucket = BucketFilter()

    def select_rows(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        wanted = self.form.cleaned_data["bucket"]
        if not wanted:
            return rows.filter(in_interval(self.selection, "counted__"))
        near_by = rows.filter(may_lie_in(wanted, self.selection, "counted__"))
        lying: QuerySet[Any] = near_by.alias(lies=bucket_case(self.selection, "counted__"))
        return lying.filter(often(Q(lies__in=wanted)))


class AskedEnterprise(SelectionFilter, EnterpriseFilter):
    pass


class AskedMeasure(SelectionFilter, ChoicesFilter):
    def __init__(self) -> None:
        super().__init__("measure", Measure.choices, may_be_empty=False, label=_("Measure"))


def hold_few(regions: Collection[str], *, of_measure: bool = False) -> bool:
    """Whether what is counted in them (under a measure) is sooner found itself than looked for row by row."""
    level = Level.PROVINCE if of_measure else Level.PREFECTURE
    return bool(regions) and all(len(code) >= level for code in regions)


class RelatedFilterSet(PublicFilterSet):
    """Lists of records that are not counted themselves: kept for what they have to do with the selection."""

    enterprise = AskedEnterprise()
    measure = AskedMeasure()

    def counted_under_filter(self, *, years: bool) -> QuerySet[CountedFigure]:
        """What the selection certainly or possibly holds of the enterprise and measure asked for."""
        data = self.form.cleaned_data
        selection = self.selection
        if not years:
            selection = Selection(selection.regions, selection.villages, selection.has_places)
        counted = CountedFigure.objects.filter(in_interval(selection))
        if data["enterprise"]:
            counted = counted.filter(enterprise__in=data["enterprise"])
        if data["measure"]:  # of every kind, for an index to begin with it
            counted = counted.filter(kind__in=Kind.values, measure__in=data["measure"])
        return counted

    @property
    def is_looked_up(self) -> bool:
        return super().is_looked_up and not self.asks_for_few()

    def has_counted(self, attribute: str, path: str, *, years: bool) -> Q:
        counted = self.counted_under_filter(years=years)
        return some_of(counted, attribute, path, are_few=self.asks_for_few())

    def asks_for_few(self) -> bool:
        is_narrow = hold_few(self.form.cleaned_data["region"], of_measure=self.asks_for("measure"))
        return is_narrow or self.asks_for("enterprise", "village")


def some_of(counted: QuerySet[CountedFigure], attribute: str, path: str, *, are_few: bool) -> Q:
    """Whether the enterprise or source that `path` leads to is that of some of this.

    Few are a list of their own, and of many one is looked for in each row. Asked in other words, PostgreSQL reads all
    that is counted of the largest enterprises.
    """
    if are_few:
        return Q(**{f"{path}__in": counted.filter(**{f"{attribute}__isnull": False}).values(attribute).distinct()})
    return Q(IsNull(Subquery(counted.filter(**{attribute: OuterRef(path)}).values(attribute)[:1]), False))
