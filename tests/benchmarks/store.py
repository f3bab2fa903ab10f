"""Puts made initiatives into PostgreSQL by COPY, with the search rows that the catalogue would make of them."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import islice
from multiprocessing import get_context

from django.core.management import call_command
from django.db import connection

from initiatives.choices import Phase
from initiatives.models import Category, Initiative, Municipality, SearchWord, Source, TargetGroup
from initiatives.search.facets.definitions import FACETS
from initiatives.search.facets.ids import facet_value_id
from initiatives.search.index.tsvector import vector
from initiatives.search.language.analysis import Analyser, fold, word, words
from tests.benchmarks import Made
from tests.benchmarks.generator import initiatives

CHUNK = 2_000  # initiatives
INDEXES = ("search_vector", "search_title", "search_word_bases", "search_word_form")


class Names:
    """Primary keys and names of what initiatives belong to."""

    def __init__(self) -> None:
        self.places = {
            municipality.code: municipality for municipality in Municipality.objects.select_related("province")
        }
        self.groups = {group.slug: group for group in TargetGroup.objects.select_related("parent")}
        self.categories = {category.slug: category for category in Category.objects.all()}
        self.sources = {source.slug: source for source in Source.objects.all()}

    def place(self, made: Made) -> str:
        """As `Initiative.place` says it."""
        names = [self.places[code].name for code in made.municipalities]
        if not names:
            return "Landelijk"
        return made.region or (
            ", ".join(names) if len(names) <= 3 else f"{names[0]} en {len(names) - 1} andere gemeenten"
        )

    def fields(self, made: Made) -> dict[str, list[str]]:
        """As `initiatives.search.index.tsvector.fields_of` gives them."""
        names = [made.region, self.place(made)]
        for code in made.municipalities:
            place = self.places[code]
            names += [place.name, place.official_name, place.province.name]
        for group in (self.groups[slug] for slug in made.target_groups):
            names += [group.name, *([group.parent.name] if group.parent else [])]
        names += [self.categories[slug].name for slug in made.categories]
        texts = [text for text in (made.description, made.results, made.lessons) if text]
        return {"A": [made.title], "B": list(dict.fromkeys(filter(None, names))), "C": [made.summary], "D": texts}

    def value_ids(self, made: Made) -> list[int]:
        """As `initiatives.search.facets.ids.facet_value_ids` returns them."""
        values = {
            "bereik": [made.scope],
            "fase": [made.phase],
            "vorm": made.channels,
            "gemeente": [self.places[code].pk for code in made.municipalities],
            "doelgroep": [self.groups[slug].pk for slug in made.target_groups],
            "categorie": [self.categories[slug].pk for slug in made.categories],
            "bron": [self.sources[made.source].pk],
            "onderbouwing": [Initiative(results=made.results, lessons=made.lessons).evidence],
        }
        return sorted(facet_value_id(FACETS[key], value) for key, known in values.items() for value in known)


_names: Names
_analyser: Analyser


def fill(size: int) -> None:
    """Replace everything in the catalogue's database by so many made initiatives.

    Args:
        size: how many.
    """
    global _names, _analyser
    call_command("load_catalogue", verbosity=0)
    Initiative.objects.all().delete()
    _names = Names()
    known = {form for pair in SearchWord.objects.values_list("form", "lemma") for form in pair}
    for made in initiatives(size):
        for texts in _names.fields(made).values():
            known.update(form for text in texts for written in words(text) for form in _both(written))
    _analyser = Analyser(known)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        definitions = _without_indexes(cursor)
        _copy_rows(cursor, size)
        for definition in definitions:
            cursor.execute(definition)
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("SELECT catalogue_changed(NULL, true)")
        cursor.execute("VACUUM ANALYZE")


def _both(written: str) -> tuple[str, str]:
    analysed = word(written)
    return analysed.form, analysed.lemma


def _without_indexes(cursor) -> list[str]:
    """Drop the indexes that are quicker made afterwards; their definitions."""
    cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = ANY (%s)", [list(INDEXES)])
    definitions = [definition for (definition,) in cursor.fetchall()]
    cursor.execute("DROP INDEX " + ", ".join(INDEXES))
    cursor.execute("DELETE FROM initiatives_searchword")
    cursor.execute("SET maintenance_work_mem = '1GB'")
    return definitions


def _copy_rows(cursor, size: int) -> None:
    made = initiatives(size)
    uses, forms = Counter(), {}
    with get_context("fork").Pool(2) as pool:
        chunks = iter(lambda: list(islice(made, CHUNK)), [])
        for chunk in pool.imap(_chunk, chunks):
            for table, rows in chunk["tables"].items():
                _copy(cursor, table, rows)
            uses.update(chunk["uses"])
            forms |= chunk["forms"]
    _copy(
        cursor,
        "initiatives_searchword (form, lemma, bases, uses)",
        ((form, lemma, bases, uses[form]) for form, (lemma, bases) in forms.items()),
    )


def _copy(cursor, table: str, rows: Iterable[tuple]) -> None:
    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def _chunk(chunk: list[Made]) -> dict:
    """The rows of every table for some initiatives, and how often each word is used."""
    uses, forms, rows = Counter(), {}, []
    for made in chunk:
        fields = _names.fields(made)
        texts = (text for values in fields.values() for text in values)
        by_form = {analysed.form: analysed for text in texts for analysed in map(_analyser.word, words(text))}
        uses.update(by_form.keys())
        forms |= {form: (analysed.lemma, analysed.all_bases) for form, analysed in by_form.items()}
        rows.append(_search_row(made, fields))
    _analyser._words.clear()
    tables = {table: list(make(chunk)) for table, make in TABLES.items()} | {SEARCH_ROW: rows}
    return {"tables": tables, "uses": uses, "forms": forms}


SEARCH_ROW = (
    "initiatives_searchrow (initiative_id, terms, vector, folded_title, seen_on, completeness, place, card, texts)"
)


def _search_row(made: Made, fields: dict[str, list[str]]) -> tuple:
    card = {
        "slug": made.slug,
        "title": made.title,
        "summary": made.summary,
        "place": _names.place(made),
        "scope": made.scope,
        "mark": Phase(made.phase).mark(_names.sources[made.source].published.year),
        "has_results": bool(made.results),
        "target_groups": [_names.groups[group].name for group in made.target_groups],
    }
    places = sorted(_names.places[municipality].name for municipality in made.municipalities)
    complete = sum(map(bool, (made.description, made.results, made.lessons, made.target_groups, made.categories)))
    return (
        made.number,
        _names.value_ids(made),
        vector(fields, _analyser),
        fold(made.title)[:200],
        _names.sources[made.source].published,
        complete,
        places[0] if places else "",
        json.dumps(card),
        "\n".join(fields["D"]),
    )


def _initiative_rows(chunk: list[Made]) -> Iterator[tuple]:
    for made in chunk:
        texts = (made.slug, made.title, made.summary, made.description, made.scope, made.region)
        yield (
            made.number,
            *texts,
            list(made.channels),
            made.phase,
            "",
            made.results,
            made.lessons,
            "published",
            1,
            made.published,
        )


def _relations(attribute: str, keys: str):
    def rows(chunk: list[Made]) -> Iterator[tuple]:
        known = getattr(_names, keys)
        return ((made.number, known[key].pk) for made in chunk for key in getattr(made, attribute))

    return rows


def _mention_rows(chunk: list[Made]) -> Iterator[tuple]:
    return ((made.number, _names.sources[made.source].pk, str(made.number), "", "", "", "") for made in chunk)


TABLES = {
    "initiatives_initiative (id, slug, title, summary, description, scope, region, channels, phase, origin, results,"
    " lessons, status, version, published_at)": _initiative_rows,
    "initiatives_initiative_municipalities (initiative_id, municipality_id)": _relations("municipalities", "places"),
    "initiatives_initiative_target_groups (initiative_id, targetgroup_id)": _relations("target_groups", "groups"),
    "initiatives_initiative_categories (initiative_id, category_id)": _relations("categories", "categories"),
    "initiatives_mention (initiative_id, source_id, locator, printed_name, printed_category, printed_target_group,"
    " printed_municipality)": _mention_rows,
}
