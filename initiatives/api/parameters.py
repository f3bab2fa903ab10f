"""What can be asked of the API: each parameter as it is described; what it means is for `search.parameters`."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter

from initiatives.api.filters import LONGEST_NAME
from initiatives.choices import Channel, Phase, Scope, SizeClass
from initiatives.models.base import SLUG_PATTERN
from initiatives.search.query_string.outlets import LARGE_PAGE, PAGE_SIZE
from initiatives.search.query_string.parameters import LONGEST_QUESTION, PAGE_KEY, SIZE_KEY, SORTS, YES

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
