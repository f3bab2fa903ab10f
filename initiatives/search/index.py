"""The search rows: which facet values and which words each published initiative has."""

from django.contrib.postgres.search import SearchVector
from django.db import connection, transaction
from django.db.models import Value

from initiatives.choices import Scope
from initiatives.models import Initiative, SearchRow
from initiatives.models.initiative import InitiativeQuerySet

# PostgreSQL's Dutch dictionary behind unaccent; made by the migration `dutch_search`.
CONFIG = "catalogue_dutch"
LOCK = 20200312  # any number that nothing else in the database locks by


def term(key: str, value: str) -> str:
    """A facet value as it stands in a search row.

    Args:
        key: the facet's query key ("gemeente").
        value: the value's slug ("almere").
    """
    return f"{key}:{value}"


def apart(text: str) -> str:
    """A text or question with a space for each slash: PostgreSQL would take “ouderen/jongeren” for a file's path."""
    return text.replace("/", " ")


NATIONAL = term("bereik", Scope.NATIONAL)


def terms_of(initiative: Initiative) -> list[str]:
    """The facet values of an initiative, sorted.

    A target group counts for the group it belongs to, and a municipality that was abolished for its successors.
    """
    then = initiative.municipalities.all()
    today = [heir for municipality in then for heir in municipality.today()]
    groups = initiative.target_groups.all()
    found = {term("bereik", initiative.scope), term("fase", initiative.phase)}
    found |= {term("vorm", channel) for channel in initiative.channels}
    found |= {term("categorie", category.slug) for category in initiative.categories.all()}
    found |= {term("doelgroep", group.slug) for group in groups}
    found |= {term("doelgroep", group.parent.slug) for group in groups if group.parent}
    found |= {term("bron", mention.source.slug) for mention in initiative.mentions.all()}
    found |= {term("gemeente", municipality.slug) for municipality in today}
    found |= {term("provincie", municipality.province.slug) for municipality in today}
    found |= {term("inwoners", municipality.size_class) for municipality in then if municipality.size_class}
    return sorted(found)


def _vector(initiative: Initiative) -> SearchVector:
    """The words, weighted: title A, names B, summary C, the rest D."""
    names = [initiative.region, initiative.place, *(each.name for each in initiative.organisations.all())]
    for place in initiative.municipalities.all():
        today = [heir.name for heir in place.today()]
        names += [place.name, place.official_name, place.province.name, *place.aliases, *today]
    for group in initiative.target_groups.all():
        names += [group.name, *group.synonyms, *([group.parent.name] if group.parent else [])]
    for category in initiative.categories.all():
        names += [category.name, *category.synonyms]
    names += [mention.printed_name for mention in initiative.mentions.all()]
    texts = {
        "A": initiative.title,
        "B": " . ".join(names),
        "C": initiative.summary,
        "D": " ".join([initiative.description, initiative.results, initiative.lessons]),
    }
    vectors = {weight: Value(apart(text)) for weight, text in texts.items()}
    first, *rest = (SearchVector(text, weight=weight, config=CONFIG) for weight, text in vectors.items())
    for vector in rest:
        first += vector
    return first


def _one_at_a_time() -> None:
    """Wait until no other transaction makes rows, so that two edits of one initiative cannot both add its row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def refresh(initiatives: InitiativeQuerySet) -> None:
    """Make the search rows of these initiatives anew; those that are not published have none.

    Whoever writes initiatives, or names that they are found by, calls this in the same transaction.
    """
    keys = list(initiatives.order_by("pk").values_list("pk", flat=True).distinct())
    with transaction.atomic():
        _one_at_a_time()
        SearchRow.objects.filter(pk__in=keys).delete()
        published = Initiative.objects.published().filter(pk__in=keys).for_index()
        rows = [SearchRow(initiative=each, terms=terms_of(each), vector=_vector(each)) for each in published]
        SearchRow.objects.bulk_create(rows)
