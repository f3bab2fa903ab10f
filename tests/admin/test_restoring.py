"""Random edits that are taken back: afterwards the files of the site are as they were."""

import re

import pytest

from initiatives.models import Approach, Category, Initiative, Organisation, Source, TargetGroup
from initiatives.revisions.versions import versions_of
from tests.admin.forms import address, save
from tests.proof import amount, chance, sample

pytestmark = pytest.mark.django_db

FILES = ("/initiatieven.csv", "/initiatieven.json", "/api/v1/initiatieven", "/api/v1/doelgroepen", "/api/v1/aanpakken")
# When a record was last changed, and how often: going back is a change too.
STAMPS = re.compile(rb"20\d\d-\d\d-\d\dT[\d:.]+(?:\+\d\d:\d\d|Z)?|\"versie\": ?\d+")
WORDS = ("soep", "“buren”", "telefoon & thee", "<b>vet</b>", "twee\r\nregels", "café, 's avonds", "emoji 🍲")


def export(client):
    """Two files of the catalogue without the stamps, others in each run; all in `make proof`."""
    answers = (client.get(path) for path in sample(FILES, 2))
    contents = [b"".join(answer.streaming_content) if answer.streaming else answer.content for answer in answers]
    return [STAMPS.sub(b"", content) for content in contents]


def random_changes(record, draw):
    """Values for the form of a record, other than it has."""
    text = " ".join(draw.sample(WORDS, 3))
    if isinstance(record, Category | TargetGroup):
        return {"description": text, "synonyms": "\n".join(draw.sample(WORDS[:3], 2))}
    if isinstance(record, Approach):
        return {"unknowns": text, "findings-0-text": f"Een andere zin over {draw.choice(WORDS[:3])}."}
    if isinstance(record, Source):
        return {"publisher": text.replace("\r\n", " "), "publications-TOTAL_FORMS": 0, "publications-INITIAL_FORMS": 0}
    if isinstance(record, Organisation):
        return {"name": f"Stichting {draw.randint(1, 999)}", "website": "https://nieuw.example.org/"}
    changes = {
        "title": text.replace("\r\n", " ")[:100],
        "description": text,
        "target_groups": [
            *record.target_groups.values_list("pk", flat=True),
            draw.choice(TargetGroup.objects.all()).pk,
        ],
        "organisations": [draw.choice(Organisation.objects.all()).pk],
        "mentions-0-locator": f"nr. {draw.randint(1, 999)}",
        "links-TOTAL_FORMS": int(record.links.count()) + 1,
        f"links-{record.links.count()}-url": "https://nieuw.example.org/",
        f"links-{record.links.count()}-label": "Nieuw",
        f"links-{record.links.count()}-kind": "website",
    }
    return dict(draw.sample(sorted(changes.items()), 5)) | {key: changes[key] for key in changes if "links-" in key}


def test_edits_that_are_taken_back_leave_no_byte(editor):
    draw = chance()
    before = export(editor)
    models = (Initiative, Initiative, Initiative, Category, TargetGroup, Approach, Source, Organisation)
    for _ in range(amount(3, thorough=30)):
        record = draw.choice(draw.choice(models).objects.all())
        version = versions_of(record).first()
        response = save(editor, record, **random_changes(record, draw))
        assert response.status_code == 302, response.context["errors"]
        url = f"{address(type(record), 'history', record.pk)}{version.pk}/"
        assert editor.post(url).status_code == 302
    assert export(editor) == before
