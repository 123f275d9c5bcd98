"""What every record has: a stable public ref, a publication state, two languages, an origin."""

import secrets
from collections.abc import Iterable
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from projects.models.rules import Rule
from projects.models.tombstone import Tombstone

FIRST_YEAR, LAST_YEAR = 1900, 2100

ref_validator = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z",
    _("A ref is made of Latin letters, digits, “-”, “_” and “.”, and begins with a letter or digit."),
)


def in_reader_language(zh: str, en: str) -> str:
    """The text in the active language, or in the other one where it is missing."""
    return (en or zh) if (get_language() or "").startswith("en") else (zh or en)


def year_field(label: Any, **kwargs: Any) -> "models.PositiveSmallIntegerField[int | None, int | None]":
    return models.PositiveSmallIntegerField(
        label,
        null=True,
        blank=True,
        validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)],
        **kwargs,
    )


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    IN_REVIEW = "in_review", _("In review")
    PUBLISHED = "published", _("Published")


class RecordQuerySet(models.QuerySet[Any]):
    def published(self) -> "RecordQuerySet":
        return self.filter(state=State.PUBLISHED)


class Versioned(models.Model):
    """Counts its saves, so that a form filled from an older version can be told apart."""

    version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("entered at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    class Meta:
        abstract = True

    def settle(self) -> None:
        """Set what follows from the other fields, as the last step before the record is stored."""
        self.version += 1

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.settle()
        if (fields := kwargs.get("update_fields")) is not None:
            kwargs["update_fields"] = {*fields, "version", "updated_at"}
        with transaction.atomic():  # what follows from a save (history, counting) stands or falls with it
            super().save(*args, **kwargs)


class Record(Versioned):
    ref_prefix: ClassVar[str]
    _was_published = True
    """Whether others may lead here already: only what is public can be relied on."""

    ref = models.CharField(
        _("ref"),
        max_length=64,
        unique=True,
        blank=True,
        validators=[ref_validator],
        help_text=_("The record's public name, part of its permanent address. Left empty, one is made."),
    )
    state = models.CharField(_("publication state"), max_length=10, choices=State, default=State.DRAFT, db_index=True)

    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", db_index=False
    )
    """Who sent it for review last."""
    review_note = models.CharField(max_length=500, blank=True, editable=False)
    """Why it was returned; empty once it is sent again."""

    objects = RecordQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_published(self) -> bool:
        return self.state == State.PUBLISHED

    def settle(self) -> None:
        self.ref = self.ref or f"{self.ref_prefix}-{secrets.token_hex(4)}"
        self._was_published = self._was_published or self.is_published
        super().settle()

    @classmethod
    def from_db(cls, db: Any, field_names: Any, values: Any) -> Self:
        record = super().from_db(db, field_names, values)
        record._was_published = "state" not in field_names or record.is_published
        return record

    def relies_on(self) -> Iterable["Record | None"]:
        """The records a reader is led to from this one: they must be public before it is."""
        return ()

    def relied_on_by(self) -> Iterable["models.QuerySet[Any]"]:
        """The records that lead a reader here."""
        return ()

    def validate_unique(self, exclude: Any = None) -> None:
        super().validate_unique(exclude)
        if not self.pk and any(stone.bars for stone in Tombstone.of(type(self), [self.ref]).values()):
            raise ValidationError({"ref": Tombstone.IS_TAKEN})

    def clean(self) -> None:
        super().clean()
        if self.is_published:
            hidden = [f"{record}" for record in self.relies_on() if record is not None and not record.is_published]
            if hidden:
                raise ValidationError(
                    {"state": _("Publish these first, this record leads to them: %s") % "; ".join(sorted(set(hidden)))}
                )
        elif self.pk and self._was_published:
            leading_here = [
                f"{record}" for records in self.relied_on_by() for record in records.filter(state=State.PUBLISHED)[:5]
            ]
            if leading_here:
                raise ValidationError(
                    {"state": _("Published records lead here; take them back first: %s") % "; ".join(leading_here)}
                )


class Named(models.Model):
    name_zh = models.CharField(_("name in Chinese"), max_length=200)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        return in_reader_language(self.name_zh, self.name_en)

    def __str__(self) -> str:
        return self.name


class Titled(models.Model):
    title_zh = models.CharField(_("title in Chinese"), max_length=300)
    title_en = models.CharField(_("title in English"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def title(self) -> str:
        return in_reader_language(self.title_zh, self.title_en)

    def __str__(self) -> str:
        return self.title


class Noted(models.Model):
    note = models.TextField(_("note"), blank=True, help_text=_("A caveat the public should read beside this record."))
    note_en = models.TextField(_("note in English"), blank=True)

    class Meta:
        abstract = True

    @property
    def remark(self) -> str:
        return in_reader_language(self.note, self.note_en)


class Sourced(models.Model):
    """A record taken from a source, at a place in it that a reader can find."""

    source = models.ForeignKey(
        "projects.Source", models.PROTECT, null=True, blank=True, related_name="%(class)ss", verbose_name=_("source")
    )
    locator = models.CharField(
        _("place in the source"),
        max_length=100,
        blank=True,
        help_text=_("Where in the source it stands: ¶4, p. 12, caption 1, table 3."),
    )

    class Meta:
        abstract = True


def located_when_published(model: str) -> Rule:
    """Every published figure leads to the passage it comes from."""
    return Rule(
        name=f"{model}_published_has_source",
        condition=~models.Q(state=State.PUBLISHED) | (models.Q(source__isnull=False) & ~models.Q(locator="")),
        violation_error_message=_("A published record needs a source and the place in it."),
    )


def years_in_order(model: str) -> Rule:
    return Rule(
        name=f"{model}_years_in_order",
        condition=models.Q(year_from__isnull=True)
        | models.Q(year_to__isnull=True)
        | models.Q(year_from__lte=models.F("year_to")),
        violation_error_message=_("The first year is after the last year."),
    )
