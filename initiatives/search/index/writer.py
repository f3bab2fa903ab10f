"""Writes the search index in the database: a row for each published initiative, and the words of all."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain

from django.contrib.postgres.search import SearchVectorField
from django.db import connection, transaction
from django.db.models import Func, Q, QuerySet, Value
from django.utils import timezone

from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Municipality,
    Province,
    SearchRow,
    SearchWord,
    TargetGroup,
)
from initiatives.models.initiative import MAX_PLACE_NAMES, InitiativeQuerySet
from initiatives.search.facets.ids import facet_value_ids
from initiatives.search.index.dependents import LOOKUPS, dependent_initiatives
from initiatives.search.index.meanings import meaning_digest, save_meanings
from initiatives.search.index.signature import SIGNATURE
from initiatives.search.index.tsvector import fields_of, quoted, vector
from initiatives.search.language.analysis import MIN_PART_LENGTH, VERB, Analyser, Word, fold, word, words
from initiatives.search.language.meaning import is_enabled

LOCK = 20200312  # key of the advisory lock, which the database triggers take too
MANY = 100  # initiatives; when so many are reindexed, PostgreSQL's statistics no longer hold
FORMER_MEANINGS = """
    DELETE FROM initiatives_meaning
    WHERE NOT EXISTS (SELECT FROM initiatives_searchrow WHERE meaning_of = digest)
"""
MAX_PARTS = 500  # new words to look up as parts of compounds; with more, everything is reindexed


class IndexUpdate:
    """The initiatives to reindex at the end of an `index_update`; `keys` is None while nothing was added."""

    def __init__(self) -> None:
        self.keys: set[int] | None = None

    def add(self, rows: QuerySet) -> None:
        """Add the initiatives whose search rows are made from these rows of any model.

        Call it after rows were saved, and before they are deleted or move to another initiative. Vocabulary rows
        without initiatives count too: a word of their names can be a part of compounds.
        """
        if rows.model in LOOKUPS and rows.exists():
            self.keys = (self.keys or set()) | set(dependent_initiatives(rows).values_list("pk", flat=True))

    @property
    def initiatives(self) -> InitiativeQuerySet:
        """What was added so far."""
        return Initiative.objects.filter(pk__in=self.keys or ())


@contextmanager
def index_update() -> Iterator[IndexUpdate]:
    """Change what is searched in one transaction, and reindex once what the block added; nothing when it raises.

    Takes the index lock before the block can lock any row, so that two writers cannot deadlock.
    """
    with transaction.atomic():
        index_lock()
        update = IndexUpdate()
        yield update
        if update.keys is not None:
            reindex(update.initiatives)


def index_lock() -> None:
    """Wait until no other transaction changes what is searched; held until the end of the transaction.

    In this transaction only the statement timeout limits waiting for locks: other editors may take seconds.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', '0', true), pg_advisory_xact_lock(%s)", [LOCK])


@transaction.atomic
def reindex(initiatives: InitiativeQuerySet) -> None:
    """Replace the search rows of these initiatives; those that are not published get none.

    Code that changes them uses `index_update`. A word that is new to the catalogue can be a part of compounds in other
    initiatives: these are reindexed too.
    """
    index_lock()
    keys = set(initiatives.values_list("pk", flat=True))
    fields = {row: fields_of(row) for row in Initiative.objects.published().filter(pk__in=keys).for_index()}
    stored = {form: (lemma, bases) for form, lemma, bases in SearchWord.objects.values_list("form", "lemma", "bases")}
    known = {*stored, *(lemma for lemma, _ in stored.values())}
    texts = [*_vocabulary(), *(text for by_weight in fields.values() for text in chain(*by_weight.values()))]
    written = dict.fromkeys(form for text in texts for form in words(text))
    new = {form for analysed in map(word, written) for form in (analysed.form, analysed.lemma)} - known
    if others := _with_compounds_of(new) - keys:
        reindex(Initiative.objects.filter(pk__in=keys | others))
        return
    analyser = _analyser(frozenset(known | new))
    _save_words(map(analyser.word, written), stored)
    SearchRow.objects.filter(pk__in=keys).delete()
    SearchRow.objects.bulk_create([_row(row, fields[row], analyser) for row in fields], batch_size=200)
    if is_enabled():
        save_meanings(fields)
    if len(keys) >= MANY:
        _tidy_tables()


