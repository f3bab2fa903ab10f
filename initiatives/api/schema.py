"""How the API describes itself: OpenAPI 3, in Dutch; what is written here, the documentation page shows too."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest
from django.urls import reverse
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from catalogue.problems import MEDIA_TYPE
from initiatives.api.asking import PAGE_KEY
from initiatives.api.serializers import ProblemSerializer
from initiatives.choices import Channel, Phase, Scope, SizeClass
from initiatives.filters import LONGEST_NAME
from initiatives.models.base import SLUG_PATTERN
from initiatives.search.outlets import LARGE_PAGE, PAGE_SIZE
from initiatives.search.parameters import LONGEST_QUESTION, SIZE_KEY, SORTS, YES

HIGHEST_PAGE = 999_999_999
LONGEST_SLUG = 100
TEXT = {"type": "string", "minLength": 1}


def _parameter(name: str, description: str, example: object, **schema: object) -> OpenApiParameter:
    examples = [OpenApiExample("Voorbeeld", value=example)]
    return OpenApiParameter(name, schema, description=description, examples=examples)


def _several(name: str, description: str, example: str, **item: object) -> OpenApiParameter:
    """A parameter that repeats for several values."""
    values = {"type": "array", "minItems": 1, "items": {**TEXT, **item}}
    examples = [OpenApiExample("Voorbeeld", value=[example])]
    return OpenApiParameter(name, values, description=description, examples=examples, style="form", explode=True)


PAGES = (
    _parameter(PAGE_KEY, "Welke pagina, vanaf 1.", 1, type="integer", minimum=1, maximum=HIGHEST_PAGE, default=1),
    _parameter(
        SIZE_KEY,
        f"Hoeveel op een pagina: hoogstens {LARGE_PAGE}. Zonder deze parameter: {PAGE_SIZE}.",
        5,
        type="integer",
        minimum=1,
        maximum=LARGE_PAGE,
        default=PAGE_SIZE,
    ),
)
QUESTION = (
    _parameter(
        "q",
        "Woorden om op te zoeken, ook met aanhalingstekens of een streepje ervoor.",
        "bellen",
        **TEXT,
        maxLength=LONGEST_QUESTION,
    ),
    _several(
        "gemeente",
        "De gemeente waar het was. Een CBS-code of een oude naam geeft een 301 naar de naam van nu.",
        "almere",
    ),
    _several("provincie", "De provincie waar het was.", "flevoland"),
    _several("doelgroep", "Voor wie het is; een hoofdgroep met haar subgroepen.", "ouderen"),
    _several("categorie", "Waar het over gaat.", "eenzaamheid"),
    _several("vorm", "Hoe het initiatief mensen bereikt.", "telefonisch", enum=Channel.values),
    _several("fase", "Hoe ver het was, op de datum van de bron.", "lopend", enum=Phase.values),
    _several("bereik", "Hoe ver het reikt.", "lokaal", enum=Scope.values),
    _several("inwoners", "Het aantal inwoners van de gemeente.", "tot-25000", enum=SizeClass.values),
    _several("bron", "Het document dat erover vertelt.", "lijst-initiatieven-kwetsbare-doelgroepen"),
    _parameter("landelijk", "Bij een plaats: tel ook de landelijke initiatieven mee.", YES, type="string", enum=[YES]),
    _parameter("precies", "Zoek zonder synoniemen.", YES, type="string", enum=[YES]),
    _parameter(
        "sorteer",
        "De volgorde. Zonder deze parameter staat vooraan wat het beste past.",
        "titel",
        type="string",
        enum=[*SORTS],
    ),
    *PAGES,
)
PROVINCES = _several("provincie", "Alleen gemeenten in deze provincies.", "flevoland")
MAIN_GROUPS = _several("hoortBij", "Alleen subgroepen van deze hoofdgroepen.", "ouderen")
NAME = _parameter("naam", "Een deel van de naam.", "el", **TEXT, maxLength=LONGEST_NAME)
TITLE = _parameter("titel", "Een deel van de titel.", "lijst", **TEXT, maxLength=LONGEST_NAME)
SLUG = OpenApiParameter(
    "slug",
    {"type": "string", "pattern": SLUG_PATTERN, "maxLength": LONGEST_SLUG},
    OpenApiParameter.PATH,
    description="Hoe het initiatief in adressen heet.",
    examples=[OpenApiExample("Voorbeeld", value="coronamaatjes-almere")],
)
REFUSALS = {
    400: "De vraag klopt niet. Alle fouten staan erbij.",
    404: "Dit bestaat niet.",
    405: "Hier kan alleen GET, HEAD en OPTIONS.",
    406: "Wij geven alleen JSON.",
    410: "Dit stond hier vroeger, maar is weggehaald.",
    414: "Het adres is te lang.",
}
ALWAYS = (400, 405, 406, 414)
MOVED = "Een waarde heet nu anders, of een gemeente is opgegaan in een andere: dezelfde vraag staat op een nieuw adres."


def described(
    operation: str, summary: str, answer: object, *, parameters: tuple = (), also: tuple[int, ...] = ()
) -> Callable[[type], type]:
    """A decorator that describes the one operation of a view.

    Args:
        operation: its name for programs, which stays the same.
        summary: what it gives, in Dutch.
        answer: a serializer, or a schema.
        parameters: what can be asked; a view adds its filters.
        also: statuses besides 200, 304 and those in `ALWAYS`.
    """
    refused = {
        (code, MEDIA_TYPE): OpenApiResponse(ProblemSerializer, REFUSALS[code])
        for code in sorted({*ALWAYS, *also} & REFUSALS.keys())
    }
    moved = {301: OpenApiResponse(description=MOVED)} if 301 in also else {}
    responses = {
        (200, "application/json"): OpenApiResponse(answer, summary),
        **moved,
        304: OpenApiResponse(description="Wat u al had, is nog goed."),
        **refused,
    }
    get = extend_schema(
        operation_id=operation,
        summary=summary,
        parameters=[*parameters, *_headers(also, has_pages=404 in also and PAGES[0] in parameters)],
        responses=responses,
        tags=["Catalogus"],
    )
    return extend_schema_view(get=get)


def _headers(also: tuple[int, ...], *, has_pages: bool) -> list[OpenApiParameter]:
    """The headers of the answers."""

    def header(name: str, description: str, codes: bool | list[int], **schema: object) -> OpenApiParameter:
        kind = {"type": "string", **schema}
        return OpenApiParameter(
            name, kind, OpenApiParameter.HEADER, description=description, required=True, response=codes
        )

    headers = [
        header("API-Version", "De versie van de API.", True, pattern=r"^\d+\.\d+\.\d+$"),
        header("ETag", "Stuur dit mee als If-None-Match: dan krijgt u 304 zolang er niets is veranderd.", [200, 304]),
        header("Allow", "Wat hier wel kan.", [405]),
    ]
    if has_pages:
        headers.append(header("Link", "De adressen van andere pagina’s: first, prev, next, last (RFC 8288).", [200]))
    if 301 in also:
        headers.append(header("Location", "Het nieuwe adres.", [301]))
    return headers


def page(name: str, item: type[serializers.Serializer], **more: serializers.Field) -> serializers.Serializer:
    """A page of a list, as an answer.

    Args:
        name: of the component in the description.
        item: what stands in the list.
        more: what the page says besides.
    """
    counted = {
        "aantal": serializers.IntegerField(min_value=0, help_text="Hoeveel er zijn, op alle pagina’s samen."),
        "pagina": serializers.IntegerField(min_value=1),
        "aantalPaginas": serializers.IntegerField(min_value=1),
    }
    return inline_serializer(name, {**more, **counted, "resultaten": item(many=True)})


@cache
def generated() -> dict:
    """The description, wherever the site is."""
    return SchemaGenerator().get_schema(request=None, public=True)


def document(request: HttpRequest) -> dict:
    """The description, with the addresses that depend on where the site is."""
    said = generated()
    about, base = (request.build_absolute_uri(reverse(name)) for name in ("about", "api_documentation"))
    info = said["info"] | {"contact": said["info"]["contact"] | {"url": about}}
    return said | {"info": info, "servers": [{"url": base.rstrip("/")}]}
