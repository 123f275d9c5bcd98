"""What readers report as wrong, for staff to look into."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from projects.models.base import Versioned
from projects.models.history import kept_history


class RequestStatus(models.TextChoices):
    OPEN = "open", _("open")
    CORRECTED = "corrected", _("corrected")
    DECLINED = "declined", _("no correction needed")


class CorrectionRequest(Versioned):
    """A reader's report about one record. Never shown to the public."""

    created_at = None  # type: ignore[assignment]  # it has been received instead

    kind = models.CharField(_("list"), max_length=20, editable=False)
    ref = models.CharField(_("ref"), max_length=64, editable=False)
    message = models.TextField(_("what is wrong"), max_length=2000)
    evidence = models.CharField(_("where the right figure is written"), max_length=500, blank=True)
    contact = models.EmailField(_("e-mail address"), blank=True)
    language = models.CharField(_("language"), max_length=10, editable=False)
    sender = models.CharField(max_length=40, editable=False)
    """A keyed hash of the network address: enough to slow down one that writes too often, too little to find it."""
    received_at = models.DateTimeField(_("received at"), auto_now_add=True)
    status = models.CharField(_("status"), max_length=10, choices=RequestStatus, default=RequestStatus.OPEN)
    answer = models.TextField(_("what was done"), blank=True)

    history = kept_history(excluded_fields=["message", "evidence", "contact", "language", "sender"])
    """What staff decided. What the reader wrote goes with the request once that is deleted."""

    class Meta:
        verbose_name = _("correction request")
        verbose_name_plural = _("correction requests")
        ordering = ["-received_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "-received_at"], name="correctionrequest_queue"),
            models.Index(fields=["sender", "received_at"], name="correctionrequest_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.ref}"
