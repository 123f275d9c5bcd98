"""Records that are not published yet and might change a form once they are."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from projects.models import AidProject, Award, Donation, Enterprise, Funding, Outcome, Purchase, State


@dataclass(frozen=True)
class Unpublished:
    model: type[Any]
    count: int

    @property
    def label(self) -> str:
        return str(self.model._meta.verbose_name_plural)


def unpublished(enterprise: Enterprise, year: int) -> list[Unpublished]:
    """Those of the enterprise that do not say they belong to other years than this and the one before."""
    may_reach_back = Q(year_to__gte=year - 1) | Q(year_to__isnull=True)
    in_time = (Q(year_from__lte=year) | Q(year_from__isnull=True)) & may_reach_back
    own, of_project = Q(enterprise=enterprise), Q(project__enterprise=enterprise)
    asked: list[tuple[type[Any], Q]] = [
        (AidProject, own & in_time),
        (Funding, (own | (of_project & Q(enterprise__isnull=True))) & in_time),
        (Donation, own & in_time),
        (Purchase, own & in_time),
        (Outcome, of_project & in_time),
        (Award, own & Q(year__in=(year, year - 1))),
    ]
    counted = (Unpublished(model, _waiting(model, kept)) for model, kept in asked)
    return [found for found in counted if found.count]


def _waiting(model: type[Any], kept: Q) -> int:
    return int(model._default_manager.filter(kept).exclude(state=State.PUBLISHED).count())
