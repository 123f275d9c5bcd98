"""What a check before publication found, and what was answered to it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.history import kept_history


class Finding(models.Model):
    """A record that one check would have somebody look at. It is there as long as the check finds it."""

    check_key = models.CharField(_("check"), max_length=20, editable=False)
    model = models.CharField(_("kind"), max_length=20, editable=False)
    record_id = models.BigIntegerField(editable=False)
    ref = models.CharField(_("ref"), max_length=64, editable=False)
    facts = models.JSONField(default=dict, editable=False)
    """What it rests on. An answer stands for these facts: with others the question is a new one."""
    answer = models.CharField(
        _("known, because"),
        max_length=500,
        blank=True,
        help_text=_("Why the record is right as it is. The answer stands until what was found changes."),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("answered by"),
    )
    found_at = models.DateTimeField(_("found at"), auto_now_add=True)

    history = kept_history()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["-pk"]
        constraints = [models.UniqueConstraint(fields=["model", "record_id", "check_key"], name="finding_once")]
        indexes = [
            models.Index(fields=["check_key", "-id"], name="finding_by_check", condition=models.Q(answer="")),
            models.Index(fields=["model", "-id"], name="finding_by_model", condition=models.Q(answer="")),
            models.Index(fields=["ref"], name="finding_by_ref"),
        ]

    def __str__(self) -> str:
        return self.ref
