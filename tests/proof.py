"""How much the random tests try: little every day with other numbers each time, much in `make proof`.

PROOF=1 asks for much; SEED=number for what a run tried before, which every run prints.
"""

import os
import secrets
from random import Random

IS_THOROUGH = os.environ.get("PROOF") == "1"
SEED = int(os.environ.setdefault("SEED", str(secrets.randbelow(2**32))))


def amount(everyday: int, *, thorough: int) -> int:
    """How often to try."""
    return thorough if IS_THOROUGH else everyday


def chance() -> Random:
    """Random numbers that are others in each run, unless SEED is set."""
    return Random(SEED)
