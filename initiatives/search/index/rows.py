"""What the search index keeps of an initiative: one row, with what a list of results shows of it."""

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Value

from initiatives.models import Initiative, SearchRow
from initiatives.models.initiative import MAX_PLACE_NAMES
from initiatives.search.facets.ids import facet_value_ids
from initiatives.search.index.meanings import meaning_digest
from initiatives.search.index.signature import SIGNATURE
from initiatives.search.index.tsvector import vector
from initiatives.search.language.analysis import Analyser, fold
from initiatives.search.language.meaning import is_enabled


def search_row(initiative: Initiative, fields: dict[str, list[str]], analyser: Analyser) -> SearchRow:
    """Return the row of an initiative in the search index, not saved yet.

    Args:
        initiative: of `for_index`, so that nothing is read here.
        fields: its texts by weight, of `tsvector.fields_of`.
        analyser: knows all words of the catalogue.
    """
    dates = [mention.source.published for mention in initiative.mentions.all()]
    municipalities = initiative.municipalities.all()
    notation = Value(vector(fields, analyser))
    return SearchRow(
        initiative=initiative,
        terms=facet_value_ids(initiative),
        vector=Func(notation, template="%(expressions)s::tsvector", output_field=SearchVectorField()),
        folded_title=fold(initiative.title)[:200],
        seen_on=max(dates, default=None),
        completeness=_completeness(initiative),
        place=min((municipality.name for municipality in municipalities), default=""),
        card=_card(initiative),
        texts="\n".join(fields["D"]),
        signature=SIGNATURE,
        meaning_of=meaning_digest(initiative) if is_enabled() else "",
        expires_on=min(filter(None, (municipality.next_change() for municipality in municipalities)), default=None),
    )


def _card(initiative: Initiative) -> dict:
    """What a list of results shows of an initiative; the keys are those of `cards.DEFAULTS`."""
    names = [municipality.name for municipality in initiative.municipalities.all()]
    return {
        "slug": initiative.slug,
        "title": initiative.title,
        "summary": initiative.summary,
        "place": initiative.place,
        "municipalities": names if len(names) > MAX_PLACE_NAMES and not initiative.region else [],
        "scope": initiative.scope,
        "mark": initiative.phase_mark,
        "has_results": bool(initiative.results),
        "target_groups": [group.name for group in initiative.target_groups.all()],
        "approaches": [approach.name for approach in initiative.approaches.all()],
    }


def _completeness(initiative: Initiative) -> int:
    relations = ("target_groups", "categories", "organisations", "links")
    return len(initiative.long_texts) + sum(bool(getattr(initiative, name).all()) for name in relations)
