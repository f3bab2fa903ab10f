"""Plain Dutch in our own words: long sentences, office jargon, runs of words that stand in a source."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import yaml

HERE = Path(__file__).parent
LONGEST_SENTENCE = 15  # words; the catalogue's own bound for language level B1
RUN = 8  # so many words in a row that also stand in a source were copied from it
PRINT_SIZE = 5  # bytes: among 60,000 runs of the sources a chance meeting is one in 20 million

ABBREVIATIONS = re.compile(r"\b(bijv|nr|ca|enz|o\.a|incl)\.", re.I)
SENTENCE_END = re.compile(r"(?<=[.!?])[”\"’)]*\s+|\n+")
WORD = re.compile(r"[^\W_]+")
BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


def sentences(text: str) -> list[str]:
    """A text in sentences; the point of an abbreviation ends none."""
    return [part for part in SENTENCE_END.split(ABBREVIATIONS.sub(r"\1", text)) if part.strip()]


def long_sentences(text: str) -> Iterator[str]:
    """The sentences of more than `LONGEST_SENTENCE` words."""
    for sentence in sentences(text):
        if sum(any(letter.isalnum() for letter in word) for word in sentence.split()) > LONGEST_SENTENCE:
            yield sentence


def jargon(text: str) -> Iterator[str]:
    """The office words in a text, each with what to say instead."""
    for match in _jargon_pattern().finditer(text):
        plain = next(plain for pattern, plain in _jargon() if pattern.fullmatch(match[0]))
        yield f"{match[0]}: liever {plain}"


@cache
def _jargon() -> list[tuple[re.Pattern, str]]:
    """The kept list: each word as a pattern, a star standing for the rest of a word, and the plain words for it."""
    words = yaml.safe_load((HERE / "jargon.yaml").read_text(encoding="utf-8"))
    return [(re.compile(re.escape(word).replace(r"\*", r"\w*"), re.I), plain) for word, plain in words.items()]


@cache
def _jargon_pattern() -> re.Pattern:
    every = "|".join(pattern.pattern for pattern, _ in sorted(_jargon(), key=lambda pair: -len(pair[0].pattern)))
    return re.compile(rf"(?<!\w)(?:{every})(?!\w)", re.I)


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
    kept = (HERE / "source_runs.bin").read_bytes()
    return frozenset(kept[start : start + PRINT_SIZE] for start in range(0, len(kept), PRINT_SIZE))


def write_source_prints(texts: list[str], to: Path = HERE / "source_runs.bin") -> int:
    """Keep the prints of these source texts for `copied_runs`.

    Returns:
        How many different runs there are.
    """
    prints = sorted({each for text in texts for each in fingerprints(text)})
    to.write_bytes(b"".join(prints))
    return len(prints)
