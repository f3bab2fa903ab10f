"""Plain Dutch in our own words: long sentences, office jargon, runs of words that stand in a source."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PRINTS = HERE / "source_runs.bin"
LONGEST_SENTENCE = 15  # words; the catalogue's own bound for language level B1
RUN = 8  # so many words in a row that also stand in a source were copied from it
PRINT_SIZE = 5  # bytes: among 60,000 runs of the sources a chance meeting is one in 20 million

# The point of an abbreviation ends a sentence only when a capital comes next.
ABBREVIATION = re.compile(r"\b((?i:bijv|nr|ca|enz|incl|dr|o\.a|m\.n|e\.d|d\.w\.z|i\.p\.v))\.(?!\s+[A-Z])")
SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’)]*\s+|\n+")
WORD = re.compile(r"[^\W_]+")
BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


def sentences(text: str) -> list[str]:
    """A text in sentences."""
    return [part for part in SENTENCE_END.split(ABBREVIATION.sub(r"\1", text)) if part.strip()]


def long_sentences(text: str) -> Iterator[str]:
    """The sentences of more than `LONGEST_SENTENCE` words."""
    for sentence in sentences(text):
        if sum(any(letter.isalnum() for letter in word) for word in sentence.split()) > LONGEST_SENTENCE:
            yield sentence


def jargon(text: str) -> Iterator[str]:
    """The office words in a text, each with what to say instead."""
    for match in _any_jargon().finditer(text):
        plain = next(plain for pattern, plain in _jargon() if pattern.fullmatch(match[0]))
        yield f"{match[0]} (say: {plain})"


@cache
def _jargon() -> list[tuple[re.Pattern, str]]:
    """The kept list: each word as a pattern, a star standing for the rest of a word, and the plain words for it."""
    words = yaml.safe_load((HERE / "jargon.yaml").read_text(encoding="utf-8"))
    return [(re.compile(_pattern(word), re.I), plain) for word, plain in words.items()]


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")


@cache
def _any_jargon() -> re.Pattern:
    """The whole list in one; the longest first, so that none hides a longer one."""
    every = sorted((pattern.pattern for pattern, _ in _jargon()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(every)})(?!\w)", re.I)


def words(text: str) -> list[str]:
    """The words of a text as they are compared: without capitals, accents and the hyphens of broken lines."""
    whole = BROKEN_WORD.sub("", text.replace("\u2010", "-").replace("\u00ad", ""))
    decomposed = unicodedata.normalize("NFKD", whole.casefold())
    return WORD.findall("".join(sign for sign in decomposed if not unicodedata.combining(sign)))


def fingerprints(text: str) -> list[bytes]:
    """One print for each run of `RUN` words, in order; the words cannot be read back from it."""
    found = words(text)
    runs = (" ".join(found[start : start + RUN]) for start in range(len(found) - RUN + 1))
    return [blake2b(run.encode(), digest_size=PRINT_SIZE).digest() for run in runs]


def copied_runs(text: str) -> Iterator[str]:
    """The runs of words in a text that also stand in one of the sources; each overlap is named once."""
    found, end = words(text), 0
    for start, each in enumerate(fingerprints(text)):
        if each in _source_prints() and start >= end:
            end = start + RUN
            yield " ".join(found[start:end])


@cache
def _source_prints() -> frozenset[bytes]:
    """Prints of all runs in the sources, so that the check needs no copy of the documents themselves."""
    kept = PRINTS.read_bytes()
    return frozenset(kept[start : start + PRINT_SIZE] for start in range(0, len(kept), PRINT_SIZE))


def write_source_prints(texts: list[str], to: Path = PRINTS) -> int:
    """Keep the prints of these source texts for `copied_runs`.

    Returns:
        How many different runs there are.

    Raises:
        ValueError: a text has no run at all, so it cannot be a source.
    """
    prints = [fingerprints(text) for text in texts]
    if not all(prints):
        raise ValueError(f"a source has at least {RUN} words")
    different = sorted({each for found in prints for each in found})
    to.write_bytes(b"".join(different))
    return len(different)
