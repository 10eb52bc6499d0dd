"""Every address of the site, in the order a patient meets them."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path

from ashi.exchange.views import llms
from ashi.project.status import status

urlpatterns: list[URLPattern | URLResolver] = [
    path("status/", status, name="status"),
    path("llms.txt", llms, name="llms"),
    *i18n_patterns(
        path("", include("ashi.learn.urls")),
        path("", include("ashi.check.urls")),
        path("find/", include("ashi.find.urls")),
        path("book/", include("ashi.book.urls")),
        path("visit/", include("ashi.book.visit_urls")),
        path("visit/", include("ashi.treat.visit_urls")),
        path("clinic/", include("ashi.clinic.urls")),
        path("clinic/", include("ashi.clinic.treat_urls")),
        path("clinic/", include("ashi.clinic.sign_in_urls")),
        path("", include("ashi.messaging.urls")),
        path("", include("ashi.web.urls")),
        prefix_default_language=False,
    ),
]

handler400 = "ashi.web.errors.bad_request"
handler403 = "ashi.web.errors.forbidden"
handler404 = "ashi.web.errors.not_found"
handler500 = "ashi.web.errors.server_error"
