"""The addresses of the API: a view asks, and says the answer in JSON."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework import serializers
from rest_framework.response import Response

from initiatives.api import filters
from initiatives.api import parameters as asked
from initiatives.api import serializers as said
from initiatives.api.base import Listing, PlainReading, Reading, paged
from initiatives.api.query import page_of, question
from initiatives.api.schema import described, document, page
from initiatives.models import Category, Initiative, Municipality, Province, Source, TargetGroup
from initiatives.permalinks import find
from initiatives.search.full_records import whole

FOUND = {
    "titel": serializers.CharField(help_text="Wat er gevonden is, in een zin."),
    "bedoeld": serializers.CharField(
        help_text="Waarop wij zochten als uw eigen woorden niets opleverden; anders leeg."
    ),
}


@described(
    "zoekInitiatieven",
    "Initiatieven zoeken en filteren",
    page("Initiatieven", said.InitiativeSerializer, **FOUND),
    parameters=asked.QUESTION,
    also=(301, 404),
)
class Initiatives(Reading):
    """The initiatives that the pages show for the same question, in the same order."""

    def answer(self, request: HttpRequest) -> Response:
        search = question(request)
        page = page_of(search.results, search)
        start = (page.number - 1) * page.paginator.per_page
        found = whole(search, start, start + page.paginator.per_page)
        results = said.InitiativeSerializer(found, many=True, context={"request": request}).data
        return paged(request, page, results, titel=search.sentence, bedoeld=search.answer.meant)


@described(
    "leesInitiatief",
    "Eén initiatief",
    said.InitiativeSerializer,
    parameters=(asked.SLUG,),
    also=(301, 404, 410),
)
class OneInitiative(PlainReading):
    def answer(self, request: HttpRequest, slug: str) -> Response:
        found = find(Initiative.objects.published().for_detail(), slug)
        return Response(said.InitiativeSerializer(found, context={"request": request}).data)


@described(
    "telInitiatieven",
    "Facetten met aantallen, van alle pagina’s samen",
    said.FacetsSerializer,
    parameters=asked.QUESTION,
    also=(301,),
)
class Facets(Reading):
    """The filters beside the list of the same question, with the same counts."""

    def answer(self, request: HttpRequest) -> Response:
        return Response(said.FacetsSerializer(question(request)).data)


@described(
    "leesGemeenten",
    "De gemeenten van nu",
    page("Gemeenten", said.MunicipalitySerializer),
    parameters=(asked.PROVINCES, asked.NAME, *asked.PAGES),
    also=(301, 404),
)
class Municipalities(Listing):
    filters = filters.MunicipalityFilter
    serializer = said.MunicipalitySerializer
    facets: ClassVar[dict[str, str]] = {"provincie": "provincie"}

    def rows(self) -> QuerySet:
        return Municipality.objects.existing().select_related("province").prefetch_related("predecessors")


@described(
    "leesProvincies",
    "De provincies",
    page("Provincies", said.ProvinceSerializer),
    parameters=(asked.NAME, *asked.PAGES),
    also=(404,),
)
class Provinces(Listing):
    filters = filters.ProvinceFilter
    serializer = said.ProvinceSerializer

    def rows(self) -> QuerySet:
        return Province.objects.all()


@described(
    "leesDoelgroepen",
    "De doelgroepen",
    page("Doelgroepen", said.TargetGroupSerializer),
    parameters=(asked.MAIN_GROUPS, asked.NAME, *asked.PAGES),
    also=(301, 404),
)
class TargetGroups(Listing):
    filters = filters.TargetGroupFilter
    serializer = said.TargetGroupSerializer
    facets: ClassVar[dict[str, str]] = {"hoortBij": "doelgroep"}

    def rows(self) -> QuerySet:
        return TargetGroup.objects.select_related("parent")


@described(
    "leesCategorieen",
    "De categorieën",
    page("Categorieen", said.CategorySerializer),
    parameters=(asked.NAME, *asked.PAGES),
    also=(404,),
)
class Categories(Listing):
    filters = filters.CategoryFilter
    serializer = said.CategorySerializer

    def rows(self) -> QuerySet:
        return Category.objects.all()


@described(
    "leesBronnen",
    "De bronnen",
    page("Bronnen", said.SourceSerializer),
    parameters=(asked.TITLE, *asked.PAGES),
    also=(404,),
)
class Sources(Listing):
    filters = filters.SourceFilter
    serializer = said.SourceSerializer

    def rows(self) -> QuerySet:
        return Source.objects.all()


@described("leesBeschrijving", "De beschrijving van deze API, als OpenAPI 3", {"type": "object"})
class Description(PlainReading):
    def answer(self, request: HttpRequest) -> Response:
        return Response(document(request))
