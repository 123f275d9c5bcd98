"""Year-end forms: for staff, who fill them from what is published."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.core.paginator import Paginator
from django.db.models import Max, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.models import CountedFigure, Enterprise
from projects.models.places import NO_FIRST_YEAR
from projects.reports import layout
from projects.reports.cells import Cell, FilledForm, Link, Remark
from projects.reports.declarations import FORMS, ReportForm
from projects.reports.document import write_document
from projects.reports.filling import FORM_LANGUAGE, fill
from projects.reports.unpublished import Unpublished, unpublished
from projects.reports.workbook import write_workbook
from projects.views.details.addresses import list_address

PER_PAGE = 25
LONGEST_QUERY = 100
READS = tuple(
    f"projects.view_{model}"
    for model in ("enterprise", "aidproject", "funding", "donation", "purchase", "outcome", "award")
)
FILES: dict[str, tuple[Callable[[FilledForm], bytes], str]] = {
    "xlsx": (write_workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "docx": (write_document, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
}

View = Callable[..., HttpResponse]


def for_staff(view: View) -> View:
    """Whoever may read the records in the admin may read the forms."""
    allowed: View = permission_required(READS, raise_exception=True)(require_safe(view))
    return never_cache(staff_member_required(allowed, login_url="admin:login"))


class UnknownFormError(Exception):
    """No form has this address; the text says why."""


@dataclass(frozen=True)
class YearLink:
    year: int
    address: str
    has_records: bool


@dataclass(frozen=True)
class EnterpriseRow:
    enterprise: Enterprise
    years: list[tuple[ReportForm, list[YearLink]]]


@for_staff
def index(request: HttpRequest) -> HttpResponse:
    """Forms × enterprises × years."""
    asked = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_QUERY]
    found: QuerySet[Enterprise] = Enterprise.objects.filter(state="published").order_by("ref")
    if asked:
        found = found.filter(
            Q(ref__icontains=asked) | Q(name_zh__icontains=asked) | Q(name_en__icontains=asked)
            | Q(aliases__icontains=asked) | Q(uscc__icontains=asked)
        )  # fmt: skip
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Year-end forms"),
        "forms": FORMS.values(),
        "rows": list(_index_rows(list(page.object_list))),
        "page": page,
        "asked": asked,
    }
    return _render(request, "reports/index.html", context)


def _index_rows(enterprises: list[Enterprise]) -> Iterator[EnterpriseRow]:
    spans = {
        pk: (first or NO_FIRST_YEAR, last)
        for pk, first, last in CountedFigure.objects.filter(enterprise__in=enterprises)
        .order_by()
        .values_list("enterprise")
        .annotate(first=Min("year_from"), last=Max("year_to"))
    }
    for enterprise in enterprises:
        first, last = spans.get(enterprise.pk, (1, 0))
        yield EnterpriseRow(
            enterprise,
            [
                (
                    form,
                    [
                        YearLink(year, _address(form, enterprise, year), first <= year <= last)
                        for year in reversed(years_of(form))
                    ],
                )
                for form in FORMS.values()
            ],
        )


def years_of(form: ReportForm) -> range:
    """A form that is still in use reaches to the present year."""
    return range(form.first_year, (form.last_year or timezone.localdate().year) + 1)


def _address(form: ReportForm, enterprise: Enterprise, year: int, suffix: str = "") -> str:
    kwargs = {"form": form.key, "enterprise": enterprise.ref, "year": str(year)}
    if suffix:
        return reverse("report_file", kwargs={**kwargs, "suffix": suffix})
    return reverse("report", kwargs=kwargs)


def understood(form: str, enterprise: str, year: str) -> tuple[ReportForm, Enterprise, int]:
    if form not in FORMS:
        raise UnknownFormError(_("There is no form “%(form)s”.") % {"form": form[:64]})
    known, years = FORMS[form], years_of(FORMS[form])
    if not (year.isascii() and year.isdigit() and len(year) == 4 and int(year) in years):
        raise UnknownFormError(
            _("This form is filled for the years %(first)s to %(last)s, not for “%(year)s”.")
            % {"first": years[0], "last": years[-1], "year": year[:64]}
        )
    found = None
    if "\x00" not in enterprise:
        found = Enterprise.objects.filter(state="published", ref=enterprise).first()
    if found is None:
        raise UnknownFormError(_("No published enterprise has the ref “%(ref)s”.") % {"ref": enterprise[:64]})
    return known, found, int(year)


def _unknown(request: HttpRequest, error: UnknownFormError) -> HttpResponse:
    context = {"title": _("There is nothing here"), "reason": str(error)}
    return _render(request, "reports/unknown.html", context, status=404)


@dataclass(frozen=True)
class ShownEntry:
    text: str
    address: str


@dataclass(frozen=True)
class ShownCell:
    entries: list[ShownEntry]
    remarks: tuple[int, ...]
    is_number: bool


@for_staff
def report(request: HttpRequest, form: str, enterprise: str, year: str) -> HttpResponse:
    try:
        known, giver, of_year = understood(form, enterprise, year)
    except UnknownFormError as error:
        return _unknown(request, error)
    filled = fill(known, giver, of_year)
    context = {
        "title": known.name,
        "filled": filled,
        "above": layout.above(filled),
        "headings": layout.headings(filled),
        "rows": [(row, _shown(row.this), _shown(row.prior)) for row in filled.rows],
        "sections": [
            (section, [(name, text, _records(line)) for name, text, line in section.marked()])
            for section in layout.sections(filled)
        ],
        "waiting": [(found, _changelist(found)) for found in unpublished(giver, of_year)],
        "years": [YearLink(each, _address(known, giver, each), True) for each in years_of(known)],
        "files": [(suffix, _address(known, giver, of_year, suffix)) for suffix in FILES],
    }
    return _render(request, "reports/report.html", context)


@for_staff
def file(request: HttpRequest, form: str, enterprise: str, year: str, suffix: str) -> HttpResponse:
    try:
        known, giver, of_year = understood(form, enterprise, year)
    except UnknownFormError as error:
        return _unknown(request, error)
    write, content_type = FILES[suffix]
    with override(FORM_LANGUAGE):
        content = write(fill(known, giver, of_year))
    name = f"{known.key}-{giver.ref}-{of_year}.{suffix}"
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )


def _shown(cell: Cell) -> ShownCell:
    entries = [ShownEntry(entry.text, _records_at(entry.link)) for entry in cell.entries]
    return ShownCell(entries, cell.remarks, cell.number is not None)


def _records_at(link: Link | None) -> str:
    return list_address(link.list, link.scope) if link else ""


def _records(remark: Remark) -> list[tuple[int, str]]:
    """Where the records a remark speaks of are, by year."""
    return [(year, address) for year, link in remark.links.items() if (address := _records_at(link))]


def _changelist(found: Unpublished) -> str:
    address = reverse(f"admin:projects_{found.model._meta.model_name}_changelist")
    return f"{address}?state__in=draft,in_review"


def _render(request: HttpRequest, template: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    return render(request, template, {**admin.site.each_context(request), **context}, status=status)
