from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from projects.urls import machines, pages, staff
from projects.views import errors, root

urlpatterns = [
    path("", root.choose_language, name="root"),
    path("favicon.ico", root.favicon, name="favicon"),
    path("healthz", root.healthz, name="healthz"),
    *machines,
    *i18n_patterns(path("admin/", include(staff)), path("admin/", admin.site.urls), path("", include(pages))),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error
