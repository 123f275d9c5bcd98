"""Checks that look at one record, and at what it refers to."""

from typing import Any

from projects import uscc
from projects.amounts import amount_of, is_unit_slip
from projects.models import Aggregation, Measure

Facts = dict[str, str]


def unit_slip(figure: Any) -> Facts | None:
    wording = _differing_wording(figure)
    if wording is None or not is_unit_slip(wording, figure.quantity):
        return None
    return _amount(figure)


def other_wording(figure: Any) -> Facts | None:
    wording = _differing_wording(figure)
    if wording is None or is_unit_slip(wording, figure.quantity):
        return None
    return _amount(figure)


def _differing_wording(figure: Any) -> Any:
    wording = amount_of(figure.as_written)
    return wording if wording is not None and figure.quantity not in (None, wording) else None


def _amount(figure: Any) -> Facts:
    return {"wording": figure.as_written, "amount": f"{figure.quantity:f}"}


def falls(figure: Any) -> Facts | None:
    older, quantity = figure.replaces, figure.quantity
    if older is None or quantity is None or older.quantity is None or quantity >= older.quantity:
        return None
    return {"older": older.ref, "amount": f"{quantity:f}", "before": f"{older.quantity:f}"}


def rounding(figure: Any) -> Facts | None:
    if figure.quantity is None:
        return None
    parts = figure.sum_of_parts()
    return {"parts": f"{parts:f}", "amount": f"{figure.quantity:f}"} if parts > figure.quantity else None


def undated(figure: Any) -> Facts | None:
    is_dated = figure.year_to or figure.as_of or figure.part_of_id
    if is_dated or figure.quantity is None or figure.source is None:
        return None
    return {"year": str(figure.source.published_on.year)} if figure.source.published_on else None


def after_source(figure: Any) -> Facts | None:
    published = figure.source.published_on if figure.source else None
    if published is None:
        return None
    until = figure.as_of.isoformat() if figure.as_of else str(figure.year_to or "")
    is_later = figure.as_of > published if figure.as_of else bool(figure.year_to and figure.year_to > published.year)
    return {"until": until, "published": published.isoformat()} if is_later else None


def outdated(figure: Any) -> Facts | None:
    """The year before is usual: reports tell of it."""
    published = figure.source.published_on if figure.source else None
    year = figure.year_to or (figure.as_of.year if figure.as_of else None)
    if published is None or year is None or year >= published.year - 1:
        return None
    return {"year": str(year), "published": published.isoformat()}


def consumption(funding: Any) -> Facts | None:
    return {} if funding.project_id and funding.project.measure == Measure.CONSUMPTION else None


def without_concept(outcome: Any) -> Facts | None:
    is_level = outcome.indicator_id and outcome.indicator.aggregation == Aggregation.NONE
    return {} if is_level and not outcome.concept else None


def without_body(award: Any) -> Facts | None:
    return None if award.granting_bodies.strip() else {}


def bad_uscc(enterprise: Any) -> Facts | None:
    return {"code": enterprise.uscc} if enterprise.uscc and not uscc.is_valid(enterprise.uscc) else None
