from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import kept_history
from projects.models.rules import Rule


class Office(models.Model):
    """How the assistance office works: one row."""

    four_eyes = models.BooleanField(
        _("four eyes"),
        default=True,
        help_text=_(
            "Whoever entered a record cannot publish it. Switched off, for an office of one person, "
            "the history says of each publication that nobody else looked at it."
        ),
    )

    history = kept_history()

    class Meta:
        verbose_name = _("office rules")
        verbose_name_plural = _("office rules")
        constraints = [
            Rule(name="office_is_one", condition=models.Q(id=1), violation_error_message=_("There is one office."))
        ]

    def __str__(self) -> str:
        return str(_("office rules"))

    @classmethod
    def rules(cls) -> "Office":
        return cls.objects.first() or cls(pk=1)
