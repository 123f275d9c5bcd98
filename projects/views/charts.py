"""Charts as files to take away."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404

from projects.charts import can_write, to_png, to_svg
from projects.exports.csv_file import csv_of_rows
from projects.models import Region, Village
from projects.views import overview, region
from projects.views.details import village
from projects.views.graphics import Graphic
from projects.views.read_only import read_only


def of_regions(request: HttpRequest) -> Graphic:
    code = request.GET.get("region")
    if code is None:
        return overview.region_chart(overview.regions_with_funding())
    if not (code.isascii() and code.isdigit()):
        raise Http404
    within = get_object_or_404(Region, code=code)
    return region.division_chart(region.children_of(within), within)


def of_measures(request: HttpRequest) -> Graphic:
    return overview.measure_chart(overview.measures())


def of_years(request: HttpRequest) -> Graphic:
    return overview.year_chart(overview.years())


def of_village(request: HttpRequest) -> Graphic:
    ref = request.GET.get("village", "")
    if "\0" in ref:
        raise Http404
    return village.timeline_of(get_object_or_404(Village.objects.published(), ref=ref))


CHARTS: dict[str, Callable[[HttpRequest], Graphic]] = {
    "funding-by-region": of_regions,
    "funding-by-measure": of_measures,
    "funding-by-year": of_years,
    "timeline": of_village,
}


@read_only
def chart(request: HttpRequest, name: str, suffix: str) -> HttpResponseBase:
    graphic = CHARTS[name](request)
    disposition = {"Content-Disposition": f'attachment; filename="{name}.{suffix}"'}
    if suffix == "csv":
        blocks = csv_of_rows(graphic.fields, graphic.rows)
        return StreamingHttpResponse(blocks, content_type="text/csv; charset=utf-8", headers=disposition)
    alone = graphic.standing_alone(f"{request.scheme}://{request.get_host()}")
    if suffix == "svg":
        return HttpResponse(to_svg(alone, graphic.title), content_type="image/svg+xml", headers=disposition)
    if not can_write(graphic.title):
        raise Http404
    return HttpResponse(to_png(alone), content_type="image/png", headers=disposition)
