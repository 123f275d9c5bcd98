"""The rules between figures that contain or replace each other."""

from collections.abc import Sequence
from copy import copy
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from projects.amounts import last_digit

if TYPE_CHECKING:
    from projects.models.aid_project import AidProject
    from projects.models.figure import Figure

ELSEWHERE = _("This went to places that %s did not go to.")


def refuse_circles(figure: "Figure") -> None:
    for field in ("part_of", "replaces"):
        seen: set[int | None] = {figure.pk} if figure.pk else set()
        other = getattr(figure, field)
        while other is not None:
            if other.pk in seen:
                raise ValidationError(
                    {
                        field: _("%(other)s already leads back to %(ref)s.")
                        % {"other": getattr(figure, field), "ref": figure.ref}
                    }
                )
            seen.add(other.pk)
            other = getattr(other, field)


def check(figure: "Figure") -> None:
    """Raise ValidationError for a figure that does not fit, as it is about to be saved, to those it is tied to."""
    if figure.part_of is not None and (misfit := _misfit(figure, figure.part_of)):
        raise ValidationError({"part_of": misfit % figure.part_of})
    _check_parts(figure)
    if figure.replaces is not None:
        if why := _cannot_replace(figure, figure.replaces):
            raise ValidationError({"replaces": why})
        _check_sums(figure.replaces, figure)  # it is counted again where this is no longer published
    for later in figure.stored_successors():
        later.replaces = figure
        if why := _cannot_replace(later, figure):
            raise ValidationError(f"{later}: {why}")
    _check_sums(figure, figure)


def check_removal(figure: "Figure") -> None:
    """Raise ValidationError where what the figure replaces would, counted again, exceed its whole."""
    if figure.replaces is not None:
        gone = copy(figure)
        gone.part_of = gone.replaces = None
        _check_sums(figure.replaces, gone, only_public=True)


def check_moved(project: "AidProject") -> None:
    """Raise ValidationError where parts would lie outside their whole once the project is where it is about to be."""
    for figures in (project.fundings, project.outcomes):
        of_project = Q(project=project) | Q(part_of__project=project)
        for part in figures.model._default_manager.filter(of_project, part_of__isnull=False).select_related("part_of"):
            for figure in (part, *part.wholes()):
                if figure.project_id == project.pk:
                    figure.project = project
            if not part.resolved_places().lie_within(part.part_of.resolved_places()):
                raise ValidationError(f"{part}: {ELSEWHERE % part.part_of}")
    for child in project.children.all():
        child.parent = project
        if not child.own_places():
            check_moved(child)


def sum_of_parts(whole: "Figure", edited: "Figure", *, is_public: bool = False) -> tuple[Decimal, Decimal]:
    """What the parts add up to, and how far rounding may carry that above the whole.

    `edited` is taken as it is about to be saved. `is_public`: as totals count now, not once all is published.
    """
    total = tolerance = Decimal(0)
    for part in _standing_parts(whole, edited, is_public=is_public):
        if part.quantity is None or (is_public and not part.is_published):
            amount, slack = sum_of_parts(part, edited, is_public=is_public)
        else:
            amount = part.quantity
            slack = max(last_digit(part.as_written), last_digit(whole.as_written)) / 2
        total, tolerance = total + amount, tolerance + slack
    return total, tolerance


def _misfit(part: "Figure", whole: "Figure") -> Any:
    """Why one cannot be part of the other, to be completed with it; None if it can."""
    if whole.adds_with != part.adds_with:
        return _("A part is of the same kind as its whole; %s is another.")
    if not part.resolved_places().lie_within(whole.resolved_places()):
        return ELSEWHERE
    if not part.resolved_period().lies_within(whole.resolved_period()):
        return _("This covers years that %s does not cover.")
    return None


def _check_parts(whole: "Figure") -> None:
    """What is part of it already still fits into it as it is about to be saved."""
    for part in whole.stored_parts():
        part.part_of = whole
        if misfit := _misfit(part, whole):
            raise ValidationError(f"{part}: {misfit % whole}")
        _check_parts(part)


def _cannot_replace(later: "Figure", older: "Figure") -> Any:
    """Why one cannot replace the other; None if it can."""
    if older.adds_with != later.adds_with:
        return _("A figure replaces one of its own kind; %s is another.") % older
    if older in later.wholes():
        return _("This is part of %s and cannot replace it.") % older
    outer = later.part_of
    if older.part_of and outer != older.part_of and (outer is None or outer.replaces != older.part_of):
        return _("%(older)s is part of %(whole)s: this must be part of it too.") % {
            "older": older, "whole": older.part_of
        }  # fmt: skip
    return None


def _standing_parts(whole: "Figure", edited: "Figure", *, is_public: bool) -> "Sequence[Figure]":
    if not whole.pk:
        return []
    parts: list[Figure] = [part for part in whole.stored_parts() if part.pk != edited.pk]
    if edited.part_of is not None and edited.part_of.pk == whole.pk:
        parts.append(edited)
    replaced = {part.replaces_id for part in parts if part.is_published or not is_public}
    return [part for part in parts if part.pk is None or part.pk not in replaced]


def _check_sums(figure: "Figure", edited: "Figure", *, only_public: bool = False) -> None:
    """Its parts, and those of what it is part of, add up to no more than their whole: now, and once all are public."""
    checked = [figure]
    for whole in figure.wholes():
        checked.append(whole)
        if whole.quantity is not None and whole.is_published:
            break
    for whole in checked:
        if edited.summed is not None:
            if whole.pk in edited.summed:
                continue
            edited.summed.add(whole.pk)
        _check_sum(whole, edited, is_public=True)
        if not only_public:
            _check_sum(whole, edited, is_public=False)


def _check_sum(whole: "Figure", edited: "Figure", *, is_public: bool) -> None:
    if whole.quantity is None or (is_public and not whole.is_published):
        return
    total, tolerance = sum_of_parts(whole, edited, is_public=is_public)
    if total > whole.quantity + tolerance:
        raise ValidationError(
            {
                whole.quantity_field: _("The parts of %(ref)s add up to %(total)s, more than its %(whole)s.")
                % {
                    "ref": whole.ref or _("this figure"),
                    "total": whole.in_words(total),
                    "whole": whole.in_words(whole.quantity),
                }
            }
        )
