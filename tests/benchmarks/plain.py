"""The page to browse in the plain Django way, as a reference: filters on relations, one GROUP BY for each facet."""

from dataclasses import dataclass

from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchRank
from django.db.models import Case, Count, F, Func, Min, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Coalesce
from django.http import QueryDict

from initiatives.choices import Channel, Evidence, SizeClass
from initiatives.models import Initiative, figures
from initiatives.search.facets.definitions import FACETS
from initiatives.search.index.snapshot import Index
from initiatives.search.index.tsvector import WEIGHTS, base_lexeme, quoted
from initiatives.search.language.analysis import Word, word, words
from initiatives.search.page.answer_page import AnswerPage
from initiatives.search.query_string.outlets import PAGE_SIZE
from initiatives.search.weights import MAX_WITH_SYNONYMS, MIN_FULL_MATCHES
from initiatives.search.words.text_match import TextMatch
from initiatives.search.words.text_query import QueryTerm, TextQuery

RELATIONS = {
    "gemeente": "municipalities__slug",
    "provincie": "municipalities__province__slug",
    "doelgroep": "target_groups__slug",
    "categorie": "categories__slug",
    "fase": "phase",
    "bereik": "scope",
    "bron": "mentions__source__slug",
}
ORDERS = {"nieuwste": "-published_at", "gemeente": "search_row__place"}
BOUNDS = (0, 25_000, 50_000, 100_000, 250_000, None)
SIZES = {
    size: Q(municipalities__population__gte=low) & (Q() if high is None else Q(municipalities__population__lt=high))
    for size, low, high in zip(SizeClass.values, BOUNDS, BOUNDS[1:], strict=False)
}
# What is left of the results without digits that count nothing, and from that the value of the facet `onderbouwing`.
NO_FIGURES, FIGURE = (regex.pattern.replace(r"\b", r"\y") for regex in (figures.NO_FIGURES, figures.FIGURE))
COUNTED = Func(
    F("results"), Value(NO_FIGURES), Value(""), Value("gi"), function="regexp_replace", output_field=TextField()
)
EVIDENCE = Case(
    When(counted__iregex=FIGURE, then=Value(Evidence.FIGURES)),
    When(results="", lessons="", then=Value(Evidence.UNMENTIONED)),
    default=Value(Evidence.DESCRIBED),
)


@dataclass
class Plain:
    """The answer to a query string: the slugs of the page, how many match, the count of every value of every facet."""

    page: list[str]
    total: int
    counts: dict[str, dict[str, int]]


def chosen(query: QueryDict) -> dict[str, list[str]]:
    """The facets in a query string."""
    return {key: query.getlist(key) for key in (*RELATIONS, "vorm", "inwoners") if key in query}


def filtered(choices: dict[str, list[str]], words: Q) -> QuerySet:
    """Published initiatives with any chosen value in every facet, and the words."""
    initiatives = Initiative.objects.published().filter(words)
    for key, values in choices.items():
        if key == "vorm":
            initiatives = initiatives.filter(channels__overlap=values)
        elif key == "inwoners":
            sizes = Q()
            for value in values:
                sizes |= SIZES[value]
            initiatives = initiatives.filter(pk__in=Initiative.objects.filter(sizes).values("pk"))
        elif key == "doelgroep":
            groups = Q(target_groups__slug__in=values) | Q(target_groups__parent__slug__in=values)
            initiatives = initiatives.filter(pk__in=Initiative.objects.filter(groups).values("pk"))
        else:
            members = Initiative.objects.filter(**{f"{RELATIONS[key]}__in": values})
            initiatives = initiatives.filter(pk__in=members.values("pk"))
    return initiatives


def counts(key: str, initiatives: QuerySet) -> dict[str, int]:
    """The number of initiatives with each value of a facet: a GROUP BY, or where values overlap an aggregate."""
    initiatives = initiatives.order_by()
    if key == "vorm":
        return _aggregated(initiatives, {value: Q(channels__contains=[value]) for value in Channel.values})
    if key == "inwoners":
        return _aggregated(initiatives, SIZES)
    if key == "doelgroep":
        main = Coalesce("target_groups__parent__slug", "target_groups__slug")
        return _grouped(initiatives, F("target_groups__slug")) | _grouped(initiatives, main)
    if key == "onderbouwing":
        return _grouped(initiatives.alias(counted=COUNTED), EVIDENCE)
    return _grouped(initiatives, F(RELATIONS[key]))


def _aggregated(initiatives: QuerySet, values: dict[str, Q]) -> dict[str, int]:
    numbers = {
        f"n{place}": Count("pk", filter=condition, distinct=True) for place, condition in enumerate(values.values())
    }
    return {
        value: number for value, number in zip(values, initiatives.aggregate(**numbers).values(), strict=True) if number
    }


