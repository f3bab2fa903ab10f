"""Dutch words: their form, lemma, stem and the parts of compounds."""

import re
import unicodedata
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer
import yaml
from simplemma import Lemmatizer, is_known

MIN_PART_LENGTH = 4  # letters
MAX_COMPOUND_LENGTH = 40  # letters
MAX_WORD_LENGTH = 60  # letters; longer words are cut
LINKS = ("", "s", "e", "en", "er")  # between the parts of a compound: stad-s-bestuur, kind-er-opvang
PLURAL = re.compile(r"\w{3}[aouy]s$")
VERB = "en"  # the ending of a verb
WORD = re.compile(r"[^\W_]+(?:['.-][^\W_]+)*")
SHARED_TAIL = re.compile(r"\b([^\W\d_]+)-(?= +(?:en|of) +([^\W\d_]+))")  # dak- en thuislozen
CAMEL = re.compile(r"(?<=[^\W\d_A-Z]{2})(?=[A-Z][^\W\d_A-Z])")  # between the words of SchuldHulpMaatje
UNSEEN = re.compile("[\u0307\u200b\u00ad]")  # the dot that a Turkish capital leaves behind; where a word may break
ACCENTS = re.compile("[\u0300-\u036f]+")  # combining marks, after decomposition
APOSTROPHES = re.compile("[\u2019\u2018\u201b`\u00b4\u02bc]")
# Its own cache has 65,536 words, which many odd questions would fill; `word` has one of what is made of them.
LEMMATIZER = Lemmatizer(cache_max_size=1_000)
# Endings after an apostrophe, of words that end in a vowel and of abbreviations: foto's, zzp'ers, baby'tje.
ENDINGS = frozenset({"s", "er", "ers", "en", "tje", "tjes", "ertje"})


@cache
def _dutch() -> dict:
    return yaml.safe_load(Path(__file__).with_name("dutch.yaml").read_text(encoding="utf-8"))


@cache
def stop_words() -> frozenset[str]:
    return frozenset(_dutch()["stop_words"].split())


def is_stop_word(written: str) -> bool:
    return fold(written) in stop_words()


@cache
def fillers() -> frozenset[str]:
    return frozenset(_dutch()["fillers"].split())


def is_filler(written: str) -> bool:
    """Return whether a word belongs to asking, not to what is asked for."""
    return fold(written) in fillers()


@cache
def _no_parts() -> frozenset[str]:
    """Words that look like parts of compounds but rarely are."""
    return stop_words() | frozenset(_dutch()["no_parts"].split())


@cache
def _overrides() -> dict[str, str]:
    """Words whose lemma and stem are wrong here, with the right lemma, folded."""
    return {fold(word): fold(lemma) for word, lemma in _dutch()["lemmas"].items()}


def read_dictionary() -> None:
    """Read the dictionaries (some 50 MB), which happens when the first word is analysed."""
    word("wandelen")


def fold(text: str) -> str:
    """Return a text in small letters without accents: “Café” and “CAFE” are equal."""
    text = APOSTROPHES.sub("'", text).lower()
    return text if text.isascii() else ACCENTS.sub("", unicodedata.normalize("NFD", text))


@dataclass(frozen=True, slots=True)
class Word:
    """An analysed word; all strings are folded."""

    form: str  # the word itself
    lemma: str  # as a dictionary lists it
    bases: tuple[str, ...]  # shared by its inflections, the first from the lemma
    parts: tuple[str, ...] = ()  # the words of which it is a compound

    @property
    def all_bases(self) -> list[str]:
        """Its own bases and those of its parts, sorted."""
        return sorted({*self.bases, *self.part_bases})

    @property
    def part_bases(self) -> set[str]:
        return {base for part in self.parts for base in word(part).bases}


@lru_cache(maxsize=20_000)
def word(written: str) -> Word:
    """Analyse a single word, as `words` gives it, without splitting it."""
    written = written[:MAX_WORD_LENGTH]
    form = _cut(fold(written).replace("'", ""))
    stem, apostrophe, ending = written.partition("'")
    if apostrophe and ending in ENDINGS:
        written = stem
    if (lemma := _overrides().get(fold(written))) is not None:
        return Word(form, lemma, (lemma,))
    if PLURAL.search(written) and not is_known(written, lang="nl") and is_known(written[:-1], lang="nl"):
        written = written[:-1]  # foto's without its apostrophe
    lemma = LEMMATIZER.lemmatize(written, "nl").lower().replace("_", "")  # it writes op_vangen
    # A stemmer has state while it works, so threads cannot share one.
    stemmer = snowballstemmer.stemmer("dutch")
    bases = dict.fromkeys(_cut(fold(stemmer.stemWord(part))) for part in (lemma, written))
    return Word(form, _cut(fold(lemma)), tuple(bases))


