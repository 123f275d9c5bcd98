"""The lists of what is counted."""

from django.utils.translation import gettext_lazy as _

from projects.filters.figures import (
    DonationFilterSet,
    FundingFilterSet,
    OutcomeFilterSet,
    ProjectFilterSet,
    PurchaseFilterSet,
)
from projects.listings import common
from projects.listings.base import Listing
from projects.listings.columns import Column, FieldKind
from projects.listings.common import bilingual, choice
from projects.models import (
    Aggregation,
    AidProject,
    Concept,
    Donation,
    Form,
    Funding,
    Kind,
    Mode,
    Origin,
    Outcome,
    Payer,
    Purchase,
    Relationship,
    Stage,
    Status,
    Terms,
)


def itself(kind: str, label: object) -> Column:
    return Column("ref", label, FieldKind.REF, "ref", link=kind, order="ref")


PROJECTS = Listing(
    key="projects",
    label=_("Projects"),
    intro=_("Assistance projects and the programmes they belong to."),
    model=AidProject,
    filterset=ProjectFilterSet,
    kinds=(Kind.PROJECT,),
    default_order="ref",
    columns=[
        common.named("projects", "title_zh", "title_en"),
        common.enterprise(under="ref"),
        common.link("parent", _("Programme"), "projects", "parent", ("title_zh", "title_en"), under="ref"),
        *bilingual("description", _("Description"), "description_zh", "description_en", "description_zh", under="ref"),
        *common.notes("ref"),
        common.measure(order="measure"),
        choice("relationship", _("Relationship"), Relationship.choices, under="measure", order="relationship"),
        choice("status", _("Status"), Status.choices, under="measure", order="status"),
        common.places(),
        Column("unnamed_villages", _("Villages not named"), FieldKind.INTEGER, "unnamed_villages", under="places"),
        *bilingual("place_note", _("Place as worded"), under="places"),
        common.bucket(),
        *common.years(),
        *common.origin_of_row(),
    ],
)

FUNDING = Listing(
    key="funding",
    label=_("Funding"),
    intro=_("Money put into projects. A sum shared by several villages is one row, never split."),
    model=Funding,
    filterset=FundingFilterSet,
    kinds=(Kind.FUNDING, Kind.MOBILISED, Kind.COMMITMENTS),
    default_order="-amount",
    columns=[
        itself("funding", _("Entry")),
        common.project(under="ref"),
        common.enterprise(under="ref"),
        *common.notes("ref"),
        *common.quantity("amount", _("Amount"), FieldKind.MONEY),
        common.kind(Kind.FUNDING, Kind.MOBILISED, Kind.COMMITMENTS, under="amount"),
        common.places(),
        common.bucket(),
        common.measure(under="places", order="counted__measure"),
        *common.years(),
        *common.relations("funding"),
        choice("stage", _("Stage"), Stage.choices, under="basis"),
        choice("origin", _("Origin"), Origin.choices, under="basis"),
        choice("terms", _("Terms"), Terms.choices, under="basis"),
        choice("form", _("Form"), Form.choices, under="basis"),
        *common.origin_of_row(),
    ],
)

DONATIONS = Listing(
    key="donations",
    label=_("Donations"),
    intro=_("Money and goods given away. What employees gave is not the enterprise's own money."),
    model=Donation,
    filterset=DonationFilterSet,
    kinds=(Kind.DONATIONS,),
    default_order="-amount",
    columns=[
        itself("donations", _("Entry")),
        *bilingual("campaign", _("Campaign"), under="ref"),
        common.enterprise(under="ref"),
        *common.notes("ref"),
        *common.quantity("amount", _("Amount"), FieldKind.MONEY),
        choice("payer", _("Payer"), Payer.choices, order="payer"),
        *bilingual("recipient", _("Recipient"), under="payer"),
        *bilingual("purpose", _("Purpose"), under="payer"),
        common.places(),
        common.bucket(),
        *common.years(),
        *common.relations("donations"),
        choice("form", _("Form"), Form.choices, under="basis"),
        *common.origin_of_row(),
    ],
)

PURCHASES = Listing(
    key="purchases",
    label=_("Purchases"),
    intro=_("Goods bought from assisted places, and sales helped along: an exchange, never added to aid."),
    model=Purchase,
    filterset=PurchaseFilterSet,
    kinds=(Kind.PURCHASES, Kind.ASSISTED_SALES),
    default_order="-amount",
    columns=[
        itself("purchases", _("Entry")),
        *bilingual("products", _("Products"), under="ref"),
        common.enterprise(under="ref"),
        *common.notes("ref"),
        *common.quantity("amount", _("Amount"), FieldKind.MONEY),
        common.kind(Kind.PURCHASES, Kind.ASSISTED_SALES, under="amount"),
        choice("mode", _("Mode"), Mode.choices, order="mode"),
        *bilingual("channel", _("Channel"), under="mode"),
        common.places(),
        common.bucket(),
        *common.years(),
        *common.relations("purchases"),
        *common.origin_of_row(),
    ],
)

OUTCOMES = Listing(
    key="outcomes",
    label=_("Outcomes"),
    intro=_("What came of it: households lifted out of poverty, things built, income per head."),
    model=Outcome,
    filterset=OutcomeFilterSet,
    kinds=(Kind.OUTCOME,),
    default_order="indicator",
    columns=[
        itself("outcomes", _("Entry")),
        Column("indicator", _("Indicator"), FieldKind.REF, "indicator__ref",
               names=("indicator__name_zh", "indicator__name_en"), order="indicator"),
        Column("aggregation", _("How it adds up"), FieldKind.CHOICE, "indicator__aggregation",
               dict(Aggregation.choices), under="indicator"),
        choice("concept", _("Statistical concept"), Concept.choices, under="indicator"),
        common.project(under="ref"),
        common.enterprise(under="ref"),
        *common.notes("ref"),
        *common.quantity("value", _("Value"), FieldKind.QUANTITY),
        *bilingual("unit", _("Unit"), source="indicator__unit", under="value"),
        common.places(),
        common.bucket(),
        common.measure(under="places"),
        *common.years(),
        *common.relations("outcomes"),
        *common.origin_of_row(),
    ],
)  # fmt: skip
