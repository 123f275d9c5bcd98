"""A filled form as a text document, A4, in Chinese."""

from io import BytesIO
from typing import Any

from django.utils.translation import gettext as _
from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from projects.reports import layout
from projects.reports.cells import FilledForm

BODY, TITLE = "仿宋", "宋体"
PAGE = (Mm(210), Mm(297))
MARGIN = Mm(20)
WIDTH = Mm(170)
INDENT = Mm(4)


def write_document(filled: FilledForm) -> bytes:
    document = Document()
    _set_page(document)
    _set_fonts(document)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _set_font(title.add_run(filled.form.title), TITLE, 16, bold=True)
    line = document.add_paragraph("　　".join(layout.above(filled)))
    line.paragraph_format.space_after = Pt(4)
    _add_table(document, filled)
    for section in layout.sections(filled):
        _set_font(document.add_paragraph().add_run(section.title), BODY, 10, bold=True)
        for text in section.texts():
            _set_font(document.add_paragraph().add_run(text), BODY, 9)
    _set_font(document.add_paragraph().add_run(_("Filled from published records.")), BODY, 9)
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = PAGE
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = MARGIN


def _set_fonts(document: Any) -> None:
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(10.5)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), BODY)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    style.element.get_or_add_rPr().append(language)
    style.paragraph_format.space_after = style.paragraph_format.space_before = Pt(2)


def _set_font(run: Any, name: str, size: float, *, bold: bool = False) -> None:
    run.font.name, run.font.size, run.font.bold = name, Pt(size), bold
    run.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), name)


def _add_table(document: Any, filled: FilledForm) -> None:
    table = document.add_table(rows=1 + len(filled.rows), cols=len(layout.WIDTHS))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    widths = [int(WIDTH * share / sum(layout.WIDTHS)) for share in layout.WIDTHS]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _write_row(table.rows[0], layout.headings(filled), widths, is_heading=True, is_centred=True)
    _repeat(table.rows[0])
    for target, row in zip(table.rows[1:], filled.rows, strict=True):
        texts = (row.row.label, row.row.unit, row.this.text, row.prior.text, layout.marks(row))
        _write_row(target, texts, widths, is_heading=row.row.is_heading)
        target.cells[0].paragraphs[0].paragraph_format.left_indent = INDENT * row.row.level


def _write_row(
    row: Any, texts: tuple[str, ...], widths: list[int], *, is_heading: bool, is_centred: bool = False
) -> None:
    for cell, text, width in zip(row.cells, texts, widths, strict=True):
        cell.width = width
        paragraph = cell.paragraphs[0]
        if is_centred:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _set_font(paragraph.add_run(text), BODY, 10.5, bold=is_heading)
    _keep_together(row)


def _repeat(row: Any) -> None:
    """On every page."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_together(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
