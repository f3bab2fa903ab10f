"""A selection of initiatives, stored in a query string: which ones, their order, a title and a note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import apnumber
from django.http import QueryDict

from initiatives.models import Initiative, SlugHistory

MAX_SIZE = 40  # mail programs cut longer addresses
MAX_COMPARED = 4  # side by side
MAX_TITLE_LENGTH, MAX_NOTE_LENGTH = 100, 1_000  # characters
REMOVE_KEY = "zonder"
MOVE_KEYS = {"hoger": -1, "lager": 1}  # the number of places that an initiative moves
EDIT_KEYS = (REMOVE_KEY, *MOVE_KEYS)


@dataclass(frozen=True)
class Selection:
    """The parsed query string.

    `ticked` is how many initiatives were chosen to compare, of which `beside` has the first `MAX_COMPARED`; `moved` is
    whether an initiative has another slug now; `ignored` has a Dutch sentence for each part left out.
    """

    initiatives: list[Initiative] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # slugs of those to compare
    ticked: int = 0
    title: str = ""
    note: str = ""
    moved: bool = False
    ignored: list[str] = field(default_factory=list)

    @property
    def slugs(self) -> list[str]:
        return [initiative.slug for initiative in self.initiatives]

    @property
    def compared(self) -> list[Initiative]:
        """The initiatives to compare: those chosen, or all when they are few enough; none when there is only one."""
        chosen = [initiative for initiative in self.initiatives if initiative.slug in self.beside] or self.initiatives
        return chosen if 2 <= len(chosen) <= MAX_COMPARED else []

    @property
    def is_comparison_full(self) -> bool:
        """Whether there are other initiatives, of which none can be compared as well."""
        return len(self.beside) == MAX_COMPARED < len(self.initiatives)

    @property
    def comparing_advice(self) -> str:
        """What to tell a visitor who chose too many or too few to compare, in Dutch; "" when there is nothing wrong."""
        if self.ticked > MAX_COMPARED:
            first = apnumber(MAX_COMPARED)
            return f"U vinkte er {apnumber(self.ticked)} aan. De eerste {first} staan naast elkaar."
        if self.ticked == 1 and len(self.initiatives) > 1:
            return "U vinkte er één aan. Vink er nog minstens één aan om te vergelijken."
        return ""

    def pairs(self, *, add: str = "") -> list[tuple[str, str]]:
        """The keys and values of this selection, or of it with one more slug."""
        pairs = [("i", slug) for slug in [*self.slugs, add] if slug]
        pairs += [("naast", slug) for slug in self.beside]
        return pairs + [(key, text) for key, text in (("titel", self.title), ("notitie", self.note)) if text]

    def query(self, *, add: str = "") -> str:
        """Its query string, or that of it with one more slug."""
        return urlencode(self.pairs(add=add))


def read(query: QueryDict) -> Selection:
    """Read a selection from a query string: `i` and `naast` (slugs, repeated), `titel` and `notitie`.

    Then the changes to it: `zonder` removes initiatives, `hoger` and `lager` move them one place; unknown slugs in
    these change nothing.
    """
    slugs = given_slugs(query)
    by_slug = _published(slugs[:MAX_SIZE])
    ignored = []
    if len(slugs) > MAX_SIZE:
        ignored.append(f"Een selectie heeft hoogstens {MAX_SIZE} initiatieven; alleen de eerste {MAX_SIZE} staan hier.")
    ignored += [f"“{slug[:60]}” staat niet in de catalogus." for slug in slugs[:MAX_SIZE] if slug not in by_slug]
    initiatives = _edited(query, by_slug)
    ticked = [slug for slug in _named(query, "naast", by_slug) if slug in initiatives]
    selection = Selection(
        list(initiatives.values()),
        ticked[:MAX_COMPARED],
        len(ticked),
        moved=any(slug != initiative.slug for slug, initiative in by_slug.items()),
    )
    return _with_texts(selection, query, ignored)


def given_slugs(query: QueryDict) -> list[str]:
    """The slugs of a selection as its query string has them, each once."""
    return [slug for slug in dict.fromkeys(query.getlist("i")) if slug.strip()]


def _edited(query: QueryDict, by_slug: dict[str, Initiative]) -> dict[str, Initiative]:
    """The initiatives by their current slugs, in order, after the changes that the query string asks for."""
    by_current_slug = {initiative.slug: initiative for initiative in by_slug.values()}
    removed = _named(query, REMOVE_KEY, by_slug)
    slugs = [slug for slug in by_current_slug if slug not in removed]
    for key, places in MOVE_KEYS.items():
        for slug in _named(query, key, by_slug):
            if slug in slugs:
                place = slugs.index(slug)
                slugs.insert(max(0, place + places), slugs.pop(place))
    return {slug: by_current_slug[slug] for slug in slugs}


def _named(query: QueryDict, key: str, by_slug: dict[str, Initiative]) -> list[str]:
    """The current slugs of the initiatives that a key names, by a slug they have or had; each once."""
    current_slugs = {initiative.slug: initiative.slug for initiative in by_slug.values()}
    current_slugs |= {slug: initiative.slug for slug, initiative in by_slug.items()}
    return list(dict.fromkeys(current_slugs[slug] for slug in query.getlist(key) if slug in current_slugs))


def _with_texts(selection: Selection, query: QueryDict, ignored: list[str]) -> Selection:
    title, note = _clean(query.get("titel", "")), _clean(query.get("notitie", ""))
    for name, text, limit in (("titel", title, MAX_TITLE_LENGTH), ("notitie", note, MAX_NOTE_LENGTH)):
        if len(text) > limit:
            ignored.insert(0, f"De {name} is ingekort tot {limit} tekens.")
    title = " ".join(title.split())[:MAX_TITLE_LENGTH]
    return replace(selection, title=title, note=note[:MAX_NOTE_LENGTH], ignored=ignored)


def _published(slugs: list[str]) -> dict[str, Initiative]:
    """The published initiatives that have or had these slugs, by the slug given, in the order of the slugs."""
    slugs = [slug for slug in slugs if "\0" not in slug]
    published = Initiative.objects.published().for_detail()
    by_slug = {initiative.slug: initiative for initiative in published.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in by_slug]:
        renamed = {slug: new for (model, slug), new in SlugHistory.objects.renamed().items() if model is Initiative}
        new_slugs = {slug: renamed[slug] for slug in missing if slug in renamed}
        rows = published.filter(slug__in=new_slugs.values()) if new_slugs else ()
        by_new_slug = {initiative.slug: initiative for initiative in rows}
        by_slug |= {slug: by_new_slug[new] for slug, new in new_slugs.items() if new in by_new_slug}
    return {slug: by_slug[slug] for slug in slugs if slug in by_slug}


def _clean(text: str) -> str:
    """The text without unprintable characters and lone surrogates."""
    kept = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").strip()
    return "".join(letter for letter in kept if letter == "\n" or letter.isprintable())
