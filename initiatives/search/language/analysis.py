"""Dutch words and what they are found by: the word, its lemma and stem, and the parts of a compound."""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
import yaml
from simplemma import is_known, lemmatize

SHORTEST_PART = 4  # letters
LONGEST_COMPOUND = 40  # letters
LONGEST_WORD = 60  # letters; of what is longer only the beginning counts
LINKS = ("", "s", "e", "en", "er")  # between the parts of a compound: stad-s-bestuur, kind-er-opvang
PLURAL = re.compile(r"\w{3}[aouy]s$")
VERB = "en"  # the ending of a verb
WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
SHARED_TAIL = re.compile(r"\b([^\W\d_]+)-(?= +(?:en|of) +([^\W\d_]+))")  # dak- en thuislozen
CAMEL = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=[A-Z][^\W\d_A-Z])")  # between the words of SchuldHulpMaatje
ACCENTS = re.compile("[\u0300-\u036f]+")  # as they stand apart from their letter
APOSTROPHES = re.compile("[\u2019\u2018\u201b`\u00b4\u02bc]")
# What an apostrophe joins to a word that ends in a vowel or is an abbreviation: foto's, zzp'ers, baby'tje.
ENDINGS = frozenset({"s", "er", "ers", "en", "tje", "tjes", "ertje"})


@cache
def _dutch() -> dict:
    return yaml.safe_load(Path(__file__).with_name("dutch.yaml").read_text(encoding="utf-8"))


@cache
def stop_words() -> frozenset[str]:
    """Words that say nothing about what somebody looks for, folded."""
    return frozenset(_dutch()["stop_words"].split())


@cache
def _no_parts() -> frozenset[str]:
    """Words that look like parts of compounds, and mostly are not."""
    return stop_words() | frozenset(_dutch()["no_parts"].split())


@cache
def _overrides() -> dict[str, str]:
    """Words whose lemma and stem mislead here, with the lemma to go by, folded."""
    return {fold(word): fold(lemma) for word, lemma in _dutch()["lemmas"].items()}


def fold(text: str) -> str:
    """A text in small letters without accents: “Café” and “CAFE” are one."""
    text = APOSTROPHES.sub("'", text).lower()
    return text if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFD", text))


@dataclass(frozen=True)
class Word:
    """A word as it is found: its own form, the bases it shares with its inflections, and the parts that it is made of.

    All are folded. `lemma` is what a dictionary would list; the first of `bases` comes from it.
    """

    form: str
    lemma: str
    bases: tuple[str, ...]
    parts: tuple[str, ...] = ()

    @property
    def every_base(self) -> list[str]:
        """Everything that the word is found by, sorted."""
        return sorted({*self.bases, *self.part_bases})

    @property
    def part_bases(self) -> set[str]:
        """The bases by which the parts are found."""
        return {base for part in self.parts for base in word(part).bases}


@lru_cache(maxsize=20_000)
def word(written: str) -> Word:
    """Analyse one word by itself, without its parts.

    Args:
        written: in small letters, accents kept, as `words` gives it.
    """
    written = written[:LONGEST_WORD]
    form = _cut(fold(written).replace("'", ""))
    stem, apostrophe, ending = written.partition("'")
    if apostrophe and ending in ENDINGS:
        written = stem
    if (lemma := _overrides().get(fold(written))) is not None:
        return Word(form, lemma, (lemma,))
    if PLURAL.search(written) and not is_known(written, lang="nl") and is_known(written[:-1], lang="nl"):
        written = written[:-1]  # foto's without its apostrophe
    lemma = lemmatize(written, lang="nl").lower().replace("_", "")  # it writes op_vangen
    # A stemmer keeps its word while it works, so that threads cannot share one.
    stemmer = snowballstemmer.stemmer("dutch")
    bases = dict.fromkeys(_cut(fold(stemmer.stemWord(each))) for each in (lemma, written))
    return Word(form, _cut(fold(lemma)), tuple(bases))


def _cut(folded: str) -> str:
    """Some letters fall apart when they are folded, so that a word can become too long again."""
    return folded[:LONGEST_WORD]


