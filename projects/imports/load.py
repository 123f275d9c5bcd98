"""A table of records into the database: all of it, or nothing and every fault by name."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from projects.counting.sync import together
from projects.imports import values
from projects.imports.kinds import Kind, key_column, record_key
from projects.imports.reading import Cell, Row, UnreadableFileError, header_key, read_table
from projects.models import Record, Region, State, Village


@dataclass(frozen=True)
class RowFault:
    """What is wrong with a row: where, what stands there, and what was expected."""

    row: int
    column: str
    value: str
    message: str

    def __str__(self) -> str:
        where = _("row %(row)s, column %(column)s") % {"row": self.row, "column": self.column or "–"}
        return f"{where}, “{self.value}”: {self.message}" if self.value else f"{where}: {self.message}"


@dataclass
class Outcome:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: list[RowFault] = field(default_factory=list)


class _UndoneError(Exception):
    """Takes back what was written."""


class Import:
    """`publish`: records are published, unless the file has a column `state` that says otherwise."""

    def __init__(self, kind: Kind, file: IO[bytes], name: str, *, publish: bool = False) -> None:
        self.kind = kind
        self.name = name
        self.publish = publish
        self.outcome = Outcome()
        self._known: dict[tuple[type[models.Model], str], Any] = {}
        table = read_table(file, name, kind.headers.__contains__)
        self.columns = self._columns(table.header)
        self.rows = list(table.rows)

    def run(self, *, dry_run: bool = False) -> Outcome:
        """Write the rows, each under the rules of the staff's forms. With a fault, or dry, nothing stays written."""
        try:
            with together():
                for row, cells in self._in_order():
                    self._take(row, cells)
                if self.outcome.faults or dry_run:
                    raise _UndoneError
        except _UndoneError:
            pass
        self.outcome.faults.sort(key=lambda fault: (fault.row, fault.column))
        return self.outcome

    def _columns(self, header: tuple[str, ...]) -> list[str]:
        keys = [header_key(text) for text in header]
        columns = [self.kind.headers.get(key, "") for key in keys]
        known = ", ".join(self.kind.columns)
        for text, column in zip(header, columns, strict=True):
            if text and not column:
                raise UnreadableFileError(
                    _("The column “%(header)s” is unknown. Known are: %(known)s.") % {"header": text, "known": known}
                )
            if text and columns.count(column) > 1:
                raise UnreadableFileError(_("The column “%(column)s” is there twice.") % {"column": column})
        needed = ("code", "name_zh") if self.kind.model is Village and "ref" not in columns else self.kind.required
        for column in needed:
            if column not in columns:
                raise UnreadableFileError(
                    _("The column “%(column)s” is missing. Expected are: %(known)s.")
                    % {"column": column, "known": known}
                )
        return columns

    def _fault(self, row: int, column: str, value: Any, message: str) -> None:
        self.outcome.faults.append(RowFault(row, column, "" if value is None else str(value)[:60], message))

    def _cells(self, row: Row) -> dict[str, Cell]:
        """By column. A village may go by its statistical code alone, as in the national list."""
        cells = {column: cell for column, cell in zip(self.columns, row.cells, strict=True) if column}
        if self.kind.model is Village and "ref" not in cells and (code := cells.get("code")):
            text = values.text_of(code)
            known = [length for length in (9, 6, 4, 2) if self._find(Region, text[:length])]
            cells = {"ref": text, "region": text[: known[0]] if known else text[:9], **cells, "code": text}
        return cells

    def _in_order(self) -> Iterator[tuple[Row, dict[str, Cell]]]:
        """The rows, each after those of the same file that it refers to."""
        waiting: dict[str, tuple[Row, dict[str, Cell]]] = {}
        for row in self.rows:
            for found in row.faults:
                self._fault(row.number, found.address, "", " ".join(found.error.messages))
            cells = self._cells(row)
            key = values.text_of(cells.get(self.kind.key_column) or "")
            if not key:
                self._fault(row.number, self.kind.key_column, "", _("Every row needs this, to be known by."))
            elif key in waiting:
                first = waiting[key][0].number
                message = _("This stands in row %(row)s already.") % {"row": first}
                self._fault(row.number, self.kind.key_column, key, message)
            else:
                waiting[key] = (row, cells)
        self._in_file = set(waiting)
        if self.kind.model is Region:
            yield from (waiting[key] for key in sorted(waiting, key=lambda code: (len(code), code)))
            return
        while waiting:
            ready = [key for key, (_row, cells) in waiting.items() if self._wanted(cells).isdisjoint(waiting)]
            if not ready:
                self._refuse_circle(waiting)
                return
            yield from (waiting.pop(key) for key in ready)

    def _wanted(self, cells: dict[str, Cell]) -> set[str]:
        return {values.text_of(cell) for column in self.kind.links if (cell := cells.get(column)) is not None}

    def _refuse_circle(self, waiting: dict[str, tuple[Row, dict[str, Cell]]]) -> None:
        for key, (row, cells) in waiting.items():
            for other in sorted(self._wanted(cells) & waiting.keys()):
                column = next(c for c in self.kind.links if cells.get(c) and values.text_of(cells[c]) == other)
                self._fault(
                    row.number,
                    column,
                    other,
                    _("%(one)s and %(other)s (row %(row)s) lead to each other in a circle.")
                    % {"one": key, "other": other, "row": waiting[other][0].number},
                )

    def _find(self, model: Any, key: str) -> Any:
        if (model, key) not in self._known:
            self._known[model, key] = model._default_manager.filter(**{key_column(model): key}).first()
        return self._known[model, key]

    def _take(self, row: Row, cells: dict[str, Cell]) -> None:
        model: Any = self.kind.model
        key = values.text_of(cells[self.kind.key_column])
        stored = model._default_manager.filter(**{self.kind.key_column: key}).first()
        record = stored or model()
        is_new = stored is None
        before = {} if is_new else {column: values.plain(record, column) for column in self.kind.columns}
        faults = len(self.outcome.faults)
        villages = self._fill(record, row, cells, is_new)
        if len(self.outcome.faults) > faults:
            return
        if not is_new and before == self._after(record, villages):
            self.outcome.unchanged += 1
            return
        self._save(record, row, cells, villages)
        self.outcome.new += is_new
        self.outcome.changed += not is_new

    def _after(self, record: Any, villages: list[Village] | None) -> dict[str, str]:
        named = {} if villages is None else {"villages": ";".join(sorted(village.ref for village in villages))}
        return {column: named.get(column) or values.plain(record, column) for column in self.kind.columns} | named

    def _fill(self, record: Any, row: Row, cells: dict[str, Cell], is_new: bool) -> list[Village] | None:
        """Set the fields the row has columns for. The villages it names; None where it has no such column."""
        villages = None
        for column, cell in cells.items():
            if column == "state":
                continue
            target = self.kind.model._meta.get_field(column)
            try:
                if isinstance(target, models.ManyToManyField):
                    villages = [self._related(Village, ref) for ref in self._refs(cell)]
                elif isinstance(target, models.ForeignKey):
                    related = None if cell is None else self._related(target.related_model, values.text_of(cell))
                    setattr(record, column, related)
                elif cell is not None:
                    setattr(record, column, values.read(target, cell))
                else:
                    setattr(record, column, None if target.null else target.get_default())  # type: ignore[union-attr]
            except ValidationError as error:
                self._fault(row.number, column, cell, " ".join(error.messages))
        if "amount" in cells and not cells.get("as_written"):
            typed = "" if cells["amount"] is None else values.text_of(cells["amount"])
            record.as_written = typed if typed.endswith(("元", "万", "亿")) else ""
        if isinstance(record, Record):
            self._set_state(record, row, cells.get("state"), is_new)
        return villages

    def _set_state(self, record: Record, row: Row, cell: Cell, is_new: bool) -> None:
        """Nothing is published without being asked for, and nothing is taken back."""
        if not self.publish:
            return
        try:
            state = State.PUBLISHED if cell is None else values.read(record._meta.get_field("state"), cell)
        except ValidationError as error:
            self._fault(row.number, "state", cell, " ".join(error.messages))
            return
        if not is_new and record.is_published and state != State.PUBLISHED:
            self._fault(row.number, "state", cell, _("The record is published; an import takes nothing back."))
        record.state = state

    @staticmethod
    def _refs(cell: Cell) -> list[str]:
        text = "" if cell is None else values.text_of(cell).replace("；", ";")
        return [ref.strip() for ref in text.split(";") if ref.strip()]

    def _related(self, model: Any, key: str) -> Any:
        if found := self._find(model, key):
            return found
        name = model._meta.verbose_name
        if model is self.kind.model and key in self._in_file:
            raise ValidationError(_("The row of %(key)s in this file has a fault.") % {"key": key})
        raise ValidationError(_("There is no %(kind)s “%(key)s”.") % {"kind": name, "key": key[:64]})

    def _save(self, record: Any, row: Row, cells: dict[str, Cell], villages: list[Village] | None) -> None:
        if villages is not None:
            record.pending_villages = villages
        try:
            record.full_clean()
        except ValidationError as error:
            for column, messages in error.message_dict.items():
                self._fault(row.number, "" if column == "__all__" else column, cells.get(column), " ".join(messages))
            return
        record._change_reason = _("Import: %(name)s") % {"name": self.name[-80:]}
        with transaction.atomic():
            record.save()
            if villages is not None:
                record.villages.set(villages)
                record.pending_villages = None
        self._known[type(record), record_key(record)] = record
