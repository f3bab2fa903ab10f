"""A selection of initiatives, kept in an address: which, in what order, under what title, with what note."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.http import QueryDict

from initiatives.models import Initiative, SlugHistory

MOST = 40  # initiatives; longer addresses are cut by mail programs
MOST_COMPARED = 4  # side by side
LONGEST_TITLE, LONGEST_NOTE = 100, 1_000  # characters


@dataclass(frozen=True)
class Selection:
    """What an address selects.

    `moved` is whether an initiative has another slug now; `ignored` has a Dutch sentence for what was left out.
    """

    initiatives: list[Initiative] = field(default_factory=list)
    beside: list[str] = field(default_factory=list)  # slugs of those to compare
    title: str = ""
    note: str = ""
    moved: bool = False
    ignored: list[str] = field(default_factory=list)

    @property
    def slugs(self) -> list[str]:
        return [each.slug for each in self.initiatives]

    @property
    def compared(self) -> list[Initiative]:
        """Those to show side by side: the ones chosen, or all when that is possible; none when it would be one."""
        chosen = [each for each in self.initiatives if each.slug in self.beside] or self.initiatives
        return chosen if 2 <= len(chosen) <= MOST_COMPARED else []

    def query(self, *, add: str = "") -> str:
        """The query string of this selection.

        Args:
            add: the slug of an initiative to have in it too; none when left out.
        """
        pairs = [("i", slug) for slug in [*self.slugs, add] if slug]
        pairs += [("naast", slug) for slug in self.beside]
        pairs += [(key, text) for key, text in (("titel", self.title), ("notitie", self.note)) if text]
        return urlencode(pairs)


def read(query: QueryDict) -> Selection:
    """Read a selection from a query string: `i`, `naast` and `zonder` (slugs, repeated), `titel` and `notitie`.

    Args:
        query: as it came from outside; anything may stand in it.
    """
    slugs = [slug for slug in dict.fromkeys(query.getlist("i")) if slug.strip()]
    found = _found(slugs[:MOST])
    ignored = []
    if len(slugs) > MOST:
        ignored.append(f"Een selectie heeft hoogstens {MOST} initiatieven; alleen de eerste {MOST} staan hier.")
    without = {"", *query.getlist("zonder")}
    initiatives = {each.slug: each for each in map(found.get, slugs) if each and each.slug not in without}
    beside = dict.fromkeys(slug for slug in query.getlist("naast") if slug in initiatives)
    if len(beside) > MOST_COMPARED:
        ignored.append(f"U kunt hoogstens {MOST_COMPARED} initiatieven naast elkaar zetten.")
    selection = Selection(
        list(initiatives.values()),
        list(beside)[:MOST_COMPARED],
        moved=any(slug != each.slug for slug, each in found.items()),
    )
    unknown = [f"“{slug[:60]}” staat niet in de catalogus." for slug in slugs[:MOST] if slug not in found]
    return _with_texts(selection, query, [*ignored, *unknown])


def _with_texts(selection: Selection, query: QueryDict, ignored: list[str]) -> Selection:
    title, note = _clean(query.get("titel", "")), _clean(query.get("notitie", ""))
    for name, text, longest in (("titel", title, LONGEST_TITLE), ("notitie", note, LONGEST_NOTE)):
        if len(text) > longest:
            ignored.insert(0, f"De {name} is ingekort tot {longest} tekens.")
    title = " ".join(title.split())[:LONGEST_TITLE]
    return replace(selection, title=title, note=note[:LONGEST_NOTE], ignored=ignored)


def _found(slugs: list[str]) -> dict[str, Initiative]:
    """The published initiatives with these slugs, now or before; under the slugs as they were given."""
    slugs = [slug for slug in slugs if "\0" not in slug]
    published = Initiative.objects.published().for_detail()
    found = {each.slug: each for each in published.filter(slug__in=slugs)}
    if missing := [slug for slug in slugs if slug not in found]:
        renamed = {slug: now for (model, slug), now in SlugHistory.objects.renamed().items() if model is Initiative}
        wanted = {slug: renamed[slug] for slug in missing if slug in renamed}
        now = {each.slug: each for each in published.filter(slug__in=wanted.values())} if wanted else {}
        found |= {slug: now[current] for slug, current in wanted.items() if current in now}
    return found


def _clean(text: str) -> str:
    """Text without what no page or document can hold."""
    kept = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").strip()
    return "".join(letter for letter in kept if letter == "\n" or letter.isprintable())
