"""What the shipped fixtures hold, counted without the code under test."""

import re
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"


def number_of(model: str) -> int:
    """How many records of a model stand in the fixtures."""
    texts = (path.read_text(encoding="utf-8") for path in FIXTURES.rglob("*.yaml"))
    return sum(len(re.findall(rf"^- model: initiatives\.{model}$", text, re.M)) for text in texts)


def _published() -> int:
    texts = (path.read_text(encoding="utf-8") for path in (FIXTURES / "initiatives").iterdir())
    return sum(len(re.findall(r"^    status: published$", text, re.M)) for text in texts)


INITIATIVES = _published()
