"""Where something went, and when: the two things a figure may take from what it belongs to."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from projects.models.region import Region
    from projects.models.village import Village

NO_FIRST_YEAR = 0
"""Stands for “reaches back without limit” wherever years are compared."""
NO_LAST_YEAR = 9999


@dataclass(frozen=True)
class Places:
    """Named villages, or a region whose villages are not named, or (neither) not stated."""

    villages: "tuple[Village, ...]" = ()
    region: "Region | None" = None

    def __bool__(self) -> bool:
        return bool(self.villages) or self.region is not None

    def lie_within(self, whole: "Places") -> bool:
        """Whether these places can be part of the whole's. Unknown places can be anywhere."""
        if not self or not whole:
            return True
        if whole.villages:
            return bool(self.villages) and {v.pk for v in self.villages} <= {v.pk for v in whole.villages}
        code = whole.region.code if whole.region else ""
        positions = [v.position or v.region_id for v in self.villages] or [self.region.code if self.region else ""]
        return all(position.startswith(code) for position in positions)


@dataclass(frozen=True)
class Period:
    """Inclusive years."""

    year_from: int = NO_FIRST_YEAR
    year_to: int = NO_LAST_YEAR

    def lies_within(self, whole: "Period") -> bool:
        return whole.year_from <= self.year_from <= self.year_to <= whole.year_to


def refuse_elsewhere(record: Any) -> None:
    """Raise ValidationError for a region that does not hold all villages named beside it: these alone count."""
    if record.region_id is None:
        return
    within = Places(region=record.region)
    villages = record.own_places().villages
    if elsewhere := [f"{village}" for village in villages if not Places(villages=(village,)).lie_within(within)]:
        raise ValidationError(
            {"region": _("%(region)s does not hold these villages: %(villages)s. Empty it, or name others.")
             % {"region": record.region, "villages": "; ".join(elsewhere[:5])}}
        )  # fmt: skip
