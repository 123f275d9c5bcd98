"""Rows of records into the database: all of them, or nothing and every fault by name."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import IO, Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from projects.bulk import CHUNK, batched, take_stock
from projects.counting.sync import together
from projects.imports import families, values
from projects.imports.fill import Filler
from projects.imports.kinds import Kind, record_key
from projects.imports.likeness import Likeness
from projects.imports.lines import FileLines, Line, RowFault
from projects.imports.lookups import Lookups
from projects.imports.order import topological_levels
from projects.imports.rules import Rules
from projects.imports.vetted import Vetted
from projects.imports.write import Staged, write
from projects.models import Figure, Record, Region, Tombstone
from projects.models.history import Writing, writing
from projects.vetting import found_alone, in_words

Warnings = dict[int, list[str]]
"""By row."""


@dataclass
class Outcome:
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    touches_published: bool = False
    faults: list[RowFault] = field(default_factory=list)
    faulty_lines: dict[int, Line] = field(default_factory=dict)
    """By row."""
    warnings: Warnings = field(default_factory=lambda: defaultdict(list))
    changes: list[Staged] = field(default_factory=list)
    """New and changed records with their columns before and after, if they were asked for."""


class _NothingStaysError(Exception):
    """Takes back what was written."""


class Load:
    """One set of lines of one kind, taken under the rules of the staff's forms."""

    def __init__(
        self,
        kind: Kind,
        lines: Iterable[Line],
        said: Writing,
        *,
        publish: bool = False,
        may_take_back: bool = False,
        keeps_changes: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> None:
        self.kind = kind
        self.progress = progress
        self.lines = lines
        self.said = said
        self.keeps_changes = keeps_changes
        self.outcome = Outcome()
        self._lookups = Lookups()
        self._filler = Filler(kind, self._lookups, publish=publish, may_take_back=may_take_back)
        self._likeness = Likeness(kind)
        self._vetted: Vetted | None = None
        self._rows: dict[str, int] = {}
        self._figures: dict[int, Line] = {}
        self._linked: dict[int, Line] = {}
        """Those that contain, replace, or are contained or replaced."""
        self._unique = [
            f.name for f in kind.model._meta.concrete_fields if f.unique and f.name != kind.key_column and f.editable
        ]
        self._rules = Rules(kind.model, self._filler.related, self._unique)
        self._blank = [field.get_default() for field in kind.model._meta.concrete_fields]

    def run(self, *, dry_run: bool = False) -> Outcome:
        """With a fault, or dry, nothing stays written."""
        self._vetted = None if dry_run else Vetted(self.kind.model)
        with suppress(_NothingStaysError), writing(self.said) as self.said, together():
            for chunk in self._chunks():
                self._take(chunk)
                if self.progress:
                    self.progress(len(chunk))
            self._check_linked()
            for row, text in self._likeness.of_all():
                self._warn(row, [text])
            if self.outcome.faults or dry_run:
                raise _NothingStaysError
            if self._vetted:
                self._vetted.all_written(self._linked)
        if self.outcome.new >= CHUNK and not (self.outcome.faults or dry_run):
            take_stock()
        self.outcome.faults.sort(key=lambda fault: (fault.row, fault.column))
        return self.outcome

    # Which rows, and in which order.

    def _chunks(self) -> Iterator[list[Line]]:
        """None of a chunk's rows refers to another of the same or of a later chunk."""
        lines = self._known_by_key()
        if self.kind.model is Region:
            by_length = sorted(lines, key=lambda line: len(line.key(self.kind)))
            for _length, level in groupby(by_length, key=lambda line: len(line.key(self.kind))):
                yield from batched(level)
            return
        held: list[Line] = []
        yield from batched(self._free(lines, held))
        for later in self._after_what_they_refer_to(held):
            yield from batched(later)

    def _free(self, lines: Iterable[Line], held: list[Line]) -> Iterator[Line]:
        """The rows that refer to none of their kind, as they come; the others are held until all are seen."""
        for line in lines:
            if self._wanted(line):
                held.append(line)
            else:
                yield line

    def _known_by_key(self) -> Iterator[Line]:
        column = self.kind.key_column
        for line in self.lines:
            key = line.key(self.kind)
            faults = list(line.faults)
            if not key:
                faults.append(line.fault(column, _("Every row needs this, to be known by.")))
            elif (first := self._rows.setdefault(key, line.row)) != line.row:
                faults.append(line.fault(column, _("This stands in row %(row)s already.") % {"row": first}))
            if faults:
                self._refuse(line, faults)
                line = replace(line, faults=tuple(faults))
            if key:
                yield line

    def _after_what_they_refer_to(self, all_lines: list[Line]) -> Iterator[list[Line]]:
        lines = {line.key(self.kind): line for line in reversed(all_lines)}
        wanted = {key: self._wanted(line) & lines.keys() for key, line in lines.items()}
        left = dict(lines)
        for level in topological_levels(wanted):
            yield sorted((left.pop(key) for key in level), key=lambda line: line.row)
        self._refuse_circle(left)
        yield [line for line in all_lines if lines[line.key(self.kind)] is not line]

    def _wanted(self, line: Line) -> set[str]:
        return {values.text_of(cell) for column in self.kind.links if (cell := line.cells.get(column)) is not None}

    def _refuse_circle(self, left: dict[str, Line]) -> None:
        for key, line in left.items():
            for column in self.kind.links:
                cell = line.cells.get(column)
                other = "" if cell is None else values.text_of(cell)
                if other in left:
                    message = _("%(one)s and %(other)s (row %(row)s) lead to each other in a circle.")
                    about = {"one": key, "other": other, "row": left[other].row}
                    self._refuse(line, [line.fault(column, message % about)])

    def _refuse(self, line: Line, faults: Sequence[RowFault]) -> None:
        self.outcome.faults += faults
        self.outcome.faulty_lines[line.row] = line

    # A chunk: none of its rows refers to another of it.

    def _take(self, lines: list[Line]) -> None:
        stored = self._stored([line.key(self.kind) for line in lines])
        self._filler.load(lines)
        tied = families.tied(self.kind.model, [r.pk for r in stored.values()]) if self._are_figures else set()
        staged: list[tuple[Line, Staged]] = []
        for line in lines:
            record = stored.get(line.key(self.kind))
            faults = list(self._changed_since(line, record))
            if faults:
                self._refuse(line, faults)
            elif each := self._stage(line, record, tied):
                staged.append((line, each))
        staged = self._with_free_values(staged)
        staged = [(line, each) for line, each in staged if not line.faults]
        valid = [each for _line, each in staged]
        for row, text in self._likeness.of(valid):
            self._warn(row, [text])
        vetted = self._vetted if not self.outcome.faults else None
        if vetted:
            vetted.will_be_written(valid)
        if valid:
            self._write(valid)
        if self._are_figures:
            self._note_links(staged, tied)
        if vetted:
            vetted.written([each for each in valid if each.record.pk not in self._linked])

    @property
    def _are_figures(self) -> bool:
        return issubclass(self.kind.model, Figure)

    def _note_links(self, staged: list[tuple[Line, Staged]], tied: set[int]) -> None:
        for line, each in staged:
            self._figures[each.record.pk] = line if self.keeps_changes else Line(line.row, {})
            if self._is_linked(each.record, tied):
                self._linked[each.record.pk] = line
            if (whole := each.record.part_of_id) in self._figures:
                self._linked.setdefault(whole, self._figures[whole])

    @staticmethod
    def _is_linked(record: Any, tied: set[int]) -> bool:
        return bool(record.part_of_id or record.replaces_id or record.pk in tied)

    def _stored(self, keys: list[str]) -> dict[str, Any]:
        """The records as they are, locked: nobody changes them before this is done."""
        records = self.kind.model._default_manager.filter(**{f"{self.kind.key_column}__in": keys})
        records = records.select_related(*self._filler.related).select_for_update(of=("self",)).order_by("pk")
        if self.kind.has_many():
            records = records.prefetch_related("villages")
        return {record_key(record): record for record in records}

    def _changed_since(self, line: Line, record: Any) -> Iterator[RowFault]:
        if line.is_shown and (record.version if record else None) != line.seen_version:
            yield line.fault(
                self.kind.key_column, _("Somebody changed this record after the preview. Upload the file again.")
            )

    def _stage(self, line: Line, stored: Any, tied: set[int]) -> Staged | None:
        """The row as a record that may be stored; None where it changes nothing or has faults."""
        record: Any = stored or self.kind.model(*self._blank)
        is_new = stored is None
        before = {} if is_new else {column: values.plain(record, column) for column in self.kind.columns}
        was_public = not is_new and isinstance(record, Record) and record.is_published
        old_links = (record.part_of_id, record.replaces_id) if self._are_figures and not is_new else ()
        villages, faults = self._filler.fill(record, line, is_new)
        faults = [self._about_this_file(fault, line) for fault in faults]
        if villages is not None:
            record.pending_villages = villages
        if not faults:
            if not is_new and before == (after := self._plain(record, villages)):
                self.outcome.unchanged += 1
                return None
            after = self._plain(record, villages) if self.keeps_changes else {}
        unread = {fault.column for fault in faults}
        is_linked = self._are_figures and self._is_linked(record, tied)
        if self._are_figures and not is_linked:
            record.known_parts = record.known_successors = ()
        faults += self._broken_rules(record, line, unread, is_whole=not is_linked)
        if faults:
            self._refuse(line, faults)
            return None
        self.outcome.touches_published |= was_public or getattr(record, "is_published", False)
        found = {} if is_linked else found_alone(record)
        self._warn(line.row, in_words(found))
        return Staged(line.row, record, is_new, villages, before, after, found, old_links)

    def _about_this_file(self, fault: RowFault, line: Line) -> RowFault:
        """What is not stored may stand in the file, in a row that cannot be taken."""
        if fault.column in self.kind.links and (other := values.text_of(line.cells[fault.column])) in self._rows:
            message = _("The row of %(key)s in this file has a fault.") % {"key": other}
            return RowFault(fault.row, fault.column, fault.value, message)
        return fault

    def _plain(self, record: Any, villages: list[Any] | None) -> dict[str, str]:
        named = {}
        if self.kind.has_many() and (villages is not None or record.pk is None):
            named = {"villages": ";".join(sorted(village.ref for village in villages or ()))}
        return {
            column: named[column] if column in named else values.plain(record, column) for column in self.kind.columns
        }

    def _broken_rules(self, record: Any, line: Line, unread: set[str], *, is_whole: bool) -> list[RowFault]:
        """Free values, and figures that contain or replace each other, are checked for many at once."""
        errors = self._rules.broken(record, unread, is_whole=is_whole)
        return [
            line.fault("" if column == "__all__" else column, " ".join(messages)) for column, messages in errors.items()
        ]

    def _with_free_values(self, staged: list[tuple[Line, Staged]]) -> list[tuple[Line, Staged]]:
        """Those whose unique values no other record has, nor a removed one keeps."""
        new = {record_key(each.record): line for line, each in staged if each.is_new}
        for key, stone in Tombstone.of(self.kind.model, new).items():
            if stone.bars:
                self._refuse(new[key], [new[key].fault(self.kind.key_column, str(Tombstone.IS_TAKEN))])
                staged = [(line, each) for line, each in staged if line is not new[key]]
            else:
                back = _("It was public before, until its import was undone: its page will say that it is back.")
                self._warn(new[key].row, [back])
        for name in self._unique:
            taken: dict[Any, str] = dict(
                self.kind.model._default_manager.filter(
                    **{f"{name}__in": {getattr(each.record, name) for _line, each in staged} - {None, ""}}
                ).values_list(name, self.kind.key_column)
            )
            free = []
            for line, each in staged:
                value, key = getattr(each.record, name), record_key(each.record)
                if value not in (None, "") and taken.setdefault(value, key) != key:
                    message = _("%(value)s belongs to %(key)s.") % {"value": value, "key": taken[value]}
                    self._refuse(line, [line.fault(name, message)])
                else:
                    free.append((line, each))
            staged = free
        return staged

    def _write(self, staged: list[Staged]) -> None:
        try:
            with transaction.atomic():
                write(self.kind.model, staged, self.said)
        except IntegrityError as error:
            raise ValidationError(
                _("Somebody wrote the same records at the same moment. Nothing was written; try again.")
            ) from error
        for each in staged:
            self.outcome.new += each.is_new
            self.outcome.changed += not each.is_new
        if self.keeps_changes:
            self.outcome.changes += staged

    # Figures that contain or replace each other, once all are stored.

    def _check_linked(self) -> None:
        for pk, found in families.check(self.kind.model, self._linked):
            line = self._linked[pk]
            if isinstance(found, ValidationError):
                for column, messages in found.message_dict.items():
                    self._refuse(line, [line.fault("" if column == "__all__" else column, " ".join(messages))])
            else:
                self._warn(line.row, found)

    def _warn(self, row: int, texts: Iterable[str]) -> None:
        """Once: a figure that others turn out to be part of is looked at again once all are stored."""
        for text in texts:
            if text not in self.outcome.warnings.get(row, ()):
                self.outcome.warnings[row].append(text)


class Import(Load):
    """A file's records."""

    def __init__(
        self, kind: Kind, file: IO[bytes], name: str, *, publish: bool = False, said: Writing | None = None,
        keeps_changes: bool = False, most_rows: int | None = None, progress: Callable[[int], object] | None = None,
    ) -> None:  # fmt: skip
        self.file_lines = FileLines(kind, file, name, most_rows)
        self.file_lines.columns  # noqa: B018  a bad header is refused before any row is read
        said = said or Writing(reason=_("Import: %(name)s") % {"name": name[-80:]})
        super().__init__(kind, self.file_lines, said, publish=publish, keeps_changes=keeps_changes, progress=progress)
