"""The addresses of version 1 of the API; none but the first ends with a slash."""

from django.urls import path

from initiatives.api import documentation, views

urlpatterns = [
    path("", documentation.documentation, name="api_documentation"),
    path("openapi.json", views.Description.as_view(), name="api_description"),
    path("initiatieven", views.Initiatives.as_view(), name="api"),
    path("initiatieven/<slug:slug>", views.OneInitiative.as_view(), name="api_initiative"),
    path("facetten", views.Facets.as_view(), name="api_facets"),
    path("gemeenten", views.Municipalities.as_view(), name="api_municipalities"),
    path("provincies", views.Provinces.as_view(), name="api_provinces"),
    path("doelgroepen", views.TargetGroups.as_view(), name="api_target_groups"),
    path("categorieen", views.Categories.as_view(), name="api_categories"),
    path("bronnen", views.Sources.as_view(), name="api_sources"),
]
