"""Measurements of search, beside those of its peers, on initiatives and questions made in any number."""

from dataclasses import dataclass
from datetime import date

FACETS = ("gemeente", "provincie", "doelgroep", "categorie", "vorm", "fase", "bereik", "inwoners", "bron")
TEXTS = ("title", "summary", "description", "results", "lessons")


@dataclass(frozen=True, slots=True)
class Made:
    """An initiative as the generator makes it; what it belongs to is named by slug, a municipality by CBS code."""

    number: int
    slug: str
    title: str
    summary: str
    description: str
    results: str
    lessons: str
    scope: str
    region: str
    municipalities: tuple[str, ...]
    target_groups: tuple[str, ...]
    categories: tuple[str, ...]
    channels: tuple[str, ...]
    phase: str
    source: str
    published: date
