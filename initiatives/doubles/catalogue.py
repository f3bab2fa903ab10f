"""The doubles in the catalogue: of what is typed, and in the queue of editors."""

from collections.abc import Collection, Iterable, Iterator
from contextlib import contextmanager
from threading import RLock
from typing import Any

from django.db.models import QuerySet

from initiatives.choices import Scope, Status
from initiatives.doubles.entries import Entry, link_key, mention_key
from initiatives.doubles.index import Double, DoublesIndex, Pair
from initiatives.models import Initiative, Municipality, NotDouble, SeeAlso
from initiatives.search.index import snapshot
from initiatives.search.language import meaning

TOLD = ("summary", *Initiative.LONG_TEXTS, "adapted_from")
# In standard deviations above the mean of all initiatives: nothing is meant by less, and surely the same by more.
MEANT_FROM, MEANT_SURELY = 2.5, 5.0


def entry_of(initiative: Initiative) -> Entry:
    """Return the entry of an initiative, preferably with what `comparable` prefetches."""
    mentions = initiative.mentions.all()
    return Entry(
        key=initiative.pk,
        names=(initiative.title, *dict.fromkeys(row.printed_name for row in mentions if row.printed_name)),
        **_places(initiative.municipalities.all(), initiative.region),
        scope=initiative.scope,
        text=" ".join(filter(None, (getattr(initiative, name) for name in TOLD))),
        links=frozenset(link_key(link.url) for link in initiative.links.all()) - {""},
        mentions=frozenset(mention_key(row.source.slug, row.locator) for row in mentions),
    )


def typed_entry(
    title: str,
    *,
    municipalities: Iterable[Municipality] = (),
    region: str = "",
    scope: str = Scope.LOCAL,
    urls: Iterable[str] = (),
    summary: str = "",
    mentions: Iterable[tuple[str, str]] = (),
    exclude: int | None = None,
) -> Entry:
    """Return the entry of what is typed or imported.

    Args:
        mentions: pairs of the slug of a source and a place in it.
        exclude: the primary key of the initiative itself, which is no double of it; None for a new one.
    """
    return Entry(
        key=exclude,
        names=(title,),
        **_places(municipalities, region),
        scope=scope,
        text=summary,
        links=frozenset(map(link_key, urls)) - {""},
        mentions=frozenset(mention_key(*mention) for mention in mentions),
    )


def doubles_of(entry: Entry, *, limit: int = 5) -> list[Double]:
    """Return the initiatives that look like an entry, the likest first, without those that an editor told apart.

    For thousands of entries take the `of` of one `current_index()`, which asks the database nothing.
    """
    known, meanings = apart_from(entry.key), _meanings(entry)
    with current_index() as index:
        doubles = index.of(entry, limit=limit + len(known), meanings=meanings)
    return [double for double in doubles if double.entry.key not in known][:limit]


def probable_doubles() -> list[Pair]:
    """Return the pairs of initiatives that are probably one, the likest first.

    Without those that an editor told apart, or said to be of one project.
    """
    related = SeeAlso.objects.values_list("initiative_id", "other_id")
    known = {frozenset(pair) for pair in (*related, *NotDouble.objects.values_list("first_id", "second_id"))}
    return [pair for pair in _current.pairs() if frozenset((pair.one.key, pair.other.key)) not in known]


def comparable() -> QuerySet:
    """Return the initiatives that are compared, with what entries are made of; archived ones are out of the way."""
    rows = Initiative.objects.exclude(status=Status.ARCHIVED)
    return rows.prefetch_related("municipalities__successors", "mentions__source", "links")


def apart_from(key: Any) -> set[int]:
    """Return the initiatives that an editor said are no doubles of one."""
    if key is None:
        return set()
    pairs = NotDouble.objects.filter(first=key) | NotDouble.objects.filter(second=key)
    return {pk for pair in pairs.values_list("first_id", "second_id") for pk in pair} - {key}


def _places(municipalities: Iterable[Municipality], region: str) -> dict[str, frozenset[str]]:
    """The codes of municipalities and of what succeeded them, and the names of their places."""
    rows = list(municipalities)
    codes = {known.code for row in rows for known in (row, *row.successors.all())}
    names = {name for row in rows for name in (row.name, row.official_name)} | {region}
    return {"places": frozenset(codes), "place_names": frozenset(names - {""})}


def _meanings(entry: Entry) -> dict[int, float]:
    """How near the meanings of initiatives are, from 0 to 1, where search goes by meaning too."""
    if not meaning.is_enabled():
        return {}
    likeness = snapshot.current_index().likeness(f"{entry.names[0]}. {entry.text}"[: meaning.MAX_TEXT_LENGTH])
    span = MEANT_SURELY - MEANT_FROM
    return {key: min((value - MEANT_FROM) / span, 1.0) for key, value in likeness.items() if value > MEANT_FROM}


class _Current:
    """The index of this process, brought up to date with what changed since it was last used."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._index = DoublesIndex()
        self._versions: dict[int, list[object]] = {}
        self._pairs: list[Pair] | None = None

    @contextmanager
    def index(self) -> Iterator[DoublesIndex]:
        """The index, which no other thread changes meanwhile."""
        with self._lock:
            self._refresh()
            yield self._index

    def pairs(self) -> list[Pair]:
        with self.index() as index:
            if self._pairs is None:
                self._pairs = index.pairs()
            return self._pairs

    def _refresh(self) -> None:
        rows = Initiative.objects.exclude(status=Status.ARCHIVED).values_list("pk", "version", "modified")
        versions = {pk: version for pk, *version in rows}
        gone = self._versions.keys() - versions.keys()
        changed = [pk for pk, version in versions.items() if self._versions.get(pk) != version]
        for key in gone:
            self._index.remove(key)
        for entry in _entries(changed):
            self._index.add(entry)
        self._versions = versions
        if gone or changed:
            self._pairs = None


def _entries(keys: Collection[int]) -> Iterator[Entry]:
    return map(entry_of, comparable().filter(pk__in=keys)) if keys else iter(())


_current = _Current()
current_index = _current.index