def _cut(folded: str) -> str:
    """Folding can make a word longer, so that it has to be cut again."""
    return folded[:MAX_WORD_LENGTH]


def words(text: str, *, joined: bool = True) -> Iterator[str]:
    """Yield the words of a text or query in order, in small letters, accents kept.

    A word with hyphens gives its parts, and with `joined` first the whole: “noord-holland” gives noordholland, noord,
    holland. Letters with dots between them are an abbreviation: “G.G.Z.” gives ggz.
    """
    for parts in units(text):
        if joined and len(parts) > 1:
            yield "".join(parts)
        yield from parts


def units(text: str) -> Iterator[list[str]]:
    """Yield the words of a text, each as the parts between its hyphens."""
    for match in WORD.finditer(complete(text)):
        dotted = match[0].split(".")
        if len(dotted) > 1 and all(len(part) == 1 for part in dotted):
            yield ["".join(dotted)]
        else:
            yield from (part.split("-") for part in dotted)


def complete(text: str) -> str:
    """Return a text in small letters with abbreviated and run-together words written out.

    Words that share their end with the next get it (dak- en thuislozen); words separated by a capital get a hyphen.
    """
    text = CAMEL.sub("-", unicodedata.normalize("NFC", APOSTROPHES.sub("'", text))).lower()
    text = UNSEEN.sub("", text)
    return SHARED_TAIL.sub(_completed, text)


def _completed(match: re.Match) -> str:
    """“dak-” before “en thuislozen” is “daklozen”: with the tail of the other word that makes it a word."""
    head, other = match.groups()
    tails = (other[start:] for start in range(2, len(other) - 2))
    return next((head + tail for tail in tails if _is_in_dictionary(head + tail)), head + "-")


@lru_cache(maxsize=1_000)
def _is_in_dictionary(written: str) -> bool:
    return fold(written) in _overrides() or LEMMATIZER.lemmatize(written, "nl") != written


class Analyser:
    """Analyses words and splits compounds.

    A word is split only where each part has four letters or more and is among the known words, folded, that occur on
    their own in the catalogue: a general word list would split “overlast” and “onderwijs” too.
    """

    def __init__(self, known: Container[str]) -> None:
        self.known = known
        self._words: dict[str, Word] = {}

    def word(self, written: str) -> Word:
        if written not in self._words:
            whole = word(written)
            self._words[written] = Word(whole.form, whole.lemma, whole.bases, self._parts(whole.form))
        return self._words[written]

    def _parts(self, form: str) -> tuple[str, ...]:
        if not 2 * MIN_PART_LENGTH <= len(form) <= MAX_COMPOUND_LENGTH:
            return ()
        # Dynamic programming from the end: the split with the fewest parts from each letter on.
        best: dict[int, tuple[str, ...]] = {len(form): ()}
        for start in range(len(form) - MIN_PART_LENGTH, -1, -1):
            options = [
                (part, *best[end + len(link)])
                for part, end in self._heads(form, start)
                for link in LINKS
                if end + len(link) in best and form.startswith(link, end)
                if link == "" or end + len(link) < len(form)
            ]
            if options:
                best[start] = min(options, key=len)
        return best.get(0, ())

    def _heads(self, form: str, start: int) -> Iterator[tuple[str, int]]:
        """Yield the known words that start at a letter, longest first, with their ends; never the whole word.

        Before another part a verb loses its ending: wandel-maatje.
        """
        for end in range(len(form), start + MIN_PART_LENGTH - 1, -1):
            part = form[start:end]
            is_known = part in self.known or (end < len(form) and part + VERB in self.known)
            if end - start < len(form) and is_known and part not in _no_parts():
                yield part, end


def candidates(form: str) -> set[str]:
    """Return everything that could be a part of a word, to look up which of those are known."""
    if not 2 * MIN_PART_LENGTH <= len(form) <= MAX_COMPOUND_LENGTH:
        return set()
    starts = range(len(form) - MIN_PART_LENGTH + 1)
    parts = {form[start:end] for start in starts for end in range(start + MIN_PART_LENGTH, len(form) + 1)}
    return parts | {part + VERB for part in parts}


def name_key(text: str) -> str:
    """Return a name, or its beginning, as suggestions compare it: “'s-Gra” gives “s gra”."""
    return " ".join(fold(text).replace("-", " ").replace("'", "").split())


@lru_cache(maxsize=30_000)
def phrase_key(phrase: str) -> str:
    """Return the key of a phrase: equal for “Noord-Holland” and “noord holland”, for “Jongeren” and “jongere”."""
    return " ".join(word(written).bases[0] for written in words(phrase, joined=False))
