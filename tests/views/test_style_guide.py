"""The style guide: complete, and for editors and trial sites only."""

from pathlib import Path

import pytest
from django.conf import settings as django_settings

from initiatives.views.style_guide import examples
from tests.views.pages import text

pytestmark = pytest.mark.django_db
ADDRESS = "/stijl/"
COMPONENTS = sorted(path.stem for path in (Path(django_settings.TEMPLATES[0]["DIRS"][0]) / "components").iterdir())


def test_every_component_has_one_to_three_examples(client):
    numbers = {name: len(shown) for name, shown in examples().items()}
    assert sorted(numbers) == COMPONENTS
    assert {name: number for name, number in numbers.items() if not 1 <= number <= 3} == {}


def test_every_example_is_shown(client):
    page = text(client.get(ADDRESS))
    shown = [name for name in COMPONENTS if f'id="onderdeel-{name}"' in page]
    assert shown == COMPONENTS
    assert page.count('class="component__example"') + page.count("<pre>") == sum(map(len, examples().values()))


def test_visitors_of_a_site_in_production_get_no_style_guide(client, settings):
    settings.STYLE_GUIDE = False
    assert client.get(ADDRESS).status_code == 404


@pytest.mark.parametrize(("is_editor", "status"), [(True, 200), (False, 404)])
def test_editors_get_the_style_guide(client, settings, django_user_model, is_editor, status):
    settings.STYLE_GUIDE = False
    client.force_login(django_user_model.objects.create_user("iemand", password="x", is_staff=is_editor))
    assert client.get(ADDRESS).status_code == status
