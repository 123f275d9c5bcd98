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


Two = tuple[Any, Any]
"""What is said of the lower bound, and of the upper one."""


def bounds(key: str, labels: Two, helps: Two, kind: FieldKind, nothing: Any, figures: Q) -> list[Column]:
    return [
        Column(f"{key}_{name}", labels[which], kind, bound(which, f"bounds__{key}_{name}", figures),
               order=f"{PREFIX}{key}_{name}", stored=f"bounds__{key}_{name}", made_of=parts(which, figures),
               if_nothing=(f"{key}_upper", nothing), help=helps[which])
        for which, name in enumerate(("lower", "upper"))
    ]  # fmt: skip


FUNDING_HELPS = (
    _("What certainly reached this village alone. Zero also where nothing is stated."),
    _("What may have reached it, shared sums included; zero also where nothing is stated. Never add this column up."),
)
HOUSEHOLDS_HELPS = (
    _("Households that are certainly of this village alone. Zero also where nothing is stated."),
    _("Households that may be of this village, those of numbers shared with others included; zero also where nothing "
      "is stated. Never add this column up."),
)  # fmt: skip


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
        *bounds("funding", (_("Funding, at least"), _("Funding, at most")), FUNDING_HELPS, FieldKind.MONEY,
                _("no amount recorded"), Q(kind=Kind.FUNDING)),
        *bounds("households_lifted", (_("Households lifted out of poverty, at least"),
                _("Households lifted out of poverty, at most")), HOUSEHOLDS_HELPS, FieldKind.QUANTITY,
                _("no number recorded"), Q(indicator__ref="households_lifted")),
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
