"""The address of a question: sorted keys and values, without what is the default."""

from urllib.parse import urlencode

from django.urls import reverse

from initiatives.search.parameters import LITERAL_KEY, NATIONAL_KEY, PLACES, YES, Parameters


class Address:
    """Writes the addresses of a question, and of those that differ from it in one thing."""

    def __init__(self, asked: Parameters) -> None:
        self.asked = asked

    def parameters(self, **changes: object) -> list[tuple[str, str]]:
        """The question as sorted keys and values; `changes` as for `url`."""
        asked = self.asked
        now = {"words": asked.words, "chosen": asked.chosen, "national": asked.national, "literal": asked.literal}
        now |= {"sort": asked.sort, "page": 1} | changes
        pairs = [(key, value) for key, values in now["chosen"].items() for value in values]
        has_place = any(now["chosen"].get(key) for key in PLACES)
        pairs += [("q", now["words"])] if now["words"] else []
        pairs += [(LITERAL_KEY, YES)] if now["literal"] and now["words"] else []
        pairs += [(NATIONAL_KEY, YES)] if now["national"] and has_place else []
        pairs += [("sorteer", now["sort"])] if now["sort"] != "relevantie" else []
        pairs += [("pagina", str(now["page"]))] if now["page"] > 1 else []
        return sorted(pairs)

    def url(self, **changes: object) -> str:
        """The address with other `words`, `chosen`, `national`, `literal`, `sort` or `page` (default 1)."""
        query = urlencode(self.parameters(**changes))
        return reverse("browse") + (f"?{query}" if query else "")

    def toggled(self, key: str, value: str) -> str:
        """The address with a value chosen, or no longer chosen."""
        values = set(self.asked.chosen.get(key, [])) ^ {value}
        return self.url(chosen={**self.asked.chosen, key: sorted(values)})
