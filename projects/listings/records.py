"""The lists of records that are not counted themselves."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, Q, QuerySet, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from projects.counting import bound_rows, village_bounds
from projects.fields import HundredthsField
from projects.filters.records import AwardFilterSet, EnterpriseFilterSet, SourceFilterSet, VillageFilterSet
from projects.listings import common
from projects.listings.base import PREFIX, Listing, Query
from projects.listings.columns import Column, FieldKind
from projects.listings.common import bilingual, choice, text
from projects.models import Award, AwardLevel, CountedVillage, Enterprise, Kind, Language, Source, Village, VillageKind


def bound(which: int, stored: str, figures: Q) -> Callable[[Query], Any]:
    """The lower (0) or upper (1) bound of each village alone, under the filter's years, enterprise and measure."""

    def expression(query: Query) -> Any:
        if query.asks_for_all():
            return Coalesce(F(stored), Value(0), output_field=HundredthsField())
        return village_bounds(figures & query.filterset.figures(), query.selection)[which]

    return expression


def parts(which: int, figures: Q) -> Callable[[Query], QuerySet[CountedVillage]]:
    """The rows that this bound is the sum of."""
    return lambda query: bound_rows(figures & query.filterset.figures(), query.selection)[which]


def bounds(key: str, lower: Any, upper: Any, kind: FieldKind, nothing: Any, figures: Q) -> list[Column]:
    if_nothing = (f"{key}_upper", nothing)
    return [
        Column(f"{key}_lower", lower, kind, bound(0, f"bounds__{key}_lower", figures), order=f"{PREFIX}{key}_lower",
               stored=f"bounds__{key}_lower", made_of=parts(0, figures), if_nothing=if_nothing,
               help=_("What certainly reached this village alone. Zero also where nothing is stated.")),
        Column(f"{key}_upper", upper, kind, bound(1, f"bounds__{key}_upper", figures), order=f"{PREFIX}{key}_upper",
               stored=f"bounds__{key}_upper", made_of=parts(1, figures), if_nothing=if_nothing,
               help=_("What may have reached it, shared sums included; zero also where nothing is stated. "
                      "Never add this column up.")),
    ]  # fmt: skip


VILLAGES = Listing(
    key="villages",
    label=_("Villages"),
    intro=_("What reached each village: at least, and at most where a sum is shared with others."),
    model=Village,
    filterset=VillageFilterSet,
    default_order="-funding_upper",
    columns=[
        common.named("villages"),
        choice("kind", _("Kind"), VillageKind.choices, under="ref"),
        text("code", _("Statistical code"), under="ref", order="position"),
        Column("latitude", _("Latitude"), FieldKind.DEGREES, "latitude", under="region",
               help=_("Degrees north, WGS 84.")),
        Column("longitude", _("Longitude"), FieldKind.DEGREES, "longitude", under="region",
               help=_("Degrees east, WGS 84.")),
        *common.notes("ref"),
        Column("region", _("Region"), FieldKind.REF, "region__code", names=("region__name_zh", "region__name_en"),
               link="regions", order="region__code"),
        *bounds("funding", _("Funding, at least"), _("Funding, at most"), FieldKind.MONEY,
                _("no amount stated"), Q(kind=Kind.FUNDING)),
        *bounds("households_lifted", _("Households lifted out of poverty, at least"),
                _("Households lifted out of poverty, at most"), FieldKind.QUANTITY,
                _("no number stated"), Q(indicator__ref="households_lifted")),
    ],
)  # fmt: skip

ENTERPRISES = Listing(
    key="enterprises",
    label=_("Enterprises"),
    intro=_("Enterprises that give, buy or run projects."),
    model=Enterprise,
    filterset=EnterpriseFilterSet,
    default_order="ref",
    columns=[
        common.named("enterprises"),
        *common.notes("ref"),
        common.link("parent", _("Parent enterprise"), "enterprises", "parent", ("name_zh", "name_en")),
        text("aliases", _("Other names"), holds_names=True),
        text("uscc", _("Unified social credit code"), order="uscc"),
    ],
)

AWARDS = Listing(
    key="awards",
    label=_("Awards"),
    intro=_("Awards for assistance work, and who granted them."),
    model=Award,
    filterset=AwardFilterSet,
    default_order="-year",
    columns=[
        common.named("awards", "title_zh", "title_en"),
        *common.notes("ref"),
        common.enterprise("enterprise"),
        Column("year", _("Year"), FieldKind.YEAR, "year", order="year"),
        *bilingual("granting_bodies", _("Granting bodies"), holds_names=True),
        choice("level", _("Level"), AwardLevel.choices, under="granting_bodies", order="level"),
        *common.origin_of_row(),
    ],
)

SOURCES = Listing(
    key="sources",
    label=_("Sources"),
    intro=_("The documents every figure on this site is taken from."),
    model=Source,
    filterset=SourceFilterSet,
    default_order="-published_on",
    columns=[
        common.named("sources", "title", "title_en"),
        *common.notes("ref"),
        *bilingual("publisher", _("Publisher"), order="publisher"),
        Column("published_on", _("Published on"), FieldKind.DATE, "published_on", order="published_on"),
        choice("language", _("Language"), Language.choices),
        Column("url", _("Address"), FieldKind.URL, "url"),
    ],
)
