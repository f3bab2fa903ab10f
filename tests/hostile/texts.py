"""Texts that nobody means well with, to search for: drawn anew from the seed of the run."""

from random import Random
from string import printable

ALPHABETS = {
    "emoji": "😀🙂🏳️‍🌈👨‍👩‍👧‍👦🇳🇱❤️",
    "combining marks": "e\u0301o\u0308a\u0302\u0303\u0327\u0489n\u0330",
    "right to left": "שלוםعربي\u202e\u200f\u202b",
    "surrogates": "\ud800\udfff\udc00ab",
    "control characters": "\0\x01\x08\x1b\x7f\u200b\ufeff\u2028ab",
    "other scripts": "漢字かなकखगกขคأبتΑΒΓДЖЩ",
    "long words": "abcdefghijklmnopqrstuvwxyz",
    "quotes and operators": "\"'“”„«»-!&|():*<>\\%_ ab",
    "long letters": "ŉǰΐﬃİßﷺ\u1e9e",
    "digits and marks": "0123456789.,;/?#[]{}@$^~`+=",
    "anything": printable,
}
# Alternately short words, long ones and one without end: what takes time differs.
SPACES = (0.0, 0.02, 0.2, 0.5)
LENGTHS = (1, 3, 40, 400, 5_000)
EXTREME = ("a" * 200_000, "😀" * 3_000, "e\u0301" * 100_000, "a " * 100_000, '"' * 200_000, "-" * 200_000)


def hostile_texts(count: int, random: Random) -> list[str]:
    """Return texts: the extreme ones, and random ones of each alphabet."""
    return [*EXTREME, *(_text(random) for _ in range(count - len(EXTREME)))]


def _text(random: Random) -> str:
    alphabet, space = random.choice(list(ALPHABETS.values())), random.choice(SPACES)
    letters = (" " if random.random() < space else random.choice(alphabet) for _ in range(random.choice(LENGTHS)))
    return "".join(letters)
