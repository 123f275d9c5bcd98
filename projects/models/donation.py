from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.fields import MoneyField
from projects.models.enterprise import Enterprise
from projects.models.figure import Form, Kind, SharedFigure, figure_constraints
from projects.models.history import kept_history
from projects.models.indexes import filtered_by, sorted_by, sorted_by_quantity


class Payer(models.TextChoices):
    ENTERPRISE = "enterprise", _("the enterprise")
    EMPLOYEES = "employees", _("employees")


class Donation(SharedFigure):
    """Money or goods given away."""

    ref_prefix = "d"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="donations", verbose_name=_("enterprise"))
    amount = MoneyField(
        _("amount"),
        null=True,
        blank=True,
        help_text=_("In yuan, or as written: 979.4万元. Leave it empty where not stated."),
    )
    payer = models.CharField(
        _("payer"),
        max_length=10,
        choices=Payer,
        blank=True,
        help_text=_("What staff collected is not the enterprise's money."),
    )
    campaign = models.CharField(_("campaign"), max_length=200, blank=True)
    campaign_en = models.CharField(_("campaign in English"), max_length=200, blank=True)
    recipient = models.CharField(_("recipient"), max_length=200, blank=True)
    recipient_en = models.CharField(_("recipient in English"), max_length=200, blank=True)
    purpose = models.CharField(_("purpose"), max_length=300, blank=True)
    purpose_en = models.CharField(_("purpose in English"), max_length=300, blank=True)
    form = models.CharField(_("form"), max_length=10, choices=Form, blank=True)

    history = kept_history(m2m_fields=["villages"])

    class Meta:
        verbose_name = _("donation")
        verbose_name_plural = _("donations")
        ordering = ["ref"]
        constraints = figure_constraints("donation")
        indexes = [
            *sorted_by("donation", "basis", "payer"),
            *sorted_by_quantity("donation", "amount"),
            *filtered_by("donation", "form"),
        ]

    @property
    def kind(self) -> Kind:
        return Kind.DONATIONS

    def giver(self) -> Enterprise | None:
        return self.enterprise if self.enterprise_id else None
