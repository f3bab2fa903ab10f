"""How much the random tests try: little every day with other numbers each time, much in `make proof`.

PROOF=1 asks for much, WHOLE=1 for every file of tests; SEED=number for what a run tried before, which every run prints.
"""

import os
import secrets
from collections.abc import Iterable
from random import Random
from typing import TypeVar

import pytest

Item = TypeVar("Item")

IS_THOROUGH = os.environ.get("PROOF") == "1"
IS_WHOLE = IS_THOROUGH or os.environ.get("WHOLE") == "1"
only_in_proof = pytest.mark.skipif(not IS_THOROUGH, reason="takes long: make proof")
SEED = int(os.environ.setdefault("SEED", str(secrets.randbelow(2**32))))


def amount(everyday: int, *, thorough: int) -> int:
    """How often to try."""
    return thorough if IS_THOROUGH else everyday


def sample(items: Iterable[Item], everyday: int) -> list[Item]:
    """Return some of the cases of a test in their order, others in each run; all of them in `make proof`."""
    cases = list(items)
    places = range(len(cases)) if IS_THOROUGH else sorted(chance().sample(range(len(cases)), everyday))
    return [cases[place] for place in places]


def chance() -> Random:
    """Random numbers that are others in each run, unless SEED is set."""
    return Random(SEED)
