"""Checks for plain Dutch in our own words: long sentences, jargon, runs of words copied from a source."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from hashlib import blake2b
from pathlib import Path

import yaml

HERE = Path(__file__).parent
PRINTS = HERE / "source_runs.bin"
MAX_SENTENCE_LENGTH = 15  # words; the catalogue's own limit for language level B1
RUN = 8  # this many words in a row that are also in a source count as copied
PRINT_SIZE = 5  # bytes: with 60,000 runs in the sources, a false match has a chance of one in 20 million

# The full stop of an abbreviation ends a sentence only before a capital.
ABBREVIATION = re.compile(r"\b((?i:bijv|nr|ca|enz|incl|dr|o\.a|m\.n|e\.d|d\.w\.z|i\.p\.v))\.(?!\s+[A-Z])")
SENTENCE_END = re.compile(r"(?<=[.!?…])[”\"’)]*\s+|\n+")
WORD = re.compile(r"[^\W_]+")
ACCENT = re.compile(r"[\u0300-\u036f]")  # of a decomposed letter
BROKEN_WORD = re.compile(r"(?<=\w)-\s*\n\s*(?=\w)")


def sentences(text: str) -> list[str]:
    return [part for part in SENTENCE_END.split(ABBREVIATION.sub(r"\1", text)) if part.strip()]


def long_sentences(text: str) -> Iterator[str]:
    """Yield the sentences of more than `MAX_SENTENCE_LENGTH` words."""
    for sentence in sentences(text):
        if sum(any(letter.isalnum() for letter in word) for word in sentence.split()) > MAX_SENTENCE_LENGTH:
            yield sentence


def jargon(text: str) -> Iterator[str]:
    """Yield the jargon in a text, each with a plain alternative."""
    for match in _any_jargon().finditer(text):
        plain = next(plain for pattern, plain in _jargon() if pattern.fullmatch(match[0]))
        yield f"{match[0]} (say: {plain})"


@cache
def _jargon() -> list[tuple[re.Pattern, str]]:
    """The list in `jargon.yaml`: a pattern for each word (`*` matches any ending), and the plain alternative."""
    words = yaml.safe_load((HERE / "jargon.yaml").read_text(encoding="utf-8"))
    return [(re.compile(_pattern(word), re.I), plain) for word, plain in words.items()]


def _pattern(word: str) -> str:
    return re.escape(word).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")


@cache
def _any_jargon() -> re.Pattern:
    """The whole list in one pattern; longest first, so that no word hides a longer one."""
    patterns = sorted((pattern.pattern for pattern, _ in _jargon()), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.I)


def words(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and hyphenation."""
    whole = BROKEN_WORD.sub("", text.replace("\u2010", "-").replace("\u00ad", ""))
    decomposed = unicodedata.normalize("NFKD", whole.casefold())
    return WORD.findall(ACCENT.sub("", decomposed))


def fingerprints(text: str) -> list[bytes]:
    """Return a hash for each run of `RUN` words, in order, from which the words cannot be read back."""
    written = words(text)
    runs = (" ".join(written[start : start + RUN]) for start in range(len(written) - RUN + 1))
    return [blake2b(run.encode(), digest_size=PRINT_SIZE).digest() for run in runs]


def copied_runs(text: str) -> Iterator[str]:
    """Yield the runs of words in a text that are also in a source; overlapping runs once."""
    written, end = words(text), 0
    for start, fingerprint in enumerate(fingerprints(text)):
        if fingerprint in _source_prints() and start >= end:
            end = start + RUN
            yield " ".join(written[start:end])


@cache
def _source_prints() -> frozenset[bytes]:
    """Fingerprints of all runs in the sources, so that the check needs no copy of the documents."""
    content = PRINTS.read_bytes()
    return frozenset(content[start : start + PRINT_SIZE] for start in range(0, len(content), PRINT_SIZE))


def write_source_prints(texts: list[str], to: Path = PRINTS) -> int:
    """Save the fingerprints of source texts for `copied_runs`.

    Returns:
        The number of different runs.

    Raises:
        ValueError: a text is shorter than one run, so it cannot be a source.
    """
    prints = [fingerprints(text) for text in texts]
    if not all(prints):
        raise ValueError(f"a source has at least {RUN} words")
    different = sorted({fingerprint for of_text in prints for fingerprint in of_text})
    to.write_bytes(b"".join(different))
    return len(different)
