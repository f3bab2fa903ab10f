"""A general Dutch dictionary with frequencies: what is a good word, and what is too common to tell something."""

from functools import cache, lru_cache
from math import log10

from simplemma import is_known
from spellchecker import SpellChecker

from initiatives.search.language.analysis import LINKS, MIN_PART_LENGTH

MAX_LENGTH = 60  # letters; looking up longer ones would take long
COMMON_PART = 4.6  # on the Zipf scale
LISTED = 50  # occurrences, of a form that is only in the word list


def read_frequencies() -> None:
    """Read the words with their frequencies (some 45 MB), which happens when the first question is asked."""
    _total()


@cache
def _occurrences() -> dict[str, int]:
    """How often each form occurs in some 380 million words of film subtitles; forms of a word list have 50."""
    return dict(SpellChecker(language="nl").word_frequency.dictionary)


@cache
def _total() -> int:
    return sum(_occurrences().values())


def is_dutch(written: str) -> bool:
    """Return whether this is a word of a list; compounds that nobody listed are not."""
    return written in _occurrences() or (len(written) <= MAX_LENGTH and is_known(written, lang="nl"))


@lru_cache(maxsize=2_000)
def is_compound(written: str) -> bool:
    """Return whether this can be read as a compound of two words that people use."""
    return any(
        _is_used(written[:end]) and _is_used(written[end + len(link) :])
        for end in range(len(written))
        for link in LINKS
        if written.startswith(link, end)
    )


def _is_used(written: str) -> bool:
    """Whether people use a word; one of three letters only counts when it is common: val-preventie, dorps-bus."""
    if len(written) < MIN_PART_LENGTH:
        return len(written) == MIN_PART_LENGTH - 1 and zipf(written) >= COMMON_PART
    return _occurrences().get(written, 0) > LISTED


def zipf(written: str) -> float:
    """Return the frequency of a form on the Zipf scale of Van Heuven et al. (2014): log10 of occurrences per billion.

    0 for a form that is not listed, 7 for the most common words.
    """
    occurrences = _occurrences().get(written, 0)
    return log10(1e9 * occurrences / _total()) if occurrences else 0.0
