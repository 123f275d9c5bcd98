"""Changes to records as data: shown before they are made, made at once, and undone at once."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProposalOrigin(models.TextChoices):
    IMPORT = "import", _("import")
    EDIT = "edit", _("edit of a published record")


class ProposalStage(models.TextChoices):
    FAULTY = "faulty", _("has faults")
    PREPARED = "prepared", _("prepared")
    IN_REVIEW = "in_review", _("in review")
    APPLIED = "applied", _("applied")
    UNDONE = "undone", _("undone")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Proposal(models.Model):
    """What an import, or an edit under review, would do to the records of one kind.

    Once applied it is the batch that the versions in the history belong to.
    """

    kind = models.CharField(_("kind of records"), max_length=20)
    """Key of the record kind, as in import_records."""
    origin = models.CharField(_("origin"), max_length=10, choices=ProposalOrigin, default=ProposalOrigin.IMPORT)
    title = models.CharField(_("file"), max_length=200)
    publish = models.BooleanField(_("publishes"), default=False)
    stage = models.CharField(_("stage"), max_length=10, choices=ProposalStage)
    reason = models.CharField(_("reason"), max_length=100, blank=True)
    remark = models.CharField(_("reviewer's note"), max_length=500, blank=True)
    touches_published = models.BooleanField(default=False)
    """Whether it publishes records or changes published ones: then a reviewer applies it."""
    header = models.JSONField(default=list)
    """The file's columns, of one that has faults."""
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    faults = models.PositiveIntegerField(_("faults"), default=0)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("prepared by")
    )
    made_at = models.DateTimeField(_("prepared at"), auto_now_add=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("applied by")
    )
    applied_at = models.DateTimeField(_("applied at"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("undone by")
    )
    undone_at = models.DateTimeField(_("undone at"), null=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.pk}: {self.title}"


class ProposedChange(models.Model):
    """One record of a proposal. `before` and `after` hold its columns as files do."""

    proposal = models.ForeignKey(Proposal, models.CASCADE, related_name="changes")
    row = models.PositiveIntegerField(_("row"))
    key = models.CharField(_("ref"), max_length=64, db_index=True)
    seen_version = models.PositiveIntegerField(null=True)
    """The version that was changed in the preview; null for a new record."""
    before = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    after = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    cells = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    """As they stand in the file, of a row that cannot be taken."""
    warnings = models.JSONField(default=list)
    faults = models.JSONField(default=list)
    """Column, value and message, of a row that cannot be taken."""

    class Meta:
        ordering = ["pk"]

    @property
    def is_new(self) -> bool:
        return self.seen_version is None

    def differences(self) -> list[tuple[str, Any, Any]]:
        """Column, before and after, of what changes."""
        return [
            (column, self.before.get(column, ""), value)
            for column, value in self.after.items()
            if value != self.before.get(column, "")
        ]
