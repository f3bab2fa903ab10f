"""The style guide: every component of the pages with examples, for editors and on a trial site."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from initiatives.choices import Phase, SizeClass
from initiatives.embedding.embed import embed_of
from initiatives.embedding.form import Form
from initiatives.maps.dots import Map
from initiatives.models import Category, Initiative, Municipality
from initiatives.search.crosstab import ROWS, crosstab
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.page.places import EmptyPlace, Merger
from initiatives.search.search import Search
from initiatives.views.editing import EditLinks
from initiatives.views.lists import FilteredRows, most_frequent
from initiatives.views.site import FOOTER_MENU, MENU, Owner, Preview

ORIGIN = "https://voorbeeld.nl"
OWNER = Owner("Gemeente Voorbeeld", "Postbus 1, 1000 AA Voorbeeld", "https://voorbeeld.nl", "redactie@voorbeeld.nl")
NOBODY = Owner("", "", "", "")


@dataclass(frozen=True)
class Example:
    """A component with arguments. `is_source`: show its HTML, since it belongs in the head or around a page."""

    title: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    is_source: bool = False


@require_safe
def style_guide(request: HttpRequest) -> HttpResponse:
    """Show every component; 404 for visitors of a site that is not a trial."""
    if not (settings.STYLE_GUIDE or request.user.is_staff):
        raise Http404
    return render(request, "pages/style_guide.html", {"examples": examples()})


def examples() -> dict[str, list[Example]]:
    """Return the examples of each component by its name, from the catalogue as it is now."""
    answer = AnswerPage(Search.of())
    parts = (_frame(), _texts(), _lists(answer), _filters(answer), _numbers(answer), _forms(answer))
    return dict(sorted((name, shown) for part in parts for name, shown in part))


Examples = Iterator[tuple[str, list[Example]]]


def _frame() -> Examples:
    """What stands around a page."""
    head = {"theme_url": "/thema.css?1", "font_url": "/static/fonts/public-sans.woff2"}
    yield "site_head", [Example("Met de kleuren van een organisatie", head, is_source=True)]
    yield "site_header", [Example("Op een pagina met gemeenten", {"menu": MENU, "here": "municipalities"}, True)]
    yield "site_footer", [Example("Onder elke pagina", {"menu": FOOTER_MENU, "owner": OWNER}, is_source=True)]
    yield "meta", [Example("Van een pagina", {"title": "Titel", "url": "/over/", "origin": ORIGIN}, is_source=True)]
    yield "owner", [Example("Met een eigenaar", {"owner": OWNER}), Example("Proefversie", {"owner": NOBODY})]
    crumbs = {"here": "Eenzaamheid", "parent": "Categorieën", "parent_url": "/categorieen/"}
    yield "breadcrumbs", [Example("Twee niveaus", crumbs, is_source=True)]
    yield "address", [Example("Alleen op papier", {"url": "/over/", "origin": ORIGIN}, is_source=True)]


def _texts() -> Examples:
    """Messages, and what they are made of."""
    yield "report", [Example("Met een mailadres", {"owner": OWNER})]
    preview = Preview("Voorbeeld", is_public=False, until="8 december 2026, 14.30 uur")
    yield "preview_line", [Example("Boven een voorbeeld", {"preview": preview}, is_source=True)]
    links = EditLinks("/beheer/", proposals=2, proposals_url="/beheer/")
    yield "edit_line", [Example("Boven een pagina, voor redacteuren", {"links": links}, is_source=True)]
    yield "ignored", [Example("Twee meldingen", {"messages": ["“paars” kennen wij niet.", "Kies 20 of 100."]})]
    yield "count", [Example("Eén", {"number": 1}), Example("Meer", {"number": 23})]
    figures = [("Initiatieven", 26), ("Gemeenten", 12)]
    yield "figures", [Example("Twee getallen", {"figures": figures})]


def _lists(answer: AnswerPage) -> Examples:
    """Initiatives and links."""
    results = answer.search.results[:4]
    categories = list(Category.objects.all()[:3])
    yield "card", [Example("In een lijst", {"initiative": results[0]})] if results else []
    marks = {"mark": Phase.RUNNING.mark(2020), "has_results": True}
    yield "marks", [Example("Met resultaten", marks), Example("Fase niet bekend", {"mark": "2020"})]
    yield "archive", [Example("Boven een lijst", {"years": answer.years or "2020"})]
    yield "cards", [Example("Naast elkaar", {"initiatives": results[:2]})]
    first = {"initiatives": results[:1], "total": answer.total, "url": answer.canonical_url}
    yield "first_cards", [Example("De eerste van meer", first)]
    yield "stories", [Example("Op de startpagina", {"initiatives": list(Initiative.objects.stories())})]
    yield "save", [Example("Een knop", {"slug": "voorbeeld", "name": "Voorbeeld"})]
    yield "link_list", [Example("Drie links", {"rows": categories})]
    copy = "https://web.archive.org/web/2020/https://voorbeeld.nl/"
    yield "link_note", [Example("Achter een link", {"is_broken": True, "archived_url": copy})]
    numbers = (0, 23)[: len(categories)]
    yield "counted", [Example(f"Met {number}", {"row": categories[0], "number": number}) for number in numbers]
    options = most_frequent(answer.facet("categorie").options, 3)
    yield "entries", [Example("Waarden van een filter", {"options": options, "route": "category"})]
    section = {"heading": "Kies een categorie", "options": options, "routes": ("category", "categories")}
    section |= {"id": "voorbeeld-categorie", "all_label": "Alle categorieën"}
    yield "entry_section", [Example("Op de startpagina", section)]
    links = {"page": answer.page, "links": answer.links.pages}
    yield "pagination", [Example("De eerste pagina van meer", links)]
    yield "nav_links", [Example("Een keuze", {"name": "Sorteer op:", "links": answer.links.sorts})]
    yield "take_along", [Example("Onder een lijst", {"links": answer.links})]
    nothing = AnswerPage(Search.of(words="xyzzyx"))
    place = EmptyPlace(Municipality(slug="urk", name="Urk", official_name="Urk"), [], [])
    without = EmptyPlace(place.municipality, [], [], subject="laptops")
    examples = [Example("Niet in de bronnen", {"place": place})]
    yield "empty_place", [*examples, Example("Niets over een onderwerp", {"place": without})]
    merger = Merger("Weesp hoort sinds 24 maart 2022 bij", (place.municipality,))
    yield "merger", [Example("Boven een lijst", {"merger": merger})]
    yield "turn_to", [Example("Bij een gemeente", {"municipalities": [place.municipality]})]
    yield "take_line", [Example("Boven een lijst", {"links": answer.links, "more": "onderdeel-take_along"})]
    yield "page_link", [Example("Zonder resultaten", {"url": "/over/", "origin": ORIGIN, "answer": nothing})]
    yield "feed", [Example("In het hoofd", {"feed": answer.links.feed, "origin": ORIGIN}, is_source=True)]


def _filters(answer: AnswerPage) -> Examples:
    yield "facet", [Example("Open", {"facet": answer.facet("fase"), "address": answer.address, "is_open": True})]
    yield "facet_search", [Example("Lange lijst", {"facet": answer.facet("gemeente"), "address": answer.address})]
    pairs = [("doelgroep", "ouderen")]
    yield "hidden_fields", [Example("Wat een formulier meeneemt", {"pairs": pairs}, is_source=True)]


def _numbers(answer: AnswerPage) -> Examples:
    """The map and the table of white spots."""
    shown = Map.of(answer)
    yield "map", [Example("Alle initiatieven", {"map": shown, "table_url": "#aantallen"})]
    yield "map_table", [Example("Dezelfde getallen", {"map": replace(shown, rows=shown.rows[:3])})]
    table = crosstab(answer, ROWS, "provincie")
    yield "heat_table", [Example("Twee filters tegen elkaar", {"table": table, "folder": reverse("matrix")})]


def _forms(answer: AnswerPage) -> Examples:
    hinted = {"answer": answer, "hint": "Bijvoorbeeld: ouderen."}
    yield "search_form", [Example("Met een hint", hinted), Example("Zonder antwoord", is_source=True)]
    doors = {
        "sizes": list(SizeClass),
        "municipality_names": answer.facet("gemeente").datalist,
        "evidence_url": "/over/",
    }
    yield "doors", [Example("Op de startpagina", doors)]
    yield "search_field", [Example("Leeg", {"id": "voorbeeld", "name": "q", "label": "Zoek een gemeente"})]
    search = {"label": "Zoek een categorie", "path": "/categorieen/", "filtered": FilteredRows("zorg", [])}
    yield "list_search", [Example("Na het zoeken", search)]
    query = QueryDict("kleur=ffcc00&kleur-kop=geel")
    form = Form(embed_of(query), query)
    fields = [form.shape[1], form.house_colour, form.brand[0]]
    yield "form_field", [Example(row.label, {"field": row}) for row in fields]
