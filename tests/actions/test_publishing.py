"""Writes that touch several models."""

import pytest

from initiatives.actions.publishing import publish
from initiatives.models import Initiative
from tests.asking import ask
from tests.factories import make_initiative

pytestmark = pytest.mark.django_db


def test_publish_leaves_published_ones_alone():
    initiative = make_initiative()
    done, refused = publish(initiatives=Initiative.objects.filter(pk=initiative.pk))
    assert (done, refused) == ([], {})
    assert Initiative.objects.get(pk=initiative.pk).version == initiative.version


def test_publish_again_keeps_the_first_date():
    initiative = make_initiative()
    Initiative.objects.filter(pk=initiative.pk).update(status="review")
    done, _ = publish(initiatives=Initiative.objects.filter(pk=initiative.pk))
    assert [row.published_at for row in done] == [initiative.published_at]
    assert initiative.pk in ask(gemeente="almere", doelgroep="ouderen").search.matching


def test_publish_leaves_what_was_archived():
    initiative = make_initiative(status="archived")
    assert publish(initiatives=Initiative.objects.filter(pk=initiative.pk)) == ([], {})


def test_publish_refuses_what_is_incomplete_with_every_reason():
    draft = make_initiative(status="draft", summary="", municipalities=(), categories=(), approaches=())
    draft.mentions.all().delete()
    done, refused = publish(initiatives=Initiative.objects.filter(pk=draft.pk))
    assert (done, refused) == (
        [],
        {
            draft: "Schrijf een samenvatting. Kies bij een lokaal initiatief minstens één gemeente. "
            "Kies minstens één categorie. Kies één tot drie aanpakken. "
            "Voeg minstens één vermelding toe: waar staat dit initiatief in een bron?"
        },
    )
    assert Initiative.objects.get(pk=draft.pk).status == "draft"
