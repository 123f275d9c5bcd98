from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.fields import MoneyField
from projects.models.enterprise import Enterprise
from projects.models.figure import Kind, SharedFigure, figure_constraints
from projects.models.history import kept_history
from projects.models.indexes import sorted_by, sorted_by_quantity


class Mode(models.TextChoices):
    PURCHASE = "purchase", _("direct purchase")
    ASSISTED_SALE = "assisted_sale", _("assisted sale")


class Purchase(SharedFigure):
    """Goods bought from poor places, or sold with the enterprise's help: an exchange, not a gift.

    Its places are where the goods come from.
    """

    ref_prefix = "b"

    enterprise = models.ForeignKey(Enterprise, models.PROTECT, related_name="purchases", verbose_name=_("enterprise"))
    amount = MoneyField(
        _("amount"),
        null=True,
        blank=True,
        help_text=_("In yuan, or as written: 979.4万元. Leave it empty where not stated."),
    )
    mode = models.CharField(_("mode"), max_length=15, choices=Mode, blank=True)
    products = models.CharField(_("products"), max_length=300, blank=True)
    products_en = models.CharField(_("products in English"), max_length=300, blank=True)
    channel = models.CharField(_("channel"), max_length=200, blank=True)
    channel_en = models.CharField(_("channel in English"), max_length=200, blank=True)

    history = kept_history(m2m_fields=["villages"])

    class Meta:
        verbose_name = _("purchase")
        verbose_name_plural = _("purchases")
        ordering = ["ref"]
        constraints = figure_constraints("purchase")
        indexes = [*sorted_by("purchase", "basis", "mode"), *sorted_by_quantity("purchase", "amount")]

    @property
    def kind(self) -> Kind:
        return Kind.ASSISTED_SALES if self.mode == Mode.ASSISTED_SALE else Kind.PURCHASES

    def giver(self) -> Enterprise | None:
        return self.enterprise if self.enterprise_id else None
