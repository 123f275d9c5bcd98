"""Excel workbooks: the first visible sheet, its values read by calamine from a copy of the parts they stand in."""

import posixpath
import zipfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO
from xml.sax.saxutils import quoteattr

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineSheet, load_workbook

from projects.imports.reading_format import misleading
from projects.imports.reading_package import Package, damaged
from projects.imports.reading_sheet import (
    MAX_FORMULAS,
    Attributes,
    Merged,
    SheetScan,
    fed,
    local_name,
    parser_for,
    too_many_merged,
)
from projects.imports.reading_table import (
    Fault,
    Recognised,
    Record,
    Table,
    UnreadableFileError,
    checked,
    fault,
    table_of,
    trimmed,
)

MAX_OUTLINE = 10_000_000
"""Bytes of the parts that say which sheets there are."""

_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_COPIED = {"worksheet": "worksheets/sheet1.xml", "sharedStrings": "sharedStrings.xml", "styles": "styles.xml"}
"""What calamine needs of a workbook, and what the copy calls it."""


@dataclass(frozen=True)
class Outline:
    """The parts that one sheet's values depend on, by their role, and the day the workbook counts from."""

    parts: Mapping[str, str]
    is_from_1904: bool


def read_xlsx(file: IO[bytes], name: str, recognised: Recognised) -> Table:
    package = Package(file, name)
    outline = _outline(package)
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "sheet.xlsx"
        scan = _copied(package, outline, copy)
        sheet = _sheet(copy)
    faults = scan.faults
    return table_of(_records(sheet, faults, scan.merged), recognised, faults)


def _elements(package: Package, part: str) -> list[tuple[str, Attributes]]:
    if part not in package or package.size(part) > MAX_OUTLINE:
        raise damaged()
    found: list[tuple[str, Attributes]] = []
    parser = parser_for(lambda name, attributes: found.append((local_name(name), attributes)))
    for block in package.blocks(part):
        fed(parser, block)
    fed(parser, b"", is_last=True)
    return found


def _outline(package: Package) -> Outline:
    workbook = _elements(package, "xl/workbook.xml")
    relations = {
        attributes.get("Id"): (
            attributes.get("Type", "").rpartition("/")[2],
            posixpath.normpath(posixpath.join("/xl", attributes.get("Target", ""))).lstrip("/"),
        )
        for name, attributes in _elements(package, "xl/_rels/workbook.xml.rels")
        if name == "Relationship"
    }
    parts = dict(relations.values())
    parts.pop("worksheet", None)
    for name, attributes in workbook:
        if name != "sheet" or attributes.get("state", "visible") != "visible":
            continue
        relation = next((value for key, value in attributes.items() if local_name(key) == "id" and ":" in key), None)
        role, part = relations.get(relation, ("", ""))
        if role == "worksheet":
            parts["worksheet"] = part
            break
    if parts.get("worksheet") not in package:
        raise UnreadableFileError(_("The workbook has no visible sheet with a table."), code="no_sheet")
    is_from_1904 = any(
        name == "workbookPr" and attributes.get("date1904") in ("1", "true") for name, attributes in workbook
    )
    return Outline({role: parts[role] for role in _COPIED if parts.get(role, "") in package}, is_from_1904)


def _copied(package: Package, outline: Outline, copy: Path) -> SheetScan:
    """Writes the parts as they are unpacked under the limits; what is to be known of the sheet's cells.

    Calamine unpacks whatever an archive holds and reserves memory for whatever extent a sheet claims: it gets
    to see only what has been looked through.
    """
    scan = SheetScan(misleading(_elements(package, outline.parts["styles"])) if "styles" in outline.parts else {})
    with zipfile.ZipFile(copy, "w") as archive:
        archive.writestr("_rels/.rels", _relations({"officeDocument": "xl/workbook.xml"}))
        archive.writestr("xl/workbook.xml", _workbook(outline))
        archive.writestr("xl/_rels/workbook.xml.rels", _relations({role: _COPIED[role] for role in outline.parts}))
        for role, part in outline.parts.items():
            with archive.open(f"xl/{_COPIED[role]}", "w") as target:
                for block in package.blocks(part):
                    if role == "worksheet":
                        scan.feed(block)
                    target.write(block)
    scan.feed(b"", is_last=True)
    return scan


def _workbook(outline: Outline) -> str:
    date_base = ' date1904="1"' if outline.is_from_1904 else ""
    return (
        f"<workbook xmlns={quoteattr(_MAIN)} xmlns:r={quoteattr(_OFFICE)}><workbookPr{date_base}/>"
        '<sheets><sheet name="1" sheetId="1" r:id="worksheet"/></sheets></workbook>'
    )


def _relations(targets: Mapping[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="{role}" Type="{_OFFICE}/{role}" Target="{target}"/>' for role, target in targets.items()
    )
    return f"<Relationships xmlns={quoteattr(_PACKAGE)}>{relations}</Relationships>"


def _of_merged(area: Merged, row: int) -> Fault:
    message = _("Cells %(cells)s are merged: only the first holds a value. Unmerge them, and fill in every cell.")
    return fault(area.column, row, message, "merged", cells=area.name)


def _is_failure(error: BaseException) -> bool:
    """Whether calamine could not read on; a panic of it is no Exception, so that no one takes it for one."""
    return isinstance(error, Exception) or type(error).__name__ == "PanicException"


def _sheet(copy: Path) -> CalamineSheet:
    try:
        with load_workbook(copy) as workbook:
            return workbook.get_sheet_by_index(0)
    except BaseException as error:
        if _is_failure(error):
            raise damaged() from error
        raise


def _values(sheet: CalamineSheet) -> Iterator[list[object]]:
    """The sheet's rows from row 1, each from column A."""
    left = [None] * sheet.start[1] if sheet.start else []
    try:
        for values in sheet.iter_rows():
            yield [*left, *values]
    except BaseException as error:
        if _is_failure(error):
            raise damaged() from error
        raise


def _records(sheet: CalamineSheet, faults: dict[int, list[Fault]], merged: Sequence[Merged]) -> Iterator[Record]:
    """The rows that hold something, be it a formula without a value.

    Merged cells become faults of the rows they show a value in, as these are come to: none where all is empty.
    """
    number, noted = 0, 0
    beginning: dict[int, list[Merged]] = defaultdict(list)
    standing: list[Merged] = []
    for area in merged:
        beginning[area.first_row].append(area)
    for number, values in enumerate(_values(sheet), 1):
        cells = trimmed(values)
        begun = [area for area in beginning.get(number, ()) if cells[area.column : area.column + 1] not in ([], [None])]
        standing = [area for area in (*standing, *begun) if area.last_row >= number]
        if cells and standing:
            faults[number] = [*faults.get(number, ()), *(_of_merged(area, number) for area in standing)]
            noted += len(standing)
            if noted > MAX_FORMULAS:
                raise too_many_merged(standing[0])
        if cells or number in faults:
            yield checked(number, cells)
    for further in faults:
        if further > number:
            yield further, []
