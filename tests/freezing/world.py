"""A catalogue of a handful of pages, so that a copy of it takes a second or two."""

from django.db import connection

from initiatives.models import (
    Approach,
    Category,
    Finding,
    Municipality,
    Organisation,
    Recommendation,
    Source,
    Synonym,
    TargetGroup,
)
from tests.factories import SOURCE, forget_initiatives, make_initiative

BASE = "http://testserver"
PLACES = ("almere", "amsterdam", "weesp", "urk")  # Weesp is a part of Amsterdam since
GROUPS, CATEGORIES, APPROACHES = ("ouderen", "kwetsbare-ouderen"), ("eenzaamheid",), ("maatje-of-buddy",)


def make_small() -> None:
    """Leave a few values of each vocabulary, and make three initiatives."""
    forget_initiatives()
    for model in (Finding, Organisation, Recommendation, Synonym):
        model.objects.all().delete()
    Municipality.objects.exclude(slug__in=PLACES).delete()
    TargetGroup.objects.exclude(slug__in=GROUPS).filter(children=None).delete()
    TargetGroup.objects.exclude(slug__in=GROUPS).delete()
    Category.objects.exclude(slug__in=CATEGORIES).delete()
    Approach.objects.exclude(slug__in=APPROACHES).delete()
    Source.objects.exclude(slug=SOURCE).delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM initiatives_slughistory")
    Synonym.objects.create(word="praatje", also=["gesprek"])
    make_initiative("boodschappenhulp", title="Boodschappen voor ouderen", municipalities=("almere",))
    make_initiative("praatlijn", title="De praatlijn", summary="Bellen voor een gesprek.", municipalities=("weesp",))
    make_initiative("verborgen", title="Nog een concept", status="draft")
    make_initiative("wandelen", title="Samen wandelen", municipalities=("urk",), target_groups=("kwetsbare-ouderen",))
