"""Initiatives with every hostile text somewhere in them."""

from datetime import date

from initiatives.choices import Channel, Scope
from initiatives.models import Initiative, Link, Mention, Organisation
from initiatives.search.index import writer
from tests.exports.hostile import VALUES
from tests.factories import make_initiative

FIELDS = ("title", "summary", "description", "results", "lessons", "region")


def make_hostile() -> list[Initiative]:
    """An initiative for each few hostile texts; together they have all 400 in their own texts and names.

    Each text stands in one of `FIELDS`; besides, in a name of an organisation, a locator, what a source calls it, and
    the label of a link.
    """
    made = []
    for number, texts in enumerate(zip(*[iter(VALUES)] * 5, strict=True)):
        fields = dict(zip(FIELDS, texts, strict=False)) | {"results_locator": "nr. 1", "lessons_locator": "nr. 2"}
        initiative = make_initiative(
            f"vijandig-{number}", searchable=False, started=date(2020, 4, number % 30 + 1), **fields
        )
        made.append(_with_parts(initiative, number, texts))
    writer.reindex(Initiative.objects.filter(pk__in=[initiative.pk for initiative in made]))
    return made


def _with_parts(initiative: Initiative, number: int, texts: tuple[str, ...]) -> Initiative:
    name, locator, printed, label, region = texts
    organisation = Organisation.objects.create(slug=f"vijandig-{number}", name=name)
    initiative.organisations.add(organisation)
    initiative.scope, initiative.region = Scope.REGIONAL, region
    initiative.channels = [Channel.PHONE, Channel.DIGITAL]
    initiative.save()
    Mention.objects.filter(initiative=initiative).update(
        locator=locator, printed_name=printed, printed_municipality=label
    )
    Link.objects.create(initiative=initiative, url=f"https://example.nl/{number}", label=label, kind="video")
    return initiative
