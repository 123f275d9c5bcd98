"""What stays of a published record that was removed: its address is never another record's."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 300
UNDONE = gettext_noop("The import that brought it was undone.")
"""Stored as it stands here, and read in the reader's language."""


class Tombstone(models.Model):
    IS_TAKEN: ClassVar[Any] = _(
        "A published record of this ref was removed. Its address stays its own: choose another."
    )

    model = models.CharField(max_length=20)
    ref = models.CharField(_("ref"), max_length=64)
    title_zh = models.CharField(max_length=300)
    title_en = models.CharField(max_length=300, blank=True)
    reason = models.CharField(_("Reason for the deletion"), max_length=LONGEST_REASON)
    removed_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("tombstone")
        verbose_name_plural = _("tombstones")
        constraints = [models.UniqueConstraint(fields=["model", "ref"], name="tombstone_once")]

    def __str__(self) -> str:
        return f"{self.model} {self.ref}"

    @property
    def bars(self) -> bool:
        """Whether the ref is never given again. After an import was undone the mended table brings its records back."""
        return self.reason != UNDONE

    @property
    def why(self) -> str:
        return self.reason if self.bars else gettext(UNDONE)

    @staticmethod
    def leave(records: Iterable[Any], reason: str) -> None:
        """For published records that are about to be deleted, for the first time or once more."""
        said = ("title_zh", "title_en", "reason", "removed_at")
        Tombstone.objects.bulk_create(
            [
                Tombstone(model=record._meta.model_name, ref=record.ref, reason=reason, **_titles(record))
                for record in records
            ],
            update_conflicts=True,
            unique_fields=("model", "ref"),
            update_fields=said,
        )

    @classmethod
    def of(cls, model: type[models.Model], refs: Collection[str]) -> "dict[str, Tombstone]":
        """By ref, of those that removed records of a kind have had."""
        return {stone.ref: stone for stone in cls.objects.filter(model=model._meta.model_name, ref__in=refs)}


def _titles(record: Any) -> dict[str, str]:
    """What it was called; a figure by its ref alone, and never by its amount."""
    named = {}
    for key, language in (("title_zh", "zh-hans"), ("title_en", "en")):
        with translation.override(language):
            named[key] = f"{record}"[:300]
    return named
