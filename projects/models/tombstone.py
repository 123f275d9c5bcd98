"""What stays of a published record that was deleted: its address is never another record's."""

from collections.abc import Collection, Iterable
from typing import Any, ClassVar

from django.db import models
from django.utils import translation
from django.utils.translation import gettext_lazy as _

LONGEST_REASON = 300


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

    @staticmethod
    def leave(records: Iterable[Any], reason: str) -> None:
        """For published records that are about to be deleted."""
        Tombstone.objects.bulk_create(
            Tombstone(model=record._meta.model_name, ref=record.ref, reason=reason, **_titles(record))
            for record in records
        )

    @classmethod
    def of(cls, model: type[models.Model], refs: Collection[str]) -> set[str]:
        """Those of the refs that removed records of a kind have had."""
        stones = cls.objects.filter(model=model._meta.model_name, ref__in=refs)
        return {*stones.values_list("ref", flat=True)}


def _titles(record: Any) -> dict[str, str]:
    """What it was called; a figure by its ref alone, and never by its amount."""
    named = {}
    for key, language in (("title_zh", "zh-hans"), ("title_en", "en")):
        with translation.override(language):
            named[key] = f"{record}"[:300]
    return named
