"""The views of the API."""

from typing import ClassVar

from django.db.models import QuerySet
from django.http import HttpRequest
from rest_framework.response import Response
from rest_framework.serializers import CharField

from initiatives.api import filters, parameters, serializers
from initiatives.api.base import ParameterlessView, ReadView, VocabularyList, paged
from initiatives.api.query import answer_request, page_of
from initiatives.api.schema import described, document, page
from initiatives.models import Category, Initiative, Municipality, Province, Source, TargetGroup, with_findings
from initiatives.permalinks import find
from initiatives.search.full_records import load_page

ANSWER_FIELDS = {
    "titel": CharField(help_text="Wat er gevonden is, in een zin."),
    "bedoeld": CharField(help_text="Waarop wij zochten als uw eigen woorden niets opleverden; anders leeg."),
}


@described(
    "zoekInitiatieven",
    "Initiatieven zoeken en filteren",
    "Geeft de initiatieven die bij uw vraag passen, in dezelfde volgorde als de lijst op de site. Zonder parameters"
    " krijgt u ze allemaal, in pagina’s.",
    page("Initiatieven", serializers.InitiativeSerializer, **ANSWER_FIELDS),
    parameters=parameters.QUERY,
    also=(301, 404),
)
class InitiativeList(ReadView):
    """The initiatives that the pages show for the same question, in the same order."""

    def answer(self, request: HttpRequest) -> Response:
        answer = answer_request(request)
        page = page_of(answer.search.results, answer.parameters)
        start = (page.number - 1) * page.paginator.per_page
        initiatives = load_page(answer.search, start, start + page.paginator.per_page)
        results = serializers.InitiativeSerializer(initiatives, many=True, context={"request": request}).data
        return paged(request, page, results, titel=answer.sentence, bedoeld=answer.search.text_match.meant)


@described(
    "leesInitiatief",
    "Eén initiatief",
    "Geeft alles wat wij over een initiatief weten, en waar dat in de bron staat.",
    serializers.InitiativeSerializer,
    parameters=(parameters.SLUG,),
    also=(301, 404, 410),
)
class InitiativeDetail(ParameterlessView):
    def answer(self, request: HttpRequest, slug: str) -> Response:
        initiative = find(Initiative.objects.published().for_detail(), slug)
        return Response(serializers.InitiativeSerializer(initiative, context={"request": request}).data)


@described(
    "telInitiatieven",
    "Facetten met aantallen, van alle pagina’s samen",
    "Geeft bij uw vraag alle filters. Bij elke waarde staat hoeveel initiatieven u krijgt met alleen die waarde.",
    serializers.FacetsSerializer,
    parameters=parameters.QUERY,
    also=(301,),
)
class FacetCounts(ReadView):
    """The filters beside the list of the same question, with the same counts."""

    def answer(self, request: HttpRequest) -> Response:
        return Response(serializers.FacetsSerializer(answer_request(request)).data)


@described(
    "leesGemeenten",
    "De gemeenten van nu",
    "Geeft elke gemeente van nu met de gemeenten waaruit zij is ontstaan, en met het aantal initiatieven.",
    page("Gemeenten", serializers.MunicipalitySerializer),
    parameters=(parameters.PROVINCES, parameters.NAME, *parameters.PAGES),
    also=(301, 404),
)
class MunicipalityList(VocabularyList):
    filters = filters.MunicipalityFilter
    serializer = serializers.MunicipalitySerializer
    facets: ClassVar[dict[str, str]] = {"provincie": "provincie"}

    def rows(self) -> QuerySet:
        return Municipality.objects.existing().select_related("province").prefetch_related("predecessors")


@described(
    "leesProvincies",
    "De provincies",
    "Geeft de twaalf provincies, met het aantal initiatieven.",
    page("Provincies", serializers.ProvinceSerializer),
    parameters=(parameters.NAME, *parameters.PAGES),
    also=(404,),
)
class ProvinceList(VocabularyList):
    rows = Province.objects.all
    filters = filters.NameFilter
    serializer = serializers.ProvinceSerializer


@described(
    "leesDoelgroepen",
    "De doelgroepen",
    "Geeft de hoofdgroepen en de subgroepen, met een uitleg en met tips om die mensen te bereiken.",
    page("Doelgroepen", serializers.TargetGroupSerializer),
    parameters=(parameters.MAIN_GROUPS, parameters.NAME, *parameters.PAGES),
    also=(301, 404),
)
class TargetGroupList(VocabularyList):
    rows = TargetGroup.objects.select_related("parent").all
    filters = filters.TargetGroupFilter
    serializer = serializers.TargetGroupSerializer
    facets: ClassVar[dict[str, str]] = {"hoortBij": "doelgroep"}


@described(
    "leesCategorieen",
    "De categorieën",
    "Geeft de onderwerpen waarop u kunt filteren, met een uitleg.",
    page("Categorieen", serializers.CategorySerializer),
    parameters=(parameters.NAME, *parameters.PAGES),
    also=(404,),
)
class CategoryList(VocabularyList):
    rows = Category.objects.all
    filters = filters.NameFilter
    serializer = serializers.CategorySerializer


@described(
    "leesAanpakken",
    "De aanpakken: wat er gedaan is",
    "Geeft de aanpakken, met een uitleg en met wat de bronnen erover zeggen.",
    page("Aanpakken", serializers.ApproachSerializer),
    parameters=(parameters.NAME, *parameters.PAGES),
    also=(404,),
)
class ApproachList(VocabularyList):
    rows = staticmethod(with_findings)
    filters = filters.NameFilter
    serializer = serializers.ApproachSerializer


@described(
    "leesBronnen",
    "De bronnen",
    "Geeft de documenten waar de initiatieven uit komen.",
    page("Bronnen", serializers.SourceSerializer),
    parameters=(parameters.TITLE, *parameters.PAGES),
    also=(404,),
)
class SourceList(VocabularyList):
    rows = Source.objects.prefetch_related("publications").all
    filters = filters.SourceFilter
    serializer = serializers.SourceSerializer


@described(
    "leesBeschrijving",
    "De beschrijving van deze API, als OpenAPI 3",
    "Geeft dit document. Programma’s maken er code of documentatie van.",
    {"type": "object"},
)
class Description(ParameterlessView):
    def answer(self, request: HttpRequest) -> Response:
        return Response(document(request))
