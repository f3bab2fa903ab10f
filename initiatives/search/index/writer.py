"""Writes the search index in the database: a row for each published initiative, and the words of all."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Municipality,
    OutdatedRow,
    Province,
    SearchRow,
    SearchWord,
    TargetGroup,
)
from initiatives.models.initiative import InitiativeQuerySet
from initiatives.search.index import queue
from initiatives.search.index.dependents import LOOKUPS, dependent_initiatives
from initiatives.search.index.lock import index_lock, unlock, waiting_transaction
from initiatives.search.index.meanings import save_meanings
from initiatives.search.index.rows import search_row
from initiatives.search.index.signature import SIGNATURE
from initiatives.search.index.tsvector import fields_of, quoted
from initiatives.search.language.analysis import MIN_PART_LENGTH, VERB, Analyser, Word, word, words
from initiatives.search.language.meaning import is_enabled

MANY = 100  # initiatives; when so many are reindexed, PostgreSQL's statistics no longer hold
BATCHES = 20  # in a row of the background worker; then other tasks have their turn
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
def index_update(*, is_unlocked: bool = False) -> Iterator[IndexUpdate]:
    """Change what is searched in one transaction, and bring the index up to date; nothing when it raises.

    Takes the index lock before the block can lock any row, so that two writers cannot deadlock. Up to
    `queue.BATCH` initiatives are reindexed at the end, more in the background.

    Args:
        is_unlocked: for thousands of rows: the block itself locks the rows that it changes, and calls
            `lock.lock_and_number` when it wrote them all.

    Raises:
        IndexBusyError: as `lock.waiting_transaction`.
    """
    with waiting_transaction():
        (unlock if is_unlocked else index_lock)()
        update = IndexUpdate()
        yield update
        if update.keys is not None and not transaction.get_rollback():
            _bring_up_to_date(update.keys)


def _bring_up_to_date(keys: set[int]) -> None:
    if len(keys) > queue.BATCH:
        queue.add(keys)
    else:
        overdue = queue.take_overdue(queue.BATCH - len(keys))
        reindex(Initiative.objects.filter(pk__in=keys | overdue), at_most=queue.BATCH)


def reindex_queued(batches: int | None = None) -> bool:
    """Reindex what waits in the queue, in transactions that each hold the index lock for some initiatives only.

    Those of an empty index go together: words that are new would be parts of compounds in earlier ones again and again.

    Args:
        batches: how many at most; None for all.

    Returns:
        Whether some still wait.
    """
    done = 0
    while OutdatedRow.objects.exists():
        if done == batches:
            return True
        _reindex_batch(queue.BATCH if SearchRow.objects.exists() else None)
        done += 1
    if done * queue.BATCH > MANY:
        _tidy_tables()
    return False


@contextmanager
def reindexed_here() -> Iterator[None]:
    """Reindex what a block adds to the queue at its end, in this process; for commands, which may take their time."""
    with queue.without_worker():
        yield
    reindex_queued()


def _reindex_batch(size: int | None) -> None:
    if size:
        _prepare(queue.waiting(size))
    with transaction.atomic():
        index_lock()
        reindex(Initiative.objects.filter(pk__in=queue.take(size)), at_most=size)


def _prepare(keys: Collection[int]) -> None:
    """Do what takes longest of reindexing, and is remembered, before others have to wait for the index lock."""
    fields = _analyse(keys).fields
    if is_enabled():
        save_meanings(fields)


@transaction.atomic
def reindex(initiatives: InitiativeQuerySet, *, at_most: int | None = None) -> None:
    """Replace the search rows of these initiatives; those that are not published get none.

    Code that changes them uses `index_update`. A word that is new to the catalogue can be a part of compounds in other
    initiatives: these are reindexed too.

    Args:
        at_most: with more of those others, they wait in the queue; None: all are reindexed now.
    """
    index_lock()
    keys = set(initiatives.values_list("pk", flat=True))
    analysed = _analyse(keys)
    if others := _with_compounds_of(analysed.new) - keys:
        if at_most is None or len(keys | others) <= at_most:
            reindex(Initiative.objects.filter(pk__in=keys | others), at_most=at_most)
            return
        queue.add(others)
    _save_words(analysed)
    SearchRow.objects.filter(pk__in=keys).delete()
    rows = [search_row(initiative, fields, analysed.analyser) for initiative, fields in analysed.fields.items()]
    SearchRow.objects.bulk_create(rows, batch_size=200)
    if is_enabled():
        save_meanings(analysed.fields)
    if len(keys) >= MANY:
        _tidy_tables()


class Analysed(NamedTuple):
    """Initiatives to reindex, with their words.

    Attributes:
        fields: for each that is published, its texts by weight.
        words: those of the texts and of the vocabulary.
        stored: by form, the lemma and the bases of each word that the index has.
        new: forms and lemmas that it does not have.
    """

    fields: dict[Initiative, dict[str, list[str]]]
    words: list[Word]
    stored: dict[str, tuple[str, list[str]]]
    new: set[str]
    analyser: Analyser


def _analyse(keys: Collection[int]) -> Analysed:
    fields = {row: fields_of(row) for row in Initiative.objects.published().filter(pk__in=keys).for_index()}
    stored = {form: (lemma, bases) for form, lemma, bases in SearchWord.objects.values_list("form", "lemma", "bases")}
    known = {*stored, *(lemma for lemma, _ in stored.values())}
    texts = [*_vocabulary(), *(text for by_weight in fields.values() for text in chain(*by_weight.values()))]
    written = dict.fromkeys(form for text in texts for form in words(text))
    new = {form for analysed in map(word, written) for form in (analysed.form, analysed.lemma)} - known
    analyser = _analyser(frozenset(known | new))
    return Analysed(fields, [analyser.word(form) for form in written], stored, new, analyser)


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
    """Published initiatives that wait in the queue, have no search row, or one that other code made or a merger has
    overtaken.
    """
    lasting = Q(expires_on=None) | Q(expires_on__gt=timezone.localdate())
    current = SearchRow.objects.filter(lasting, signature=SIGNATURE)
    if is_enabled():
        current = current.exclude(meaning_of="")
    waiting = OutdatedRow.objects.values("pk")
    return Initiative.objects.published().filter(~Q(pk__in=current.values("pk")) | Q(pk__in=waiting))


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


def _save_words(analysed: Analysed) -> None:
    """Save the words that are new or analysed otherwise than the stored ones; triggers count their uses."""
    by_form = {word.form: (word.lemma, word.all_bases) for word in analysed.words}
    changed = [
        SearchWord(form=form, lemma=lemma, bases=bases)
        for form, (lemma, bases) in by_form.items()
        if analysed.stored.get(form) != (lemma, bases)
    ]
    SearchWord.objects.bulk_create(
        changed, batch_size=1000, update_conflicts=True, unique_fields=["form"], update_fields=["lemma", "bases"]
    )
