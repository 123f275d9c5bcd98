"""A figure: one stored quantity with a source. How figures are added: projects/counting."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects import formatting
from projects.models import family
from projects.models.base import Noted, Record, Sourced, located_when_published, year_field, years_in_order
from projects.models.places import NO_FIRST_YEAR, NO_LAST_YEAR, Period, Places, refuse_elsewhere
from projects.models.rules import Rule

if TYPE_CHECKING:
    from projects.models.aid_project import AidProject
    from projects.models.enterprise import Enterprise
    from projects.models.village import Village


class Kind(models.TextChoices):
    """What is added with what. Kinds are never added to each other, nor one outcome indicator to another."""

    FUNDING = "funding", _("funding")
    MOBILISED = "mobilised", _("mobilised funding")
    COMMITMENTS = "commitments", _("commitments")
    DONATIONS = "donations", _("donations")
    PURCHASES = "purchases", _("purchases")
    ASSISTED_SALES = "assisted_sales", _("assisted sales")
    OUTCOME = "outcome", _("outcome")
    PROJECT = "project", _("project")


class Basis(models.TextChoices):
    REPORTED = "reported", _("reported")
    RECORDED = "recorded", _("recorded")


class Form(models.TextChoices):
    CASH = "cash", _("cash")
    IN_KIND = "in_kind", _("in kind")


class Figure(Noted, Sourced, Record):
    quantity_field: ClassVar[str] = "amount"
    pending_villages: "Sequence[Village] | None" = None
    """The villages about to be stored, set by whoever validates before saving."""
    known_parts: "Sequence[Self] | None" = None
    """Its parts, where whoever validates many figures has them all at hand."""
    known_successors: "Sequence[Self] | None" = None
    """The same of those that replace it."""
    summed: "set[int] | None" = None
    """Keys of figures whose parts need not be added up again, shared by those validated together."""

    year_from = year_field(_("first year"), help_text=_("Left empty, the figure reaches back without limit."))
    year_to = year_field(
        _("last year"), help_text=_("Left empty, it is the year of “as of”, else of the source's publication.")
    )
    as_of = models.DateField(_("as of"), null=True, blank=True, help_text=_("The day up to which the figure counts."))
    basis = models.CharField(
        _("basis"),
        max_length=10,
        choices=Basis,
        default=Basis.REPORTED,
        help_text=_("Reported: a document claims it. Recorded: an entry in the office's own ledger, with a voucher."),
    )
    part_of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
        help_text=_(
            "The larger figure this one is contained in (“of which”), or the reported sum this ledger entry "
            "substantiates. The larger figure then counts only what is left of it."
        ),
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        help_text=_("The older figure this one restates, such as last year's cumulative sum. It is no longer counted."),
    )
    may_overlap = models.BooleanField(
        _("may overlap"),
        default=False,
        help_text=_("The source leaves open whether this is already contained in another figure."),
    )
    as_written = models.CharField(
        _("as written"),
        max_length=100,
        blank=True,
        help_text=_("The wording of the quantity in the source: 979.4万元."),
    )

    if TYPE_CHECKING:  # Django adds these; the type checker knows them only of concrete models
        part_of_id: int | None
        replaces_id: int | None

    class Meta:
        abstract = True

    # What each concrete figure says about itself.

    @property
    def kind(self) -> Kind:
        raise NotImplementedError

    @property
    def adds_with(self) -> tuple[object, ...]:
        """Two figures may be added, contain or replace each other only where this is equal."""
        return (self.kind,)

    def own_places(self) -> Places:
        raise NotImplementedError

    def stated_project(self) -> "AidProject | None":
        return None

    def giver(self) -> "Enterprise | None":
        """The enterprise whose effort the figure is, where known."""
        raise NotImplementedError

    # What follows for all of them.

    @property
    def quantity(self) -> Decimal | None:
        value = getattr(self, self.quantity_field)
        is_number = isinstance(value, Decimal) and value.is_finite()
        return value if is_number else None  # what is refused is reported by its field

    def in_words(self, quantity: Decimal | None) -> str:
        """A quantity as people read it, in this figure's unit."""
        return formatting.money(quantity)

    def __str__(self) -> str:
        return self.ref

    def wholes(self) -> "Iterator[Figure]":
        """What this figure is part of, from the nearest outwards. Ends before it would go round in a circle."""
        seen = {self.pk} if self.pk else set()
        whole: Figure | None = self.part_of
        while whole is not None and whole.pk not in seen:
            yield whole
            seen.add(whole.pk)
            whole = whole.part_of

    def resolved_places(self) -> Places:
        """Where the figure's remainder went: the first statement of its own, its whole's or its project's."""
        if places := self.own_places():
            return places
        whole, project = self.part_of, self.stated_project()
        if whole is not None and whole.stated_project() == project and (places := whole.resolved_places()):
            return places
        if project is not None and (places := project.resolved_places()):
            return places
        return whole.resolved_places() if whole is not None else Places()

    def resolved_period(self) -> Period:
        """Inclusive years. A part takes from its whole what it leaves open, and never outlasts it."""
        dated = self.as_of or (self.source.published_on if self.source else None)
        last = self.year_to or (dated.year if dated else NO_LAST_YEAR)
        if self.part_of is None:
            return Period(self.year_from or NO_FIRST_YEAR, last)
        whole = self.part_of.resolved_period()
        if not (self.year_from or self.year_to or self.as_of):
            return whole
        return Period(self.year_from or whole.year_from, self.year_to or min(last, whole.year_to))

    def clean(self) -> None:
        super().clean()
        family.refuse_circles(self)
        self._check_period()
        family.check(self)

    def _check_period(self) -> None:
        if self.year_from and self.resolved_period().year_to < self.year_from:
            raise ValidationError({"year_from": _("The first year is after the last year the figure can reach.")})

    def stored_parts(self) -> "Sequence[Self]":
        if self.known_parts is not None:
            return self.known_parts
        return list(self.parts.all()) if self.pk else []  # type: ignore[attr-defined]

    def stored_successors(self) -> "Sequence[Self]":
        """Those that replace it."""
        if self.known_successors is not None:
            return self.known_successors
        return list(self.replaced_by.all()) if self.pk else []  # type: ignore[attr-defined]

    def sum_of_parts(self) -> Decimal:
        return family.sum_of_parts(self, self)[0]

    def relies_on(self) -> Iterable[Record | None]:
        return (self.stated_project(), self.giver(), self.source, self.part_of, *self.own_places().villages)

    def relied_on_by(self) -> Iterable[models.QuerySet[Any]]:
        return (self.parts.all(),)  # type: ignore[attr-defined]


