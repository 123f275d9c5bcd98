from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects import formatting
from projects.fields import HundredthsField
from projects.models.aid_project import AidProject
from projects.models.enterprise import Enterprise
from projects.models.figure import Figure, Kind, figure_constraints
from projects.models.history import kept_history
from projects.models.indexes import sorted_by, sorted_by_quantity
from projects.models.indicator import Aggregation, Indicator
from projects.models.places import Places, refuse_elsewhere


class Concept(models.TextChoices):
    """The statistical definition behind a level; levels of different concepts are never one series."""

    NET_INCOME = "net_income", _("net income per head")
    DISPOSABLE_INCOME = "disposable_income", _("disposable income per head")
    COLLECTIVE_INCOME = "collective_income", _("village collective income")
    OPERATING_SURPLUS = "operating_surplus", _("operating surplus of the village collective")
    OTHER = "other", _("another definition")


class Outcome(Figure):
    """What came of it: a number with an indicator."""

    ref_prefix = "o"
    quantity_field = "value"

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="outcomes", verbose_name=_("indicator"))
    value = HundredthsField(
        _("value"), null=True, blank=True, help_text=_("In the indicator's unit. Leave it empty where not stated.")
    )
    project = models.ForeignKey(
        AidProject, models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("project")
    )
    village = models.ForeignKey(
        "projects.Village", models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("village")
    )
    region = models.ForeignKey(
        "projects.Region", models.PROTECT, null=True, blank=True, related_name="outcomes", verbose_name=_("region")
    )
    concept = models.CharField(_("statistical concept"), max_length=20, choices=Concept, blank=True)

    history = kept_history()

    class Meta:
        verbose_name = _("outcome")
        verbose_name_plural = _("outcomes")
        ordering = ["ref"]
        constraints = figure_constraints("outcome", "value")
        indexes = [
            *sorted_by("outcome", "basis", "indicator"),
            *sorted_by_quantity("outcome", "value"),
            # Few indicators have a concept: those rows lie together, and far along an order of all indicators.
            models.Index(fields=["concept", "indicator", "id"], name="outcome_of_concept"),
        ]

    @property
    def kind(self) -> Kind:
        return Kind.OUTCOME

    @property
    def adds_with(self) -> tuple[object, ...]:
        return (self.kind, self.indicator_id)

    def in_words(self, quantity: Decimal | None) -> str:
        return formatting.quantity(quantity, self.indicator.unit_name)

    def own_places(self) -> Places:
        if self.village is not None:
            return Places(villages=(self.village,))
        return Places(region=self.region)

    def stated_project(self) -> AidProject | None:
        return self.project

    def giver(self) -> Enterprise | None:
        return self.project.enterprise if self.project else None

    def clean(self) -> None:
        if self.part_of and self.indicator_id and self.indicator.aggregation == Aggregation.NONE:
            raise ValidationError({"part_of": _("A level or a ratio has no parts.")})
        refuse_elsewhere(self)
        super().clean()
