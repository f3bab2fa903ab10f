"""Writes the search rows: what each published initiative is found by, and the words of them all."""

from collections import Counter
from collections.abc import Iterable
from itertools import chain

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import F, Func, Value
from django.utils.formats import date_format

from initiatives.models import Category, Initiative, Municipality, Province, SearchRow, SearchWord, TargetGroup
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.analysis import SHORTEST_PART, Analyser, Word, fold, word, words
from initiatives.search.terms import numbers_of
from initiatives.search.vectors import BASE, TITLE, analysed, fields_of, quoted, vector

LOCK = 20200312  # any number that nothing else in the database locks by; the triggers take it too
TEXTS = ("description", "results", "lessons")


def one_at_a_time() -> None:
    """Wait until no other transaction changes what is searched.

    Whoever is going to lock rows that search reads calls this first: two who lock in different order wait for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def refresh(initiatives: InitiativeQuerySet) -> None:
    """Make the search rows of these initiatives anew; those that are not published have none.

    Whoever writes initiatives, or names that they are found by, calls this in the same transaction. A word that was not
    there before can be a part of compounds in other initiatives: their rows are made anew too.
    """
    one_at_a_time()
    keys = set(initiatives.values_list("pk", flat=True))
    old = Counter(_forms(SearchRow.objects.filter(pk__in=keys)))
    known = _known_words()
    found = list(Initiative.objects.published().filter(pk__in=keys).for_index())
    fields = {each: fields_of(each) for each in found}
    new_words = {each for texts in fields.values() for text in chain(*texts.values()) for each in _alone(text)}
    if beside := _with_compounds_of(new_words - known) - keys:
        refresh(Initiative.objects.filter(pk__in=keys | beside))
        return
    analyser = Analyser(known | new_words)
    SearchRow.objects.filter(pk__in=keys).delete()
    SearchRow.objects.bulk_create([_row(each, fields[each], analyser) for each in found], batch_size=200)
    _count_words(old, [{each.form: each for each in analysed(texts, analyser)} for texts in fields.values()])


def _row(initiative: Initiative, fields: dict[str, list[str]], analyser: Analyser) -> SearchRow:
    dates = [mention.source.published for mention in initiative.mentions.all()]
    places = sorted(each.name for each in initiative.municipalities.all())
    notation = Value(vector(fields, analyser))
    return SearchRow(
        initiative=initiative,
        terms=numbers_of(initiative),
        vector=Func(notation, template="%(expressions)s::tsvector", output_field=SearchVectorField()),
        folded_title=fold(initiative.title)[:200],
        seen_on=max(dates, default=None),
        completeness=_completeness(initiative),
        place=places[0] if places else "",
        card=card(initiative),
        texts="\n".join(fields["D"]),
    )


def card(initiative: Initiative) -> dict:
    """What a list of results shows of an initiative, as JSON."""
    first_seen = min((mention.source.published for mention in initiative.mentions.all()), default=None)
    return {
        "slug": initiative.slug,
        "title": initiative.title,
        "summary": initiative.summary,
        "place": initiative.place,
        "scope": initiative.scope,
        "phase": initiative.get_phase_display(),
        "year": date_format(first_seen, "Y") if first_seen else "",
        "target_groups": [each.name for each in initiative.target_groups.all()],
        "categories": [each.name for each in initiative.categories.all()],
    }


def _completeness(initiative: Initiative) -> int:
    texts = sum(bool(getattr(initiative, name)) for name in TEXTS)
    relations = ("target_groups", "categories", "organisations", "links")
    return texts + sum(bool(getattr(initiative, name).all()) for name in relations)


def _known_words() -> set[str]:
    """The words that stand by themselves in the catalogue or its vocabulary, as form and as lemma."""
    _add_vocabulary()
    return {each for pair in SearchWord.objects.values_list("form", "lemma") for each in pair}


def _add_vocabulary() -> None:
    """Words of names count as known, also while no initiative has them."""
    named = (Province, Municipality, TargetGroup, Category)
    names = (name for model in named for name in model.objects.values_list("name", flat=True))
    analysed = {each.form: each for name in names for each in map(word, words(name))}
    SearchWord.objects.bulk_create(
        [SearchWord(form=each.form, lemma=each.lemma, bases=list(each.bases)) for each in analysed.values()],
        ignore_conflicts=True,
    )


def _alone(text: str) -> Iterable[str]:
    return (each for written in words(text) for each in (word(written).form, word(written).lemma))


def _with_compounds_of(new: set[str]) -> set[int]:
    """The initiatives with a word that one of these new words may be a part of."""
    parts = [each for each in new if len(each) >= SHORTEST_PART]
    if not parts or not SearchRow.objects.exists():
        return set()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT form FROM initiatives_searchword WHERE form LIKE ANY (%s) AND form <> ALL (%s) AND uses > 0",
            [[f"%{part}%" for part in parts], parts],
        )
        forms = [form for (form,) in cursor.fetchall()]
        if not forms:
            return set()
        cursor.execute(
            "SELECT initiative_id FROM initiatives_searchrow WHERE vector @@ %s::tsquery",
            [" | ".join(map(quoted, forms))],
        )
        return {pk for (pk,) in cursor.fetchall()}


def _forms(rows: Iterable[SearchRow]) -> list[str]:
    """The forms in these rows, once for each row."""
    lexemes = Func(F("vector"), function="tsvector_to_array")
    every = rows.annotate(lexeme=Func(lexemes, function="unnest")).values_list("lexeme", flat=True)
    return [each for each in every if BASE not in each and not each.startswith(TITLE)]


def _count_words(old: Counter[str], rows: list[dict[str, Word]]) -> None:
    """Bring the words up to date: what stands in the rows now, less what stood there before."""
    every = {form: each for forms in rows for form, each in forms.items()}
    changes = Counter(form for forms in rows for form in forms)
    changes.subtract(old)
    values = [
        (form, each.lemma, sorted({*each.bases, *each.part_bases}), changes[form]) for form, each in every.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO initiatives_searchword (form, lemma, bases, uses) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (form) DO UPDATE SET lemma = excluded.lemma, bases = excluded.bases,"
            " uses = initiatives_searchword.uses + excluded.uses",
            values,
        )
        gone = [(changes[form], form) for form in old if form not in every]
        cursor.executemany("UPDATE initiatives_searchword SET uses = uses + %s WHERE form = %s", gone)