class SharedFigure(Figure):
    """A figure that names its own villages or region, and belongs to no project."""

    region = models.ForeignKey(
        "projects.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("region"),
        help_text=_("Where the source names no village, the smallest region it names."),
    )
    villages = models.ManyToManyField(
        "projects.Village",
        blank=True,
        related_name="%(class)ss",
        verbose_name=_("villages"),
        help_text=_("All villages that share the figure. What they share stays shared: no split is made."),
    )

    class Meta:
        abstract = True

    def stated_villages(self) -> "Sequence[Village]":
        if self.pending_villages is not None:
            return self.pending_villages
        return list(self.villages.all()) if self.pk else []

    def own_places(self) -> Places:
        if villages := tuple(self.stated_villages()):
            return Places(villages=villages)
        return Places(region=self.region)

    def clean(self) -> None:
        refuse_elsewhere(self)
        super().clean()


def figure_constraints(model: str, quantity_field: str = "amount") -> list[models.BaseConstraint]:
    dated = models.Q(year_from__isnull=False) | models.Q(year_to__isnull=False) | models.Q(as_of__isnull=False)
    return [
        located_when_published(model),
        years_in_order(model),
        Rule(
            name=f"{model}_quantity_not_negative",
            condition=models.Q(**{f"{quantity_field}__isnull": True}) | models.Q(**{f"{quantity_field}__gte": 0}),
            violation_error_message=_("An amount cannot be negative."),
        ),
        Rule(
            name=f"{model}_recorded_is_dated",
            condition=~models.Q(basis=Basis.RECORDED) | dated,
            violation_error_message=_("A recorded figure needs a year or a date."),
        ),
        Rule(
            name=f"{model}_not_part_of_itself",
            condition=~models.Q(part_of=models.F("id")),
            violation_error_message=_("A figure cannot be part of itself."),
        ),
        Rule(
            name=f"{model}_does_not_replace_itself",
            condition=~models.Q(replaces=models.F("id")),
            violation_error_message=_("A figure cannot replace itself."),
        ),
    ]


__all__ = ["Basis", "Figure", "Form", "Kind", "SharedFigure", "figure_constraints"]