def words(text: str, *, joined: bool = True) -> Iterator[str]:
    """The words of a text or question in order, in small letters, accents kept.

    A word with hyphens comes in its parts, and with `joined` first as one: “noord-holland” as noordholland, noord,
    holland. Letters with dots between them are an abbreviation: “G.G.Z.” is ggz.
    """
    for parts in units(text):
        if joined and len(parts) > 1:
            yield "".join(parts)
        yield from parts


def units(text: str) -> Iterator[list[str]]:
    """The words of a text, each in the parts between its hyphens."""
    for match in WORD.finditer(complete(text)):
        dotted = match[0].split(".")
        if len(dotted) > 1 and all(len(each) == 1 for each in dotted):
            yield ["".join(dotted)]
        else:
            yield from (each.split("-") for each in dotted)


def complete(text: str) -> str:
    """A text in small letters in which every word is whole and by itself.

    Words that share their end with the next get it (dak- en thuislozen), words that only a capital parts get a hyphen.
    """
    text = CAMEL.sub("-", unicodedata.normalize("NFC", APOSTROPHES.sub("'", text))).lower()
    text = text.replace("\u0307", "")  # the dot that a Turkish capital leaves behind
    return SHARED_TAIL.sub(_completed, text)


def _completed(match: re.Match) -> str:
    """“dak-” before “en thuislozen” is “daklozen”: with the tail of the other word that makes it a word."""
    head, other = match.groups()
    tails = (other[start:] for start in range(2, len(other) - 2))
    return next((head + tail for tail in tails if _is_in_dictionary(head + tail)), head + "-")


@lru_cache(maxsize=1_000)
def _is_in_dictionary(written: str) -> bool:
    return fold(written) in _overrides() or lemmatize(written, lang="nl") != written


class Analyser:
    """Analyses words with their parts.

    A word is split only where each part has four letters or more and also stands by itself in the catalogue: a general
    list of words would split “overlast” and “onderwijs” too.

    Args:
        known: the words, folded, that stand by themselves, in any of their forms.
    """

    def __init__(self, known: Container[str]) -> None:
        self.known = known
        self._found: dict[str, Word] = {}

    def word(self, written: str) -> Word:
        """Analyse one word, as `words` gives it."""
        if written not in self._found:
            alone = word(written)
            self._found[written] = Word(alone.form, alone.lemma, alone.bases, self._parts(alone.form))
        return self._found[written]

    def _parts(self, form: str) -> tuple[str, ...]:
        if not 2 * SHORTEST_PART <= len(form) <= LONGEST_COMPOUND:
            return ()
        # From the end: the fewest parts of what stands behind each letter.
        best: dict[int, tuple[str, ...]] = {len(form): ()}
        for start in range(len(form) - SHORTEST_PART, -1, -1):
            options = [
                (part, *best[behind + len(link)])
                for part, behind in self._heads(form, start)
                for link in LINKS
                if behind + len(link) in best and form.startswith(link, behind)
                if link == "" or behind + len(link) < len(form)
            ]
            if options:
                best[start] = min(options, key=len)
        return best.get(0, ())

    def _heads(self, form: str, start: int) -> Iterator[tuple[str, int]]:
        """The known words that begin at a letter, longest first, never the whole word.

        Before another part a verb stands without its ending: wandel-maatje.
        """
        for end in range(len(form), start + SHORTEST_PART - 1, -1):
            part = form[start:end]
            is_known = part in self.known or (end < len(form) and part + VERB in self.known)
            if end - start < len(form) and is_known and part not in _no_parts():
                yield part, end


def candidates(form: str) -> set[str]:
    """What could be a part of a word, in the forms it could have: to ask which of them are known."""
    if not 2 * SHORTEST_PART <= len(form) <= LONGEST_COMPOUND:
        return set()
    starts = range(len(form) - SHORTEST_PART + 1)
    parts = {form[start:end] for start in starts for end in range(start + SHORTEST_PART, len(form) + 1)}
    return parts | {part + VERB for part in parts}


def name_key(text: str) -> str:
    """A name, or its beginning, as it is compared while somebody types: “'s-Gra” is “s gra”."""
    return " ".join(fold(text).replace("-", " ").replace("'", "").split())


def phrase_key(phrase: str) -> str:
    """A phrase as a key: the same for “Noord-Holland” and “noord holland”, for “Jongeren” and “jongere”.

    Args:
        phrase: one word or a few.
    """
    return " ".join(word(written).bases[0] for written in words(phrase, joined=False))
