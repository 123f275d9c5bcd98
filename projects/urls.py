"""The public site: pages and files under a language, machines without one; and the staff's forms in the admin."""

from django.contrib.sitemaps.views import index as sitemap_index
from django.contrib.sitemaps.views import sitemap
from django.urls import path, re_path

from projects.access import second_factor
from projects.listings import LISTINGS
from projects.views import (
    api,
    attachments,
    charts,
    corrections,
    data,
    detail,
    feed,
    files,
    how_we_count,
    lists,
    overview,
    previews,
    region,
    reports,
    sitemaps,
    suggestions,
)  # fmt: skip
from projects.views.read_only import read_only

KINDS = "|".join(LISTINGS)
MAPS = {"sitemaps": sitemaps.SITEMAPS}
CHARTS = "|".join(charts.CHARTS)
SUGGESTED = "|".join(suggestions.SUGGESTED)

staff = [
    path("second-factor/", second_factor.second_factor, name="second_factor"),
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
    path("feed.atom", read_only(feed.Publications()), name="feed"),
    path("preview.png", previews.of_site, name="preview"),
    re_path(rf"^preview/(?P<kind>{KINDS})/(?P<ref>[^/]+)\.png$", previews.of_record, name="preview_of"),
    path("data/", data.dictionary, name="data"),
    re_path(rf"^charts/(?P<name>{CHARTS})\.(?P<suffix>svg|png|csv)$", charts.chart, name="chart"),
    re_path(rf"^suggestions/(?P<field>{SUGGESTED})/$", suggestions.suggestions, name="suggestions"),
    path("regions/", region.provinces, name="regions"),
    re_path(r"^regions/(?P<code>[^/]+)/$", region.region, name="region"),
    re_path(rf"^(?P<kind>{KINDS})/$", lists.page, name="list"),
    re_path(rf"^(?P<kind>{KINDS})\.(?P<suffix>csv|xlsx|json)$", files.file, name="list_file"),
    re_path(rf"^(?P<kind>{KINDS})/(?P<ref>[^/]+)/$", detail.detail, name="detail"),
    re_path(rf"^(?P<kind>{KINDS})/(?P<ref>[^/]+)/correction/$", corrections.report, name="correction"),
]

machines = [
    path("robots.txt", sitemaps.robots, name="robots"),
    path("sitemap.xml", read_only(sitemap_index), {**MAPS, "sitemap_url_name": "sitemap_of"}, name="sitemap"),
    path("sitemap-<section>.xml", read_only(sitemap), MAPS, name="sitemap_of"),
    re_path(r"^attachments/(?P<pk>[0-9]{1,18})/$", attachments.attachment, name="attachment"),
    path("api/v1/totals/", api.totals, name="api_totals"),
    re_path(rf"^api/v1/(?P<kind>{KINDS})/$", api.rows, name="api_list"),
]
