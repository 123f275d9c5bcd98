"""What certainly and possibly reached one village, counted record by record."""

from decimal import Decimal

from django.db.models import Q

from projects.models import Funding, Kind, State, Village


def village_bounds(ref: str, years: tuple[int, int] | None = None) -> tuple[Decimal, Decimal]:
    village = Village.objects.get(ref=ref)
    first, last = years or (0, 9999)
    lower = upper = Decimal(0)
    about = Funding.objects.filter(
        Q(village=village) | Q(project__villages=village) | Q(project__parent__villages=village)
    )
    for funding in about.filter(state=State.PUBLISHED).distinct():
        if funding.kind != Kind.FUNDING or funding.quantity is None or _is_replaced(funding):
            continue
        places = {named.pk for named in funding.resolved_places().villages}
        period = funding.resolved_period()
        if village.pk not in places or period.year_to < first or period.year_from > last:
            continue
        remainder = funding.quantity - _parts(funding)
        upper += remainder
        if len(places) == 1 and not funding.may_overlap and first <= period.year_from and period.year_to <= last:
            lower += remainder
    return lower, upper


def _is_replaced(funding: Funding) -> bool:
    family = [funding.pk, *(whole.pk for whole in funding.wholes())]
    return Funding.objects.filter(replaces__in=family, state=State.PUBLISHED).exists()


def _parts(whole: Funding) -> Decimal:
    total = Decimal(0)
    for part in whole.parts.all():
        if _is_replaced(part):
            continue
        stands = part.state == State.PUBLISHED and part.quantity is not None
        total += (part.quantity or Decimal(0)) if stands else _parts(part)
    return total
