"""Which addresses a copy has: all pages and files, and of the lists those with one value of one facet."""

from collections.abc import Iterator
from functools import lru_cache
from itertools import chain

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.db.models import QuerySet
from django.urls import Resolver404, resolve, reverse

from initiatives.approaches.files import WRITERS
from initiatives.freezing.addresses import Address
from initiatives.models import Approach, Category, Initiative, Municipality, SlugHistory, Source, TargetGroup
from initiatives.search.facets.definitions import FACETS
from initiatives.search.index.snapshot import current_index
from initiatives.search.query_string.outlets import DOWNLOADS
from initiatives.search.query_string.parameters import EXPANDED_KEY, PAGE_KEY, SORT_KEY, WORDS_KEY
from initiatives.search.sorting import NEWEST

SEARCH, EXPLANATION, MISSING = Address("/zoeken.html"), Address("/bevroren.html"), Address("/404.html")
SEARCH_INDEX = Address("/zoekindex.js")
OWN = frozenset({SEARCH, EXPLANATION, MISSING, SEARCH_INDEX})  # made for the copy; the site does not have them
FAVICON, SHARED = "/favicon.ico", ("js/embed.js", "share.png")  # files that no page of ours refers to by a link

Keys = tuple[str, ...]
FACET = "(facet)"  # stands for the key of a facet
WHOLE: frozenset[Keys] = frozenset({()})
PAGED = WHOLE | {(PAGE_KEY,)}
VIEW = WHOLE | {(EXPANDED_KEY,)}
LISTED = PAGED | VIEW | {(FACET,), (FACET, PAGE_KEY)}
# By the name of a URL, which keys its query may have together. What is not here is not in a copy.
TEXTS = ("recommendations", "about", "open_data", "search_tips", "privacy", "accessibility", "api_documentation")
FILES = ("catalogue_ttl", "catalogue_jsonld", "data_package", "table_schema", "sitemap", "robots", "security")
INDEXES = ("home", "municipalities", "target_groups", "categories", "approaches", "sources")
VOCABULARY = ("municipality", "target_group", "category", "approach", "source")
API_LISTS = ("api", *(f"api_{name}" for name in ("municipalities", "provinces", "target_groups", "categories")))
API_LISTS = (*API_LISTS, "api_approaches", "api_sources")
QUERIES: dict[str, frozenset[Keys]] = {
    **dict.fromkeys((*TEXTS, *FILES, *INDEXES, *VOCABULARY, "initiative", "approach_file", "sitemap_section"), WHOLE),
    **dict.fromkeys((outlet.name for outlet in DOWNLOADS), WHOLE | {("scheiding",)}),
    **dict.fromkeys(("api_description", "api_facets", "api_initiative"), WHOLE),
    **dict.fromkeys((*API_LISTS, "embed"), PAGED),
    **dict.fromkeys(("map", "matrix", "approach_matrix"), VIEW),
    "feed": WHOLE | {(SORT_KEY,)},
    "browse": LISTED,
}
VIEWS = ("browse", "map", "matrix", "approach_matrix")  # of an answer, which the list stands for in a copy
# By the name of the URL of its page, the facet of a vocabulary of which slugs can be renamed.
FACET_OF = {"municipality": "gemeente", "target_group": "doelgroep", "category": "categorie", "approach": "aanpak"}
OPTIONAL = ("security",)  # answered with 404 when a setting is empty


@lru_cache(maxsize=20_000)
def url_name(path: str) -> str:
    """Return the name of the URL of a path; empty when it has none, or is not of the public site."""
    try:
        match = resolve(path)
    except Resolver404:
        return ""
    return "" if match.namespaces else match.url_name or ""


def keys_of(address: Address) -> Keys:
    """Return the keys of a query, sorted; a key that repeats stands there as often."""
    return tuple(sorted(part.partition("=")[0] for part in filter(None, address.query.split("&"))))


def is_frozen(address: Address) -> bool:
    """Return whether a copy has this address, when the site has it."""
    if address in OWN or address.path == FAVICON or address.path.startswith(settings.STATIC_URL):
        return True
    name = url_name(address.path)
    if name == "theme":
        return True  # its query is a hash of its contents
    keys = tuple(sorted(FACET if key in FACETS else key for key in keys_of(address)))
    return keys in QUERIES.get(name, ())


def list_for(address: Address) -> Address | None:
    """Return the list with the initiatives of an answer that a copy does not have: of one facet value, or a search.

    Returns:
        None when the address has other keys than facets and words, or is none of an answer.
    """
    if url_name(address.path) not in VIEWS or not {*keys_of(address)} <= {*FACETS, WORDS_KEY}:
        return None
    listed = Address(reverse("browse"), address.query)
    return listed if is_frozen(listed) else Address(SEARCH.path, address.query)


def first_addresses() -> Iterator[Address]:
    """Yield what a copy begins with; the pages of lists and the files of pages follow from links."""
    static = (staticfiles_storage.url(name) for name in SHARED)
    yield from map(Address.of, chain([FAVICON], static))
    yield from map(Address, map(reverse, (*INDEXES, *VIEWS, *TEXTS, *FILES, "feed", "embed")))
    yield Address(reverse("feed"), f"{SORT_KEY}={NEWEST}")
    yield from (Address(reverse(outlet.name), outlet.link_options) for outlet in DOWNLOADS)
    yield from (Address(reverse(outlet.name)) for outlet in DOWNLOADS)
    yield from map(Address, map(reverse, (*API_LISTS, "api_description", "api_facets")))
    for row in Initiative.objects.published():
        yield from (Address(row.get_absolute_url()), Address(reverse("api_initiative", args=[row.slug])))
    rows: list[QuerySet] = [model.objects.all() for model in (TargetGroup, Category, Approach, Source)]
    yield from (Address(row.get_absolute_url()) for row in chain(Municipality.objects.existing(), *rows))
    slugs = Approach.objects.values_list("slug", flat=True)
    yield from (Address(reverse("approach_file", args=[slug, kind])) for slug in slugs for kind in WRITERS)
    values = current_index().facet_values
    yield from (Address(reverse("browse"), f"{key}={slug}") for key in FACETS for slug in values.by_slug(key))


def former_addresses() -> Iterator[Address]:
    """Yield the addresses with CBS codes and former names: they redirect, or tell that something was split."""
    values = current_index().facet_values
    for name, key in FACET_OF.items():
        former = [*values.renamed(key)]
        if key == "gemeente":
            rows = values.rows(key)
            former += [row.code for row in rows] + [row.slug for row in rows if not row.is_existing()]
        yield from (Address(reverse(name, args=[slug])) for slug in former)
        yield from (Address(reverse("browse"), f"{key}={slug}") for slug in former)
    renamed = (slug for model, slug in SlugHistory.objects.renamed() if model is Initiative)
    yield from (Address(reverse("initiative", args=[slug])) for slug in renamed)
