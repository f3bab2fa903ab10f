"""The public addresses; they are fixed, others link to them."""

from django.contrib import admin
from django.urls import path

from initiatives import downloads, feeds, sitemaps
from initiatives.search.query_string.outlets import DOWNLOADS
from initiatives.views import (
    approaches,
    browse,
    builder,
    crawlers,
    detail,
    embed,
    open_data,
    pages,
    places,
    previews,
    selection,
    site,
    style_guide,
    version,
    vocabulary,
)

urlpatterns = [
    path("", pages.home, name="home"),
    path("initiatieven/", browse.browse, name="browse"),
    path("initiatieven.atom", feeds.feed, name="feed"),
    path("kaart/", browse.on_map, name="map"),
    path("matrix/", browse.matrix, name="matrix"),
    path("matrix/aanpakken/", browse.approach_matrix, name="approach_matrix"),
    path("matrix/v/<slug:row>.<slug:column>", browse.matrix_cell, name="matrix_cell"),
    path("stijl/", style_guide.style_guide, name="style_guide"),
    path("thema.css", site.style, name="theme"),
    path("suggesties", browse.suggestions, name="suggestions"),
    *(
        path(f"initiatieven.{outlet.name}", downloads.download, {"outlet": outlet.name}, name=outlet.name)
        for outlet in DOWNLOADS
    ),
    path("initiatieven/<slug:slug>/", detail.initiative, name="initiative"),
    path("gemeenten/", places.municipalities, name="municipalities"),
    path("gemeenten/<slug:slug>/", places.municipality, name="municipality"),
    path("doelgroepen/", vocabulary.target_groups, name="target_groups"),
    path("doelgroepen/<slug:slug>/", vocabulary.target_group, name="target_group"),
    path("categorieen/", vocabulary.categories, name="categories"),
    path("categorieen/<slug:slug>/", vocabulary.category, name="category"),
    path("aanpakken/", approaches.approaches, name="approaches"),
    path("aanpakken/<slug:slug>/", approaches.approach, name="approach"),
    path("aanpakken/<slug:slug>.<str:kind>", approaches.approach_file, name="approach_file"),
    path("bronnen/", vocabulary.sources, name="sources"),
    path("bronnen/<slug:slug>/", vocabulary.source, name="source"),
    path("aanbevelingen/", pages.recommendations, name="recommendations"),
    path("selectie/", selection.selection, name="selection"),
    path("selectie.<str:kind>", selection.document, name="selection_document"),
    path("embed/initiatieven/", embed.embed, name="embed"),
    path("embed/thema.css", embed.style, name="embed_style"),
    path("voorbeeld/<str:token>/", previews.preview, name="preview"),
    path(
        "beheer/voorvertoning/<str:model>/<int:object_id>/",
        admin.site.admin_view(previews.preview_for_editor),
        name="preview_for_editor",
    ),
    path("insluiten/", builder.builder, name="builder"),
    path("over/", pages.about, name="about"),
    path("over/open-data/", open_data.page, name="open_data"),
    path("zoektips/", pages.search_tips, name="search_tips"),
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
    path("catalogus.ttl", open_data.turtle, name="catalogue_ttl"),
    path("catalogus.jsonld", open_data.json_ld, name="catalogue_jsonld"),
    path("datapackage.json", open_data.package, name="data_package"),
    path("tabelschema.json", open_data.columns, name="table_schema"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("versie", version.version, name="version"),
    path("robots.txt", crawlers.robots, name="robots"),
    path(".well-known/security.txt", crawlers.security, name="security"),
]
