"""The public addresses; they are fixed, others link to them."""

from django.urls import path

from initiatives.api import download
from initiatives.views import browse, detail, pages, places, selection, site, vocabulary

urlpatterns = [
    path("", pages.home, name="home"),
    path("initiatieven/", browse.browse, name="browse"),
    path("initiatieven.json", download.initiatives, name="json"),
    path("kaart/", browse.on_map, name="map"),
    path("matrix/", browse.matrix, name="matrix"),
    path("thema.css", site.style, name="theme"),
    path("suggesties", browse.suggestions, name="suggestions"),
    path("initiatieven/<slug:slug>/", detail.initiative, name="initiative"),
    path("gemeenten/", places.municipalities, name="municipalities"),
    path("gemeenten/<slug:slug>/", places.municipality, name="municipality"),
    path("doelgroepen/", vocabulary.target_groups, name="target_groups"),
    path("doelgroepen/<slug:slug>/", vocabulary.target_group, name="target_group"),
    path("categorieen/", vocabulary.categories, name="categories"),
    path("categorieen/<slug:slug>/", vocabulary.category, name="category"),
    path("bronnen/", vocabulary.sources, name="sources"),
    path("bronnen/<slug:slug>/", vocabulary.source, name="source"),
    path("aanbevelingen/", pages.recommendations, name="recommendations"),
    path("selectie/", selection.selection, name="selection"),
    path("selectie.<str:kind>", selection.document, name="selection_document"),
    path("over/", pages.about, name="about"),
    path("zoektips/", pages.search_tips, name="search_tips"),
    path("privacy/", pages.privacy, name="privacy"),
    path("toegankelijkheid/", pages.accessibility, name="accessibility"),
]
