"""A selection of initiatives, stored in a query string: which ones, their order, a title and a note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from initiatives.models import Initiative, SlugHistory

MAX_SIZE = 40  # mail programs cut longer addresses
MAX_COMPARED = 4  # side by side
MAX_TITLE_LENGTH, MAX_NOTE_LENGTH = 100, 1_000  # characters


@dataclass(frozen=True)
class Selection:
    """The parsed query string.

    `moved` is whether an initiative has another slug now; `ignored` has a Dutch sentence for each part left out.
    """

    initiatives: list[Initiative] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # slugs of those to compare
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

    def query(self, *, add: str = "") -> str:
        """The query string of this selection, or of it with one more slug."""
        pairs = [("i", slug) for slug in [*self.slugs, add] if slug]
        pairs += [("naast", slug) for slug in self.beside]
        pairs += [(key, text) for key, text in (("titel", self.title), ("notitie", self.note)) if text]
        return urlencode(pairs)


def read(query: QueryDict) -> Selection:
    """Read a selection from a query string: `i`, `naast` and `zonder` (slugs, repeated), `titel` and `notitie`."""
    slugs = [slug for slug in dict.fromkeys(query.getlist("i")) if slug.strip()]
    by_slug = _published(slugs[:MAX_SIZE])
    ignored = []
    if len(slugs) > MAX_SIZE:
        ignored.append(f"Een selectie heeft hoogstens {MAX_SIZE} initiatieven; alleen de eerste {MAX_SIZE} staan hier.")
    without = {"", *query.getlist("zonder")}
    chosen = filter(None, map(by_slug.get, slugs))
    initiatives = {initiative.slug: initiative for initiative in chosen if initiative.slug not in without}
    beside = dict.fromkeys(slug for slug in query.getlist("naast") if slug in initiatives)
    if len(beside) > MAX_COMPARED:
        ignored.append(f"U kunt hoogstens {MAX_COMPARED} initiatieven naast elkaar zetten.")
    selection = Selection(
        list(initiatives.values()),
        list(beside)[:MAX_COMPARED],
        moved=any(slug != initiative.slug for slug, initiative in by_slug.items()),
    )
    unknown = [f"“{slug[:60]}” staat niet in de catalogus." for slug in slugs[:MAX_SIZE] if slug not in by_slug]
    return _with_texts(selection, query, [*ignored, *unknown])


def _with_texts(selection: Selection, query: QueryDict, ignored: list[str]) -> Selection:
    title, note = _clean(query.get("titel", "")), _clean(query.get("notitie", ""))
    for name, text, limit in (("titel", title, MAX_TITLE_LENGTH), ("notitie", note, MAX_NOTE_LENGTH)):
        if len(text) > limit:
            ignored.insert(0, f"De {name} is ingekort tot {limit} tekens.")
    title = " ".join(title.split())[:MAX_TITLE_LENGTH]
    return replace(selection, title=title, note=note[:MAX_NOTE_LENGTH], ignored=ignored)


def _published(slugs: list[str]) -> dict[str, Initiative]:
    """The published initiatives that have or had these slugs, by the slug given."""
    slugs = [slug for slug in slugs if "\0" not in slug]
    published = Initiative.objects.published().for_detail()
    by_slug = {initiative.slug: initiative for initiative in published.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in by_slug]:
        renamed = {slug: new for (model, slug), new in SlugHistory.objects.renamed().items() if model is Initiative}
        new_slugs = {slug: renamed[slug] for slug in missing if slug in renamed}
        rows = published.filter(slug__in=new_slugs.values()) if new_slugs else ()
        by_new_slug = {initiative.slug: initiative for initiative in rows}
        by_slug |= {slug: by_new_slug[new] for slug, new in new_slugs.items() if new in by_new_slug}
    return by_slug


def _clean(text: str) -> str:
    """The text without unprintable characters and lone surrogates."""
    kept = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").strip()
    return "".join(letter for letter in kept if letter == "\n" or letter.isprintable())
