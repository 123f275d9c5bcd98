"""The filters of what is counted: projects, funding, donations, purchases, outcomes."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from projects.filters.base import CountedFilterSet, RefsFilter
from projects.filters.fields import ChoicesFilter, Filter, OnceChoiceField, StatedFilter
from projects.filters.search import SearchFilter
from projects.models import (
    AidProject,
    Basis,
    Concept,
    Form,
    Indicator,
    Kind,
    Mode,
    Origin,
    Payer,
    Relationship,
    Source,
    Stage,
    Status,
    Terms,
)

PLACE_TEXTS = ("counted__places_zh", "counted__places_en")
ENTERPRISE_TEXTS = ("counted__enterprise__name_zh", "counted__enterprise__name_en", "counted__enterprise__aliases")
PROJECT_TEXTS = ("project__title_zh", "project__title_en")
FIGURE_TEXTS = ("ref", "as_written", "note", "note_en", *PLACE_TEXTS, *ENTERPRISE_TEXTS)


IS_COMMITTED, IS_MOBILISED = Q(stage=Stage.COMMITTED), Q(origin=Origin.MOBILISED)
FUNDING_KINDS = {
    Kind.FUNDING: ~IS_COMMITTED & ~IS_MOBILISED,
    Kind.MOBILISED: ~IS_COMMITTED & IS_MOBILISED,
    Kind.COMMITMENTS: IS_COMMITTED,
}
PURCHASE_KINDS = {
    Kind.PURCHASES: ~Q(mode=Mode.ASSISTED_SALE),
    Kind.ASSISTED_SALES: Q(mode=Mode.ASSISTED_SALE),
}


class KindFilter(ChoicesFilter):
    """Asks the record itself: beside its other attributes, PostgreSQL then knows how few rows there are, or none."""

    def __init__(self, kinds: Mapping[Kind, Q]) -> None:
        self.kinds = kinds
        choices = [(kind.value, kind.label) for kind in kinds]
        super().__init__("counted__kind", choices, may_be_empty=False, label=_("Kind"))

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        own = Q()
        for kind in value:
            own |= self.kinds[Kind(kind)]
        return qs.filter(own)


class ProgrammeFilter(Filter):
    """Programmes, to which other projects belong, or the projects that are to be counted beside each other."""

    field_class = OnceChoiceField

    def __init__(self, **kwargs: Any) -> None:
        choices = [("", _("all")), ("yes", _("programmes only")), ("no", _("without programmes"))]
        super().__init__(choices=choices, **kwargs)

    def filter(self, qs: QuerySet[Any], value: Any) -> QuerySet[Any]:
        if not value:
            return qs
        belonging = Exists(AidProject.objects.filter(parent=OuterRef("pk"), state="published"))
        return qs.filter(belonging if value == "yes" else ~belonging)


class ProjectFilterSet(CountedFilterSet):
    q = SearchFilter(
        ("ref", "title_zh", "title_en", "description_zh", "description_en", "place_note", "place_note_en",
         *PLACE_TEXTS, *ENTERPRISE_TEXTS),
        label=_("Search"),
    )  # fmt: skip
    relationship = ChoicesFilter("relationship", Relationship.choices, label=_("Relationship"))
    status = ChoicesFilter("status", Status.choices, label=_("Status"))
    programme = ProgrammeFilter(label=_("Programmes"))
    parent = RefsFilter("parent", queryset=AidProject.objects.published(), label=_("Programme"))
    source = RefsFilter("source", queryset=Source.objects.published(), label=_("Source"))


class FigureFilterSet(CountedFilterSet):
    basis = ChoicesFilter("basis", Basis.choices, may_be_empty=False, label=_("Basis"))
    source = RefsFilter("source", queryset=Source.objects.published(), label=_("Source"))


class FundingFilterSet(FigureFilterSet):
    q = SearchFilter((*FIGURE_TEXTS, *PROJECT_TEXTS), label=_("Search"))
    project = RefsFilter("project", queryset=AidProject.objects.published(), label=_("Project"))
    kind = KindFilter(FUNDING_KINDS)
    relationship = ChoicesFilter("project__relationship", Relationship.choices, label=_("Relationship"))
    origin = ChoicesFilter("origin", Origin.choices, label=_("Origin"))
    terms = ChoicesFilter("terms", Terms.choices, label=_("Terms"))
    form = ChoicesFilter("form", Form.choices, label=_("Form"))
    stage = ChoicesFilter("stage", Stage.choices, label=_("Stage"))
    amount = StatedFilter("amount", label=_("Amount"))


class DonationFilterSet(FigureFilterSet):
    q = SearchFilter(
        (*FIGURE_TEXTS, "campaign", "campaign_en", "recipient", "recipient_en", "purpose", "purpose_en"),
        label=_("Search"),
    )
    payer = ChoicesFilter("payer", Payer.choices, label=_("Payer"))
    form = ChoicesFilter("form", Form.choices, label=_("Form"))
    amount = StatedFilter("amount", label=_("Amount"))


class PurchaseFilterSet(FigureFilterSet):
    q = SearchFilter((*FIGURE_TEXTS, "products", "products_en", "channel", "channel_en"), label=_("Search"))
    mode = ChoicesFilter("mode", Mode.choices, label=_("Mode"))
    kind = KindFilter(PURCHASE_KINDS)
    amount = StatedFilter("amount", label=_("Amount"))


class OutcomeFilterSet(FigureFilterSet):
    q = SearchFilter((*FIGURE_TEXTS, *PROJECT_TEXTS, "indicator__name_zh", "indicator__name_en"), label=_("Search"))
    indicator = RefsFilter("indicator", queryset=Indicator.objects.all(), label=_("Indicator"))
    project = RefsFilter("project", queryset=AidProject.objects.published(), label=_("Project"))
    relationship = ChoicesFilter("project__relationship", Relationship.choices, label=_("Relationship"))
    concept = ChoicesFilter("concept", Concept.choices, label=_("Statistical concept"))
    value = StatedFilter("value", label=_("Value"))
