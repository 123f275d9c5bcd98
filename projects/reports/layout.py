"""How a filled form is laid out, for screen, spreadsheet and document alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from projects import formatting
from projects.listings.base import printable
from projects.reports.cells import FilledForm, FilledRow, Remark

WIDTHS = (40, 9, 21, 21, 9)
"""Of the columns, in characters."""
GAP = "　"


@dataclass(frozen=True)
class Section:
    title: str
    lines: list[Remark]
    is_numbered: bool = False

    def marked(self) -> Iterator[tuple[str, str, Remark]]:
        """Each line with its mark and its text, which names the years where it is about a cell."""
        for number, line in enumerate(self.lines, start=1):
            yield mark(number) if self.is_numbered else "", self._text(line), line

    def texts(self) -> Iterator[str]:
        for name, text, _line in self.marked():
            yield f"{name}{GAP}{text}" if name else text

    def _text(self, line: Remark) -> str:
        if not (self.is_numbered and line.links):
            return line.text
        years = pgettext("list", ", ").join(formatting.years(year, year) for year in line.links)
        return _("%(years)s: %(text)s") % {"years": years, "text": line.text}


def above(filled: FilledForm) -> tuple[str, ...]:
    """Between the title and the table."""
    return (f"填报单位：{printable(filled.enterprise.name_zh)}", f"年度：{filled.year}年", filled.form.heading)


def headings(filled: FilledForm) -> tuple[str, ...]:
    columns = filled.form.columns
    return (
        columns["label"],
        columns["unit"],
        f"{columns['value']}（{filled.year}年）",
        f"上年（{filled.year - 1}年）",
        columns["remark"],
    )


def mark(number: int) -> str:
    return f"注{number}"


def marks(row: FilledRow) -> str:
    return "、".join(mark(number) for number in row.remarks)


def sections(filled: FilledForm) -> list[Section]:
    """Below the table, in the active language."""
    subsidiaries = [Remark(printable(str(enterprise))) for enterprise in filled.subsidiaries]
    found = [
        Section(_("Remarks"), filled.remarks, is_numbered=True),
        Section(_("To be checked: headings and items that differ"), filled.warnings),
        Section(_("Recorded for the year and in no row"), filled.beside),
        Section(_("Subsidiaries, whose records are not in this form"), subsidiaries),
    ]
    return [section for section in found if section.lines]
