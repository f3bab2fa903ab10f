"""The address of a question: sorted keys and values, without what is the default."""

from urllib.parse import urlencode

from initiatives.search.query_string.parameters import (
    LITERAL_KEY,
    NATIONAL_KEY,
    PAGE_KEY,
    PLACES,
    SIZE_KEY,
    WHOLE_KEY,
    YES,
    Parameters,
)


class Address:
    """Writes the addresses of a question, and of those that differ from it in one thing.

    Args:
        asked: the question.
        path: of what gives the answer: the list, the map, a feed.
    """

    def __init__(self, asked: Parameters, path: str) -> None:
        self.asked = asked
        self.path = path
        self._parts: dict[str, tuple[list[str], list[str]]] = {}

    def parameters(self, **changes: object) -> list[tuple[str, str]]:
        """The question as sorted keys and values; `changes` as for `url`."""
        asked = self.asked
        now = {"words": asked.words, "chosen": asked.chosen, "national": asked.national, "literal": asked.literal}
        now |= {"sort": asked.sort, "size": asked.size, "page": 1} | changes
        pairs = [(key, value) for key, values in now["chosen"].items() for value in values]
        has_place = any(now["chosen"].get(key) for key in PLACES)
        pairs += [("q", now["words"])] if now["words"] else []
        pairs += [(LITERAL_KEY, YES)] if now["literal"] and now["words"] else []
        pairs += [(NATIONAL_KEY, YES)] if now["national"] and has_place else []
        pairs += [("sorteer", now["sort"])] if now["sort"] != "relevantie" else []
        pairs += [(SIZE_KEY, str(now["size"]))] if now["size"] != asked.sizes.default else []
        pairs += [(PAGE_KEY, str(now["page"]))] if now["page"] > 1 else []
        return sorted(pairs)

    def url(self, **changes: object) -> str:
        """The address with other `words`, `chosen`, `national`, `literal`, `sort`, `size` or `page` (default 1)."""
        query = urlencode(self.parameters(**changes))
        return f"{self.path}?{query}" if query else self.path

    def whole(self, key: str) -> str:
        """The address at which a long list of values is shown whole."""
        before, behind = self._around(WHOLE_KEY)
        return f"{self.path}?{'&'.join([*before, *behind, f'{WHOLE_KEY}={key}'])}#facet-{key}"

    def toggled(self, key: str, value: str) -> str:
        """The address with a value chosen, or no longer chosen."""
        values = sorted({*self.asked.chosen.get(key, [])} ^ {value})
        if self.asked.national and key in PLACES:
            return self.url(chosen={**self.asked.chosen, key: values})
        before, behind = self._around(key)
        query = "&".join([*before, *(f"{key}={slug}" for slug in values), *behind])
        return f"{self.path}?{query}" if query else self.path

    def _around(self, key: str) -> tuple[list[str], list[str]]:
        """The parts of the query that come before and behind those of a key, as they stand in an address.

        Kept, since a page has dozens of addresses that differ in one key only.
        """
        if key not in self._parts:
            parts = [(name, urlencode([(name, value)])) for name, value in self.parameters() if name != key]
            before, behind = [part for name, part in parts if name < key], [part for name, part in parts if name > key]
            self._parts[key] = (before, behind)
        return self._parts[key]
