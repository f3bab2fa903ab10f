"""Which search rows depend on a row of the catalogue."""

from django.db.models import QuerySet

from initiatives.models import (
    Approach,
    Category,
    Initiative,
    Link,
    Mention,
    Municipality,
    Organisation,
    Province,
    Source,
    TargetGroup,
)
from initiatives.models.initiative import InitiativeQuerySet

# The models that search rows are made from, by the lookup from an initiative.
LOOKUPS = {
    Initiative: "pk",
    Category: "categories",
    Approach: "approaches",
    Link: "links",
    Mention: "mentions",
    Municipality: "municipalities",
    Organisation: "organisations",
    Province: "municipalities__province",
    Source: "mentions__source",
    TargetGroup: "target_groups",
}


def dependent_initiatives(rows: QuerySet) -> InitiativeQuerySet:
    """Return the initiatives whose search rows are made from these rows; none for a model that search does not use.

    A row also has the names of what its municipalities became, and of the main groups of its sub-groups. So those of
    the predecessors of a municipality and of the sub-groups of a target group are included.
    """
    if rows.model not in LOOKUPS:
        return Initiative.objects.none()
    if rows.model is Municipality:
        rows = rows.with_predecessors()  # type: ignore[attr-defined] # its own queryset
    if rows.model is TargetGroup:
        rows = TargetGroup.objects.filter(pk__in=rows) | TargetGroup.objects.filter(parent__in=rows)
    return Initiative.objects.filter(**{f"{LOOKUPS[rows.model]}__in": rows}).distinct()
