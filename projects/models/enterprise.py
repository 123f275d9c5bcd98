from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import Named, Noted, Record
from projects.models.history import kept_history
from projects.models.indexes import sorted_by
from projects.models.rules import Rule


class Enterprise(Named, Noted, Record):
    ref_prefix = "e"

    uscc = models.CharField(
        _("unified social credit code"),
        max_length=18,
        blank=True,
        help_text=_("18 characters. One that breaks GB 32100 is kept, with a warning: such codes have been issued."),
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="subsidiaries", verbose_name=_("parent enterprise")
    )
    aliases = models.TextField(_("other names"), blank=True, help_text=_("Older or shorter names, separated by “;”."))

    history = kept_history()

    class Meta:
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        ordering = ["ref"]
        indexes = sorted_by("enterprise", "uscc")
        constraints = [
            Rule(
                name="enterprise_not_its_own_parent",
                condition=~models.Q(parent=models.F("id")),
                violation_error_message=_("An enterprise cannot be its own parent."),
            )
        ]

    def clean(self) -> None:
        self.uscc = self.uscc.strip().upper()
        super().clean()
        seen = {self.pk} if self.pk else set()
        above = self.parent
        while above is not None:
            if above.pk in seen:
                raise ValidationError(
                    {"parent": _("%(parent)s already belongs to %(name)s.") % {"parent": self.parent, "name": self}}
                )
            seen.add(above.pk)
            above = above.parent

    def relies_on(self) -> Iterable[Record | None]:
        return (self.parent,)

    def relied_on_by(self) -> Iterable[models.QuerySet[Any]]:
        return (self.subsidiaries.all(), self.aidprojects.all(), self.fundings.all(), self.donations.all(),
                self.purchases.all(), self.awards.all())  # fmt: skip