@lru_cache(maxsize=2)
def _analyser(known: frozenset[str]) -> Analyser:
    """An analyser that was used before, if the words are the same: most edits bring no new one."""
    return Analyser(known)


def _tidy_tables() -> None:
    """Remove the vectors of former texts, and let PostgreSQL plan for what is in the tables now.

    Autovacuum would collect new statistics only after a minute.
    """
    with connection.cursor() as cursor:
        cursor.execute(FORMER_MEANINGS)
        cursor.execute("ANALYZE initiatives_searchrow, initiatives_searchword")


def outdated_initiatives() -> InitiativeQuerySet:
    """Published initiatives without a search row, or with one that other code made or a merger has overtaken."""
    lasting = Q(expires_on=None) | Q(expires_on__gt=timezone.localdate())
    current = SearchRow.objects.filter(lasting, signature=SIGNATURE)
    if is_enabled():
        current = current.exclude(meaning_of="")
    return Initiative.objects.published().exclude(pk__in=current.values("pk"))


def _row(initiative: Initiative, fields: dict[str, list[str]], analyser: Analyser) -> SearchRow:
    dates = [mention.source.published for mention in initiative.mentions.all()]
    municipalities = initiative.municipalities.all()
    notation = Value(vector(fields, analyser))
    return SearchRow(
        initiative=initiative,
        terms=facet_value_ids(initiative),
        vector=Func(notation, template="%(expressions)s::tsvector", output_field=SearchVectorField()),
        folded_title=fold(initiative.title)[:200],
        seen_on=max(dates, default=None),
        completeness=_completeness(initiative),
        place=min((municipality.name for municipality in municipalities), default=""),
        card=card(initiative),
        texts="\n".join(fields["D"]),
        signature=SIGNATURE,
        meaning_of=meaning_digest(initiative) if is_enabled() else "",
        expires_on=min(filter(None, (municipality.next_change() for municipality in municipalities)), default=None),
    )


def card(initiative: Initiative) -> dict:
    """What a list of results shows of an initiative; the keys are those of `cards.DEFAULTS`."""
    names = [municipality.name for municipality in initiative.municipalities.all()]
    return {
        "slug": initiative.slug,
        "title": initiative.title,
        "summary": initiative.summary,
        "place": initiative.place,
        "municipalities": names if len(names) > MAX_PLACE_NAMES and not initiative.region else [],
        "scope": initiative.scope,
        "mark": initiative.phase_mark,
        "has_results": bool(initiative.results),
        "target_groups": [group.name for group in initiative.target_groups.all()],
        "approaches": [approach.name for approach in initiative.approaches.all()],
    }


def _completeness(initiative: Initiative) -> int:
    relations = ("target_groups", "categories", "organisations", "links")
    return len(initiative.long_texts) + sum(bool(getattr(initiative, name).all()) for name in relations)


def _vocabulary() -> list[str]:
    """Names whose words count as known, also while no initiative has them."""
    models = (Province, Municipality, TargetGroup, Category, Approach)
    return [name for model in models for name in model.objects.values_list("name", flat=True)]


def _with_compounds_of(new: set[str]) -> set[int]:
    """Primary keys of the indexed initiatives with a word that one of these new words may be a part of."""
    parts = [part for part in new | {form.removesuffix(VERB) for form in new} if len(part) >= MIN_PART_LENGTH]
    if len(parts) > MAX_PARTS:
        return set(SearchRow.objects.values_list("pk", flat=True))
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


def _save_words(analysed: Iterable[Word], stored: dict[str, tuple[str, list[str]]]) -> None:
    """Save the words that are new or analysed otherwise than the stored ones; triggers count their uses."""
    by_form = {word.form: (word.lemma, word.all_bases) for word in analysed}
    changed = [
        SearchWord(form=form, lemma=lemma, bases=bases)
        for form, (lemma, bases) in by_form.items()
        if stored.get(form) != (lemma, bases)
    ]
    SearchWord.objects.bulk_create(
        changed, batch_size=1000, update_conflicts=True, unique_fields=["form"], update_fields=["lemma", "bases"]
    )
