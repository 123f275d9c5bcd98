"""Where staff are logged in: seen, and ended, by themselves and by administrators."""

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import models
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _


class StaffSession(models.Model):
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("user"))
    session_key = models.CharField(max_length=40, unique=True, editable=False)
    device = models.CharField(_("device"), max_length=200, blank=True, editable=False)
    """Browser and system, no more."""
    network = models.CharField(_("network"), max_length=45, blank=True, editable=False)
    """Of the address only as much as tells one's own networks apart."""
    begun_at = models.DateTimeField(_("logged in at"), auto_now_add=True)
    seen_at = models.DateTimeField(_("last seen at"))

    class Meta:
        verbose_name = _("log-in")
        verbose_name_plural = _("log-ins")
        ordering = ["-seen_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.device}"


@receiver(post_delete, sender=StaffSession)
def _end(instance: StaffSession, **_: object) -> None:
    SessionStore(instance.session_key).delete()