def _grouped(initiatives: QuerySet, value: F | Coalesce | Case) -> dict[str, int]:
    rows = initiatives.annotate(value=value).filter(value__isnull=False).values_list("value")
    return dict(rows.annotate(number=Count("pk", distinct=True)))


def answer(query_string: str, ours: AnswerPage, *, exact: bool) -> Plain:
    """The full answer: a page with its relations and quotations, the total, the counts of all facets.

    Args:
        query_string: as in an address.
        ours: the same question, of which the words as they were parsed are used, and the partial matches.
        exact: whether words mean just what they mean to the catalogue, or all of them must be there in some form.
    """
    query, match = QueryDict(query_string), ours.search.text_match
    text_query = match.query
    choices = chosen(query)
    index = ours.search.index
    words = words_filter(match, index) if exact else simple_filter(text_query, index)
    initiatives = filtered(choices, words)
    numbers = {
        key: counts(key, filtered({other: values for other, values in choices.items() if other != key}, words))
        for key in FACETS
    }
    page = initiatives.order_by(*_order(query), "title", "slug")
    if text_query and not exact:
        query_ = SearchQuery(query["q"], config="dutch")
        page = page.annotate(rank=SearchRank("search_row__vector", query_)).order_by("-rank", "title", "slug")
        page = page.annotate(quotation=SearchHeadline("description", query_, config="dutch"))
    start = (ours.page.number - 1) * PAGE_SIZE
    page = page.annotate(seen_on=Min("mentions__source__published"))
    rows = list(page.prefetch_related("municipalities", "target_groups", "categories")[start : start + PAGE_SIZE])
    return Plain([initiative.slug for initiative in rows], initiatives.count(), numbers)


def _order(query: QueryDict) -> list[str]:
    order = ORDERS.get(query.get("sorteer", ""))
    return [order] if order else []


def simple_filter(query: TextQuery, index: Index) -> Q:
    """Those with all words, each in some form."""
    written = tuple(part for term in query.terms for part in term.spellings[0])
    return Q(search_row__vector=Lexemes(tsquery(written, index))) if written else Q()


class Lexemes(SearchQuery):
    """A tsquery as it is: lexemes that no dictionary of PostgreSQL touches."""

    def as_sql(self, *_: object, **__: object) -> tuple[str, list[str]]:
        return "%s::tsquery", [self.source_expressions[-1].value]


def tsquery(written: tuple[str, ...], index: Index) -> str:
    """A tsquery for words that must all be there, each in any form or in its parts."""
    queries = []
    for analysed in index.lexicon.words(list(written)).values():
        apart = " & ".join(f"({tsquery_alone(part)})" for part in analysed.parts)
        queries.append(f"({bases(analysed)}{f' | ({apart})' if apart else ''})")
    return " & ".join(queries)


def tsquery_alone(written: str) -> str:
    """A tsquery for one word in any form."""
    return f"({bases(word(written))})"


def bases(analysed: Word) -> str:
    """A tsquery for the bases of a word in a field of any weight."""
    return " | ".join(quoted(base_lexeme(base, weight)) for base in analysed.bases for weight in WEIGHTS)


def term_filter(term: QueryTerm, index: Index) -> Q:
    """Those that match a term: a spelling, a compound with a neighbour, a synonym, or a value it stands for."""
    queries = [tsquery(spelling, index) for spelling in term.spellings]
    queries += [tsquery_alone(compound) for compound in term.joined]
    own = Q(search_row__vector=Lexemes(" | ".join(f"({query})" for query in queries)))
    if term.synonyms and Initiative.objects.published().filter(own).count() < MAX_WITH_SYNONYMS:
        queries += [" & ".join(map(tsquery_alone, words(synonym, joined=False))) for synonym in term.synonyms]
    condition = Q(search_row__vector=Lexemes(" | ".join(f"({query})" for query in queries)))
    for key, slug in (*term.named, *term.nicknamed):
        condition |= Q(pk__in=filtered({key: [slug]}, Q()).values("pk"))
    return condition


def words_filter(match: TextMatch, index: Index) -> Q:
    """Those with all words; where these are few, also the partial matches, which are taken as they were found."""
    whole = Q()
    for term in match.query.terms:
        whole &= term_filter(term, index)
    if Initiative.objects.published().filter(whole)[:MIN_FULL_MATCHES].count() >= MIN_FULL_MATCHES:
        return whole
    return Q(pk__in=[*match.matches.partial.keys, *match.matches.related.keys]) | whole
