"""The addresses of version 1 of the API; none but the first ends with a slash."""

from django.urls import path

from initiatives.api import documentation, views

urlpatterns = [
    path("", documentation.documentation, name="api_documentation"),
    path("openapi.json", views.Description.as_view(), name="api_description"),
    path("initiatieven", views.InitiativeList.as_view(), name="api"),
    path("initiatieven/<slug:slug>", views.InitiativeDetail.as_view(), name="api_initiative"),
    path("facetten", views.FacetCounts.as_view(), name="api_facets"),
    path("gemeenten", views.MunicipalityList.as_view(), name="api_municipalities"),
    path("provincies", views.ProvinceList.as_view(), name="api_provinces"),
    path("doelgroepen", views.TargetGroupList.as_view(), name="api_target_groups"),
    path("categorieen", views.CategoryList.as_view(), name="api_categories"),
    path("aanpakken", views.ApproachList.as_view(), name="api_approaches"),
    path("bronnen", views.SourceList.as_view(), name="api_sources"),
]
