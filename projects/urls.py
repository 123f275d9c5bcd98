"""The public site: pages and files under a language, machines without one; and the staff's forms in the admin."""

from django.urls import path, re_path

from projects.listings import LISTINGS
from projects.views import api, charts, data, detail, files, how_we_count, lists, overview, region, reports

KINDS = "|".join(LISTINGS)
CHARTS = "|".join(charts.CHARTS)

staff = [
    path("reports/", reports.index, name="reports"),
    path("reports/<str:form>/<str:enterprise>/<str:year>/", reports.report, name="report"),
    re_path(
        r"^reports/(?P<form>[^/]+)/(?P<enterprise>[^/]+)/(?P<year>[^/]+)\.(?P<suffix>xlsx|docx)$",
        reports.file,
        name="report_file",
    ),
]

pages = [
    path("", overview.overview, name="overview"),
    path("how-we-count/", how_we_count.how_we_count, name="how_we_count"),
    path("data/", data.dictionary, name="data"),
    re_path(rf"^charts/(?P<name>{CHARTS})\.(?P<suffix>svg|png|csv)$", charts.chart, name="chart"),
    path("regions/", region.provinces, name="regions"),
    re_path(r"^regions/(?P<code>[^/]+)/$", region.region, name="region"),
    re_path(rf"^(?P<kind>{KINDS})/$", lists.page, name="list"),
    re_path(rf"^(?P<kind>{KINDS})\.(?P<suffix>csv|xlsx|json)$", files.file, name="list_file"),
    re_path(rf"^(?P<kind>{KINDS})/(?P<ref>[^/]+)/$", detail.detail, name="detail"),
]

machines = [
    path("api/v1/totals/", api.totals, name="api_totals"),
    re_path(rf"^api/v1/(?P<kind>{KINDS})/$", api.rows, name="api_list"),
]
