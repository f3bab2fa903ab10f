"""All addresses; the domain's own are in initiatives.urls."""

from django.contrib import admin
from django.urls import include, path

from initiatives.views import pages

urlpatterns = [
    path("", include("initiatives.urls")),
    path("api/v1/", include("initiatives.api.urls")),
    path("beheer/", admin.site.urls),
    path("healthz", pages.alive),
    path("readyz", pages.ready),
]

handler400 = "initiatives.views.pages.bad_request"
handler403 = "initiatives.views.pages.forbidden"
handler404 = "initiatives.views.pages.not_found"
handler500 = "initiatives.views.pages.server_error"
