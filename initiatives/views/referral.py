"""Where visitors can turn to now for what an initiative did: only addresses and places that the catalogue has."""

from collections.abc import Collection
from dataclasses import dataclass

from initiatives.choices import LinkKind
from initiatives.models import Initiative, Municipality

MAX_MUNICIPALITIES = 3  # to name; with more, visitors know best which is theirs


@dataclass(frozen=True)
class Referral:
    """Websites to look at; else municipalities to ask, or the visitor's own where there are none."""

    websites: list[tuple[str, str]]  # labels with addresses
    municipalities: list[Municipality]  # of today


def referral(initiative: Initiative, broken: Collection[str] = ()) -> Referral:
    """Return where to turn to for an initiative that was loaded by `for_detail`.

    Args:
        broken: addresses that probably no longer work, where nobody is sent.
    """
    organisations = [(row.website, row.name) for row in initiative.organisations.all() if row.website]
    links = [(link.url, link.label) for link in initiative.links.all() if link.kind == LinkKind.WEBSITE]
    labels = {url.rstrip("/"): (label, url) for url, label in [*links, *organisations] if url not in broken}
    today = {place: None for former in initiative.municipalities.all() for place in former.successors_today()}
    return Referral(list(labels.values()), list(today) if len(today) <= MAX_MUNICIPALITIES else [])
