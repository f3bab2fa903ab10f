"""Addresses to read: pages that are kept, pages that are not, files, and answers for programs."""

from random import Random

KEPT = ("/", "/initiatieven/", "/gemeenten/", "/initiatieven/coronamaatjes-almere/", "/over/")
FILES = ("/initiatieven.csv", "/initiatieven.json", "/initiatieven.xlsx", "/initiatieven.atom", "/catalogus.ttl")
PROGRAMS = ("/api/v1/initiatieven", "/suggesties?q=bel", "/sitemap.xml", "/robots.txt")
WORDS = ("bellen", "ouderen", "wandelen", "maatje", "boodschappen", "jongeren", "taal", "eten")


def any_path(random: Random) -> str:
    """One of a page that is kept, a page that is not, a file and an answer for programs."""
    kinds = (lambda: random.choice(KEPT), lambda: new_path(random), lambda: random.choice(FILES + PROGRAMS))
    return random.choice(kinds)()


def new_path(random: Random) -> str:
    """The path of a page that was not asked for before."""
    return f"/initiatieven/?q={random.choice(WORDS)}+{random.choice(WORDS)}&x={random.random()}"
