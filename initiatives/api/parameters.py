"""The parameters of the API as OpenAPI describes them; `search.query_string.parameters` reads them."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from initiatives.api.filters import MAX_NAME_LENGTH
from initiatives.models.base import SLUG_PATTERN
from initiatives.search.facets.definitions import FACETS
from initiatives.search.query_string.outlets import LARGE_PAGE_SIZE, PAGE_SIZE
from initiatives.search.query_string.parameters import (
    LITERAL_KEY,
    MAX_QUERY_LENGTH,
    NATIONAL_KEY,
    PAGE_KEY,
    SIZE_KEY,
    SORT_KEY,
    WORDS_KEY,
    YES,
)
from initiatives.search.sorting import SORTS

MAX_PAGE = 999_999_999
MAX_SLUG_LENGTH = 100
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
    _parameter(PAGE_KEY, "Welke pagina, vanaf 1.", 1, type="integer", minimum=1, maximum=MAX_PAGE, default=1),
    _parameter(
        SIZE_KEY,
        f"Hoeveel op een pagina: hoogstens {LARGE_PAGE_SIZE}. Zonder deze parameter: {PAGE_SIZE}.",
        5,
        type="integer",
        minimum=1,
        maximum=LARGE_PAGE_SIZE,
        default=PAGE_SIZE,
    ),
)
FACET_PARAMETERS = tuple(
    _several(facet.key, facet.meaning, facet.example, **({"enum": facet.choices.values} if facet.choices else {}))
    for facet in FACETS.values()
)
QUERY = (
    _parameter(
        WORDS_KEY,
        "Woorden om op te zoeken, ook met aanhalingstekens of een streepje ervoor.",
        "bellen",
        **TEXT,
        maxLength=MAX_QUERY_LENGTH,
    ),
    *FACET_PARAMETERS,
    _parameter(NATIONAL_KEY, "Bij een plaats: tel ook de landelijke initiatieven mee.", YES, type="string", enum=[YES]),
    _parameter(LITERAL_KEY, "Zoek zonder synoniemen.", YES, type="string", enum=[YES]),
    _parameter(
        SORT_KEY,
        "De volgorde. Zonder deze parameter staat vooraan wat het beste past.",
        "titel",
        type="string",
        enum=[*SORTS],
    ),
    *PAGES,
)
PROVINCES = _several("provincie", "Alleen gemeenten in deze provincies.", "flevoland")
MAIN_GROUPS = _several("hoortBij", "Alleen subgroepen van deze hoofdgroepen.", "ouderen")
NAME = _parameter("naam", "Een deel van de naam.", "el", **TEXT, maxLength=MAX_NAME_LENGTH)
TITLE = _parameter("titel", "Een deel van de titel.", "lijst", **TEXT, maxLength=MAX_NAME_LENGTH)
SLUG = OpenApiParameter(
    "slug",
    {"type": "string", "pattern": SLUG_PATTERN, "maxLength": MAX_SLUG_LENGTH},
    OpenApiParameter.PATH,
    description="Hoe het initiatief in adressen heet.",
    examples=[OpenApiExample("Voorbeeld", value="coronamaatjes-almere")],
)
