from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.fields import MoneyField
from projects.models.aid_project import AidProject
from projects.models.enterprise import Enterprise
from projects.models.figure import Figure, Form, Kind, figure_constraints
from projects.models.history import kept_history
from projects.models.indexes import filtered_by, reminded_by, sorted_by, sorted_by_quantity
from projects.models.places import Places
from projects.models.rules import Rule


class Stage(models.TextChoices):
    PAID = "paid", _("paid")
    COMMITTED = "committed", _("committed")


class Origin(models.TextChoices):
    OWN = "own", _("own funds")
    MOBILISED = "mobilised", _("mobilised from others")


class Terms(models.TextChoices):
    GRANT = "grant", _("non-repayable")
    REPAYABLE = "repayable", _("repayable")


class Funding(Figure):
    """Money put into a project."""

    ref_prefix = "f"

    project = models.ForeignKey(AidProject, models.PROTECT, related_name="fundings", verbose_name=_("project"))
    amount = MoneyField(
        _("amount"),
        null=True,
        blank=True,
        help_text=_("In yuan, or as written: 979.4万元. Leave it empty where not stated."),
    )
    enterprise = models.ForeignKey(
        Enterprise,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fundings",
        verbose_name=_("enterprise"),
        help_text=_("Only where it is another than the project's."),
    )
    village = models.ForeignKey(
        "projects.Village",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="fundings",
        verbose_name=_("village"),
        help_text=_("Only where this sum went to this one village. Otherwise it went where its project did."),
    )
    stage = models.CharField(
        _("stage"),
        max_length=10,
        choices=Stage,
        blank=True,
        help_text=_("A commitment is never added to what was paid."),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=Origin, blank=True)
    due_on = models.DateField(
        _("promised for"),
        null=True,
        blank=True,
        help_text=_("The day by which a commitment is to be paid: the first page reminds of it until it is emptied."),
    )
    terms = models.CharField(_("terms"), max_length=10, choices=Terms, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=Form, blank=True)

    history = kept_history()

    class Meta:
        verbose_name = _("funding")
        verbose_name_plural = _("funding")
        ordering = ["ref"]
        constraints = [
            *figure_constraints("funding"),
            Rule(
                name="funding_due_is_committed",
                condition=models.Q(due_on__isnull=True) | models.Q(stage=Stage.COMMITTED),
                violation_error_message=_("Only a commitment is promised for a day: set the stage, or empty the day."),
            ),
        ]
        indexes = [
            *sorted_by("funding", "basis"),
            *sorted_by_quantity("funding", "amount"),
            *filtered_by("funding", "origin", "form", "terms", "stage"),
            reminded_by("funding"),
        ]

    @property
    def kind(self) -> Kind:
        if self.stage == Stage.COMMITTED:
            return Kind.COMMITMENTS
        return Kind.MOBILISED if self.origin == Origin.MOBILISED else Kind.FUNDING

    def own_places(self) -> Places:
        return Places(villages=(self.village,) if self.village else ())

    def stated_project(self) -> AidProject | None:
        return self.project if self.project_id else None

    def giver(self) -> Enterprise | None:
        return self.enterprise or (self.project.enterprise if self.project_id else None)
