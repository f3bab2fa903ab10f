"""Where the web addresses of the catalogue stand: in which field of which rows."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet

from initiatives import rules
from initiatives.choices import LinkState, Status
from initiatives.models import Initiative, Link, LinkCheck, Organisation, Publication, Source
from initiatives.models.base import CatalogueModel
from initiatives.revisions.records import owner_of, record_of

# The field with the address, for each kind of row that has one.
FIELDS: dict[type[CatalogueModel], str] = {Link: "url", Source: "url", Publication: "url", Organisation: "website"}


@dataclass(frozen=True)
class Use:
    """A row with an address, and the record that it is or belongs to."""

    row: CatalogueModel
    record: CatalogueModel

    @property
    def archived_url(self) -> str | None:
        """The address of a copy; None for a row that has no field for it."""
        return getattr(self.row, "archived_url", None)


def rows_with_address(model: type[CatalogueModel]) -> QuerySet:
    """The rows with a web address of a model in `FIELDS`; those of archived initiatives are left alone."""
    rows = model.objects.exclude(**{FIELDS[model]: ""})
    archived = {"initiative__status": Status.ARCHIVED}
    return rows.exclude(**archived) if model is Link else rows


def all_addresses() -> set[str]:
    """The different web addresses in the catalogue, drafts included."""
    return {url for model, name in FIELDS.items() for url in rows_with_address(model).values_list(name, flat=True)}


def uses_of(urls: Collection[str], user: User) -> dict[str, list[Use]]:
    """Return where these addresses stand, as far as a user may see it; a query for each model."""
    uses: dict[str, list[Use]] = defaultdict(list)
    for model, name in FIELDS.items():
        rows = rules.visible(user, rows_with_address(model)).filter(**{f"{name}__in": urls})
        owner = owner_of(model)
        for row in rows.select_related(owner[1]) if owner else rows:
            uses[getattr(row, name)].append(Use(row, record_of(row)))
    return uses


def seen_checks(user: User) -> QuerySet:
    """The checks of addresses that stand in what a user may see."""
    conditions = Q()
    for model, name in FIELDS.items():
        conditions |= Q(url__in=rules.visible(user, rows_with_address(model)).values(name))
    return LinkCheck.objects.filter(conditions)


def count_broken(user: User) -> int:
    """Count the addresses that probably no longer work, in what a user may see."""
    return seen_checks(user).filter(state=LinkState.BROKEN).count()


def addresses_of(records: QuerySet) -> set[str]:
    """The web addresses of initiatives or sources, those of their parts and organisations included."""
    return set(filter(None, _addresses_of(records)))


def _addresses_of(records: QuerySet) -> Iterator[str]:
    keys = records.values("pk")
    if records.model is Initiative:
        yield from Link.objects.filter(initiative__in=keys).values_list("url", flat=True)
        yield from Organisation.objects.filter(initiatives__in=keys).values_list("website", flat=True)
    else:
        yield from Source.objects.filter(pk__in=keys).values_list("url", flat=True)
        yield from Publication.objects.filter(source__in=keys).values_list("url", flat=True)
