"""Writes the search rows: what each published initiative is found by, and the words of them all."""

from collections.abc import Iterable
from itertools import chain

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import Func, Value
from django.utils.formats import date_format

from initiatives.models import Category, Initiative, Municipality, Province, SearchRow, SearchWord, TargetGroup
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.facets.ids import numbers_of
from initiatives.search.index.tsvector import fields_of, quoted, vector
from initiatives.search.language.analysis import SHORTEST_PART, Analyser, Word, fold, word, words

LOCK = 20200312  # any number that nothing else in the database locks by; the triggers take it too
MOST_PARTS = 500  # new words of which the compounds are looked for; only a whole new catalogue has more


def index_lock() -> None:
    """Wait until no other transaction changes what is searched.

    Whoever is going to lock rows that search reads calls this first: two who lock in different order wait for ever.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def reindex(initiatives: InitiativeQuerySet) -> None:
    """Make the search rows of these initiatives anew; those that are not published have none.

    Whoever writes initiatives, or names that they are found by, calls this in the same transaction. A word that was not
    there before can be a part of compounds in other initiatives: their rows are made anew too.
    """
    index_lock()
    keys = set(initiatives.values_list("pk", flat=True))
    found = list(Initiative.objects.published().filter(pk__in=keys).for_index())
    fields = {each: fields_of(each) for each in found}
    kept = {form: (lemma, bases) for form, lemma, bases in SearchWord.objects.values_list("form", "lemma", "bases")}
    known = {*kept, *(lemma for lemma, _ in kept.values())}
    texts = [*_vocabulary(), *(text for its in fields.values() for text in chain(*its.values()))]
    alone = {each.form: each for text in texts for each in map(word, words(text))}
    new = {each for word in alone.values() for each in (word.form, word.lemma)} - known
    if beside := _with_compounds_of(new) - keys:
        reindex(Initiative.objects.filter(pk__in=keys | beside))
        return
    analyser = Analyser(known | new)
    _keep_words(map(analyser.word, dict.fromkeys(each for text in texts for each in words(text))), kept)
    SearchRow.objects.filter(pk__in=keys).delete()
    SearchRow.objects.bulk_create([_row(each, fields[each], analyser) for each in found], batch_size=200)


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
    relations = ("target_groups", "categories", "organisations", "links")
    return len(initiative.long_texts) + sum(bool(getattr(initiative, name).all()) for name in relations)


def _vocabulary() -> list[str]:
    """Names of which the words count as known, also while no initiative has them."""
    named = (Province, Municipality, TargetGroup, Category)
    return [name for model in named for name in model.objects.values_list("name", flat=True)]


def _with_compounds_of(new: set[str]) -> set[int]:
    """The initiatives with a word that one of these new words may be a part of."""
    parts = [each for each in new if len(each) >= SHORTEST_PART][:MOST_PARTS]
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


def _keep_words(found: Iterable[Word], kept: dict[str, tuple[str, list[str]]]) -> None:
    """Write the words that are new, or have another lemma or other bases than before; triggers count their uses."""
    made = {each.form: (each.lemma, each.every_base) for each in found}
    changed = [
        SearchWord(form=form, lemma=lemma, bases=bases)
        for form, (lemma, bases) in made.items()
        if kept.get(form) != (lemma, bases)
    ]
    SearchWord.objects.bulk_create(
        changed, batch_size=1000, update_conflicts=True, unique_fields=["form"], update_fields=["lemma", "bases"]
    )
