"""The findings in one initiative are those of the whole check."""

import pytest

from initiatives.checking.content import from_database
from initiatives.checking.record import findings_of
from initiatives.checking.rules import DOUBLE, Check
from initiatives.models import Initiative, Link, Municipality
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


@pytest.fixture
def faulty():
    made = make_initiative(
        "fout",
        summary="Wij zetten nu in op een integrale aanpak, samen met mevrouw Jansen.",
        description="Een twee drie vier vijf zes zeven acht negen tien elf twaalf dertien veertien vijftien zestien.",
        results="De gemeente wil meer mensen helpen.",
        lessons="Piet Puk hielp. De bron vertelt verder niets.",
        results_locator="nr. 1",
    )
    made.municipalities.set(Municipality.objects.filter(slug="eemsdelta"))
    Link.objects.create(initiative=made, url="https://www.voorbeeld.nl/half-", label="Half")
    return made


def test_findings_of_one_are_those_of_the_whole_check(faulty):
    expected = [
        finding for finding in Check(from_database()).findings if finding.row == "fout" and finding.rule != DOUBLE
    ]
    assert len({finding.rule for finding in expected}) >= 8
    assert sorted(map(str, findings_of(faulty))) == sorted(map(str, expected))


def test_draft_is_looked_at_too(faulty):
    expected = sorted(map(str, findings_of(faulty)))
    Initiative.objects.filter(pk=faulty.pk).update(status="draft")
    assert sorted(map(str, findings_of(faulty))) == expected
