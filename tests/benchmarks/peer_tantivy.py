"""Tantivy, the search library in Rust, as a peer: the same full answer in one process and in memory, without a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qs

from tantivy import (
    DocAddress,
    Document,
    Filter,
    Index,
    Occur,
    Order,
    Query,
    Schema,
    SchemaBuilder,
    SnippetGenerator,
    TextAnalyzer,
    TextAnalyzerBuilder,
    Tokenizer,
)

from tests.benchmarks import FACETS, TEXTS, Made
from tests.benchmarks.generator import facet_values

HEAP = 4_000_000_000  # bytes, room for a million in one segment: fastest to search, and as a whole in order of title
PAGE = 20
BOOSTS = {"title": 4.0, "summary": 2.0}
SNIPPETS = ("description", "summary", "results", "lessons")
VALUES = 1000  # more than there are in all facets together
SORTED = {"nieuwste": ("published", Order.Desc), "gemeente": ("place", Order.Asc)}


@dataclass(frozen=True, slots=True)
class Answer:
    """The numbers of the initiatives on the page, how many match, the count of each value, a snippet for each number.

    A value that would find nothing is not in `counts`; there are no `snippets` where no words were asked.
    """

    numbers: list[int]
    total: int
    counts: dict[str, dict[str, int]]
    snippets: list[str]


class Tantivy:
    """An index in memory. One column holds the values of all facets, which counts faster than a column for each."""

    def __init__(self, made: Iterable[Made]) -> None:
        self._index = Index(_schema(), sort_by_field="order")
        self._index.register_tokenizer("dutch", _dutch())
        writer = self._index.writer(heap_size=HEAP, num_threads=1)
        for initiative in made:
            writer.add_document(_document(initiative))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def answer(self, query_string: str) -> Answer:
        """What the page to browse would tell for its query string; words (`q`) must all be found."""
        asked = parse_qs(query_string)
        words = [self._words(asked["q"][0])] if "q" in asked else []
        chosen = {facet: self._any(facet, asked[facet]) for facet in FACETS if facet in asked}
        query = _all([*words, *chosen.values()])
        order = asked.get("sorteer", ["" if words else "titel"])[0]
        total, addresses = self._page(query, order, int(asked.get("pagina", "1")[0]))
        counts = {facet: {} for facet in FACETS}
        for value, count in self._counts(query, "facets").items():
            facet, slug = value.split(":")
            counts[facet][slug] = count
        for facet in chosen:
            others = [chosen[other] for other in chosen if other != facet]
            counts[facet] = self._counts(_all(words + others), facet)
        numbers = self._searcher.fast_field_values("number", addresses)
        return Answer(numbers, total, counts, self._snippets(words[0], addresses) if words else [])

    def _words(self, text: str) -> Query:
        """All words, each in any of the texts, in any inflection."""
        query, _ = self._index.parse_query_lenient(text, list(TEXTS), BOOSTS, conjunction_by_default=True)
        return query

    def _any(self, facet: str, slugs: list[str]) -> Query:
        """Any of the values of a facet; terms are faster here than a term set."""
        terms = [Query.term_query(self._index.schema, facet, slug, "basic") for slug in slugs]
        return Query.boolean_query([(Occur.Should, term) for term in terms])

    def _page(self, query: Query, order: str, page: int) -> tuple[int, list[DocAddress]]:
        """How many match, and those on a page (1 or higher): by score, or by title as the index itself is sorted."""
        field, direction = SORTED.get(order, (None, Order.Desc))
        scored = query if order in ("", *SORTED) else Query.const_score_query(query, 1.0)
        result = self._searcher.search(scored, PAGE, offset=PAGE * (page - 1), order_by_field=field, order=direction)
        return result.count, [address for _, address in result.hits]

    def _counts(self, query: Query, field: str) -> dict[str, int]:
        """How many that match have each value of a field."""
        asked = {"values": {"terms": {"field": field, "size": VALUES}}}
        buckets = self._searcher.aggregate(query, asked)["values"]["buckets"]
        return {bucket["key"]: bucket["doc_count"] for bucket in buckets}

    def _snippets(self, words: Query, addresses: list[DocAddress]) -> list[str]:
        """HTML of a passage with the words marked, empty where they stand in the title alone."""
        schema = self._index.schema
        generators = [SnippetGenerator.create(self._searcher, words, schema, field) for field in SNIPPETS]
        documents = map(self._searcher.doc, addresses)
        candidates = (
            (generator.snippet_from_doc(document).to_html() for generator in generators) for document in documents
        )
        return [next(filter(None, snippets), "") for snippets in candidates]


def _all(queries: list[Query]) -> Query:
    """What all queries find."""
    return Query.boolean_query([(Occur.Must, query) for query in queries]) if queries else Query.all_query()


def _dutch() -> TextAnalyzer:
    """Splits into words, without case, stopwords and inflections."""
    filters = (Filter.lowercase(), Filter.stopword("dutch"), Filter.stemmer("dutch"))
    builder = TextAnalyzerBuilder(Tokenizer.simple())
    for step in filters:
        builder = builder.filter(step)
    return builder.build()


def _schema() -> Schema:
    """The texts to search, a column for each facet and one for all, and the columns to sort by and to answer with."""
    builder = SchemaBuilder()
    for text in TEXTS:
        builder.add_text_field(text, stored=True, tokenizer_name="dutch")
    for column in (*FACETS, "facets", "order", "place"):
        builder.add_text_field(column, fast=True, tokenizer_name="raw", index_option="basic")
    for column in ("number", "published"):
        builder.add_integer_field(column, fast=True)
    return builder.build()


def _document(made: Made) -> Document:
    """An initiative as the schema has it."""
    values = {facet: list(slugs) for facet, slugs in facet_values(made).items()}
    return Document(
        **{text: getattr(made, text) for text in TEXTS},
        **values,
        facets=[f"{facet}:{slug}" for facet, slugs in values.items() for slug in slugs],
        order=made.title.casefold(),
        place=values["gemeente"][:1] or [""],
        number=made.number,
        published=made.published.toordinal(),
    )
