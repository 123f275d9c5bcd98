"""From a row's cells to a record's fields."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from projects.imports import values
from projects.imports.kinds import Kind
from projects.imports.lines import Line, RowFault
from projects.imports.lookups import Lookups, prefixes
from projects.imports.reading import Cell
from projects.models import Record, Region, State, Village
from projects.models.region import parent_code

MOST_REMEMBERED = 5_000
"""Cells of one column whose value is at hand when they come again: a bound on memory."""

UNITS = ("元", "万", "亿")


def refs_of(cell: Cell) -> list[str]:
    text = "" if cell is None else values.text_of(cell).replace("；", ";")
    return [ref.strip() for ref in text.split(";") if ref.strip()]


class Filler:
    """`publish`: records are published, unless their column `state` says otherwise; else new ones are drafts."""

    def __init__(self, kind: Kind, lookups: Lookups, *, publish: bool, may_take_back: bool) -> None:
        self.kind = kind
        self.lookups = lookups
        self.publish = publish
        self.may_take_back = may_take_back
        self.fields: dict[str, Any] = {column: kind.model._meta.get_field(column) for column in kind.columns}
        self.related = [name for name, field in self.fields.items() if isinstance(field, models.ForeignKey)]
        self._read: dict[str, dict[object, Any]] = {column: {} for column in self.fields}

    def load(self, lines: Iterable[Line]) -> None:
        """Have whatever these rows refer to at hand."""
        lines = list(lines)
        for column in self.related:
            cells = (line.cells.get(column) for line in lines)
            self.lookups.load(
                self.fields[column].related_model, [values.text_of(cell) for cell in cells if cell is not None]
            )
        if self.kind.has_many():
            self.lookups.load(Village, [ref for line in lines for ref in refs_of(line.cells.get("villages"))])
        if self.kind.model is Region:
            self.lookups.load(Region, filter(None, {parent_code(line.key(self.kind)) for line in lines}))
        if self.kind.model is Village:
            codes = [values.text_of(cell) for line in lines if (cell := line.cells.get("code")) is not None]
            self.lookups.load(Region, {prefix for code in codes for prefix in prefixes(code)})

    def fill(self, record: Any, line: Line, is_new: bool) -> tuple[list[Village] | None, list[RowFault]]:
        """The villages the row names (None where it has no such column), and what cannot be read."""
        villages: list[Village] | None = None
        faults: list[RowFault] = []
        for column, cell in line.cells.items():
            if column == "state":
                continue
            try:
                if column == "villages":
                    villages = [self._found(Village, ref) for ref in refs_of(cell)]
                else:
                    setattr(record, column, self._value(column, cell))
            except ValidationError as error:
                faults.append(line.fault(column, " ".join(error.messages)))
        if "amount" in line.cells and not line.cells.get("as_written"):
            typed = "" if (cell := line.cells["amount"]) is None else values.text_of(cell)
            record.as_written = typed if typed.endswith(UNITS) else ""
        if isinstance(record, Village) and is_new and "region" not in line.cells:
            record.region = self.lookups.region_of(record.code or "")  # type: ignore[assignment]
        if isinstance(record, Region) and (above := parent_code(record.code)):
            record.parent = self.lookups.find(Region, above)
        if isinstance(record, Record) and self.publish:
            faults += self._set_state(record, line, is_new)
        return villages, faults

    def _value(self, column: str, cell: Cell) -> Any:
        field = self.fields[column]
        if cell is None:
            return None if field.null else field.get_default()
        if isinstance(field, models.ForeignKey):
            return self._found(field.related_model, values.text_of(cell))
        known = self._read[column]
        if (column_key := (type(cell), cell)) in known:
            return known[column_key]
        value = values.read(field, cell)
        if len(known) < MOST_REMEMBERED:
            known[column_key] = value
        return value

    def _found(self, model: Any, key: str) -> Any:
        if found := self.lookups.find(model, key):
            return found
        raise ValidationError(
            _("There is no %(kind)s “%(key)s”.") % {"kind": model._meta.verbose_name, "key": key[:64]}, code="absent"
        )

    def _set_state(self, record: Record, line: Line, is_new: bool) -> list[RowFault]:
        """Nothing is published without being asked for, and nothing is taken back by the way."""
        cell = line.cells.get("state")
        try:
            state = State.PUBLISHED if cell is None else values.read(self.fields["state"], cell)
        except ValidationError as error:
            return [line.fault("state", " ".join(error.messages))]
        if not is_new and record.is_published and state != State.PUBLISHED and not self.may_take_back:
            return [line.fault("state", _("The record is published; an import takes nothing back."))]
        record.state = state
        return []
