"""Whatever is asked, right or wrong, the API answers as its description says."""

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from initiatives.api.schema import generated
from tests.asking import ask
from tests.proof import amount

pytestmark = pytest.mark.django_db
# Requests for each operation: those that the description allows, and those that it does not.
EXAMPLES = {GenerationMode.POSITIVE: amount(8, thorough=150), GenerationMode.NEGATIVE: amount(5, thorough=50)}
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
    response_headers_conformance,
    negative_data_rejection,
]
PATHS = generated()["paths"]
AROUND = (signals.request_started, signals.request_finished)
# What has parameters is also asked what the description does not allow.
ASKED = [
    (path, mode) for path in PATHS for mode in GenerationMode if mode.is_positive or "parameters" in PATHS[path]["get"]
]
# Parameters with values of a facet that change, so that the description does not list them.
OPEN = {key: key for key in ("gemeente", "provincie", "doelgroep", "categorie", "bron")} | {"hoortBij": "doelgroep"}
UNCOMPRESSED = {"Accept-Encoding": "identity"}  # the client asks for Brotli, and does not read it


@pytest.fixture
def application():
    """The site as a server runs it, but for the end of a request: that would end the test's transaction too."""
    from catalogue.wsgi import application  # once static files are collected

    for signal in AROUND:
        signal.disconnect(close_old_connections)
    yield application
    for signal in AROUND:
        signal.connect(close_old_connections)


@pytest.fixture
def api(application):
    """The API by its own description, to which the values that exist today are added: few would be guessed."""
    description = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application).raw_schema
    facet_values = ask().search.facet_values
    for path in description["paths"].values():
        for parameter in path["get"].get("parameters", []):
            if parameter["name"] in OPEN:
                values = facet_values.by_slug(OPEN[parameter["name"]])
                parameter["schema"]["items"]["enum"] = [slug for slug, known in values.items() if not known.parent]
    schema = schemathesis.openapi.from_dict(description)
    schema.app = application
    return schema


@pytest.mark.parametrize(("path", "mode"), ASKED)
def test_api_answers_as_it_says(api, path, mode):
    @settings(max_examples=EXAMPLES[mode], deadline=None, suppress_health_check=list(HealthCheck))
    @given(case=api[path]["GET"].as_strategy(generation_mode=mode))
    def ask(case):
        case.call_and_validate(checks=CHECKS, headers=UNCOMPRESSED)

    ask()
