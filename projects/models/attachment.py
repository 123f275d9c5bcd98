from functools import reduce
from operator import or_
from pathlib import PurePath
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from projects.intake import FILE_KINDS, Accepted, ByContent, path_of
from projects.models.aid_project import AidProject
from projects.models.award import Award
from projects.models.base import Record, State, in_reader_language
from projects.models.donation import Donation
from projects.models.enterprise import Enterprise
from projects.models.funding import Funding
from projects.models.history import kept_history
from projects.models.outcome import Outcome
from projects.models.purchase import Purchase
from projects.models.rules import Rule
from projects.models.source import Source
from projects.models.village import Village

OWNERS: dict[str, type[Record]] = {
    "source": Source, "enterprise": Enterprise, "village": Village, "project": AidProject, "funding": Funding,
    "donation": Donation, "purchase": Purchase, "outcome": Outcome, "award": Award,
}  # fmt: skip
"""The field by which an attachment belongs to a record, and what kind of record that is."""


def owner_field(model: type[models.Model]) -> str:
    return next(name for name, owner in OWNERS.items() if owner is model)


def _belongs_to_one() -> models.Q:
    alone = [models.Q(**{f"{name}__isnull": name != owner for name in OWNERS}) for owner in OWNERS]
    return reduce(or_, alone)


def stored_at(attachment: "Attachment", name: str) -> str:
    return path_of(attachment.sha256)


class AttachmentType(models.TextChoices):
    CONTRACT = "contract", _("contract")
    VOUCHER = "voucher", _("voucher")
    INVOICE = "invoice", _("invoice")
    ACCEPTANCE = "acceptance", _("acceptance report")
    PHOTO = "photo", _("photo")
    ANNOUNCEMENT = "announcement", _("announcement")
    OTHER = "other", _("other document")


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def of(self, model: type[models.Model], ref: str) -> "AttachmentQuerySet":
        return self.filter(**{f"{owner_field(model)}__ref": ref})

    def public(self, model: type[models.Model]) -> "AttachmentQuerySet":
        return self.filter(is_public=True, **{f"{owner_field(model)}__state": State.PUBLISHED})


class Attachment(models.Model):
    """A file that proves, or shows, what one record says."""

    # With a deleted record its evidence would go too: it is to be removed first, knowingly.
    source = models.ForeignKey(Source, models.PROTECT, null=True, blank=True, related_name="attachments")
    enterprise = models.ForeignKey(Enterprise, models.PROTECT, null=True, blank=True, related_name="attachments")
    village = models.ForeignKey(Village, models.PROTECT, null=True, blank=True, related_name="attachments")
    project = models.ForeignKey(AidProject, models.PROTECT, null=True, blank=True, related_name="attachments")
    funding = models.ForeignKey(Funding, models.PROTECT, null=True, blank=True, related_name="attachments")
    donation = models.ForeignKey(Donation, models.PROTECT, null=True, blank=True, related_name="attachments")
    purchase = models.ForeignKey(Purchase, models.PROTECT, null=True, blank=True, related_name="attachments")
    outcome = models.ForeignKey(Outcome, models.PROTECT, null=True, blank=True, related_name="attachments")
    award = models.ForeignKey(Award, models.PROTECT, null=True, blank=True, related_name="attachments")

    type = models.CharField(_("type"), max_length=15, choices=AttachmentType)
    title = models.CharField(_("title"), max_length=200, blank=True)
    title_en = models.CharField(_("title in English"), max_length=200, blank=True)
    dated_on = models.DateField(_("date of the document"), null=True, blank=True)
    is_public = models.BooleanField(_("public"), default=False)
    """Shown to everybody while its record is published."""

    file = models.FileField(_("file"), storage=ByContent(), upload_to=stored_at, max_length=100, editable=False)
    original_name = models.CharField(_("name of the file"), max_length=255, editable=False)
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    """Bytes, as kept: an image is drawn anew."""
    sha256 = models.CharField("SHA-256", max_length=64, editable=False, db_index=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    history = kept_history()
    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        ordering = ["pk"]
        constraints = [
            Rule(
                name="attachment_belongs_to_one",
                condition=_belongs_to_one(),
                violation_error_message=_("An attachment belongs to one record."),
            )
        ]

    def __str__(self) -> str:
        return in_reader_language(self.title, self.title_en) or self.original_name

    @property
    def record(self) -> Record:
        owner: Record = next(getattr(self, name) for name in OWNERS if getattr(self, f"{name}_id") is not None)
        return owner

    @property
    def is_shown(self) -> bool:
        return self.is_public and self.record.is_published

    @property
    def download_name(self) -> str:
        """As it was handed in, with an ending that fits what it is."""
        suffixes = FILE_KINDS[self.content_type].suffixes
        path = PurePath(self.original_name)
        return path.name if path.suffix.lower() in suffixes else f"{path.name}{suffixes[0]}"

    def take(self, accepted: Accepted) -> None:
        self.original_name = accepted.name
        self.content_type = accepted.kind.content_type
        self.size = accepted.size
        self.sha256 = accepted.sha256
        self.file.save(accepted.name, accepted.content, save=False)


@receiver(post_delete, sender=Attachment)
def _remove_file(instance: Attachment, **_: Any) -> None:
    """What was handed in by mistake, a person's papers perhaps, does not stay behind."""
    name = instance.file.name

    def remove() -> None:
        if name and not Attachment.objects.filter(sha256=instance.sha256).exists():
            instance.file.storage.delete(name)

    transaction.on_commit(remove)
