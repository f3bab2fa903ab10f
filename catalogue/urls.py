"""All addresses; those of the catalogue itself are in initiatives.urls."""

from django.contrib import admin
from django.urls import include, path

from catalogue import health

urlpatterns = [
    path("", include("initiatives.urls")),
    path("api/v1/", include("initiatives.api.urls")),
    path("beheer/", include("initiatives.signin.urls")),
    path("beheer/", admin.site.urls),
    path("healthz", health.alive),
    path("readyz", health.ready),
]

handler400 = "initiatives.views.errors.bad_request"
handler403 = "initiatives.views.errors.forbidden"
handler404 = "initiatives.views.errors.not_found"
handler429 = "initiatives.signin.pages.too_many_requests"
handler500 = "initiatives.views.errors.server_error"
