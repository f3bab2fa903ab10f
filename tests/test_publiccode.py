"""publiccode.yml, held to version 0 of its standard: https://yml.publiccode.tools/schema.core.html."""

from copy import deepcopy
from functools import reduce

import pytest
import yaml
from django.conf import settings
from jsonschema import Draft202012Validator

TEXT = {"type": "string", "minLength": 1}
ADDRESS = {"type": "string", "pattern": r"^https?://[^/\s]+/\S+$"}
LANGUAGE = r"^[a-z]{2,3}(-[A-Za-z0-9]+)*$"  # BCP 47; the primary subtag cannot be left out


def texts(**rules):
    """A list with at least one text."""
    return {"type": "array", "minItems": 1, "items": TEXT | rules}


def section(required, **properties):
    """A part of the file with keys of its own, some of which it must have."""
    return {"type": "object", "required": required.split(), "properties": properties, "additionalProperties": False}


# The keys that we use, with the conditions that the standard gives them, and those that it makes mandatory.
SCHEMA = section(
    "publiccodeYmlVersion name url platforms categories developmentStatus softwareType description legal maintenance"
    " localisation",
    publiccodeYmlVersion={"const": "0"},  # all of 0.x; a minor version is advised against
    name=TEXT,
    url=ADDRESS,
    softwareVersion=TEXT,
    releaseDate={"type": "string", "pattern": r"^\d{4}-\d\d-\d\d$"},
    platforms=texts(),
    # Of the standard's list, those that this software could be under.
    categories=texts(enum=["knowledge-management", "data-collection", "data-visualization", "digital-citizenship"]),
    developmentStatus={"enum": ["concept", "development", "beta", "stable", "obsolete"]},
    softwareType={"enum": ["standalone/web", "standalone/backend", "standalone/other", "library", "addon"]},
    intendedAudience=section("", countries=texts(pattern="^[A-Z]{2}$")),
    description={
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": LANGUAGE},
        "additionalProperties": section(
            "shortDescription longDescription features",
            shortDescription={"type": "string", "minLength": 1, "maxLength": 150, "pattern": r"^[^\n]*$"},
            longDescription={"type": "string", "minLength": 150, "maxLength": 10_000},
            features=texts(),
        ),
    },
    legal=section("license", license={"const": "EUPL-1.2"}),
    # Contacts are mandatory where those who own the software maintain it.
    maintenance=section(
        "type contacts", type={"const": "internal"}, contacts={"minItems": 1, "items": section("name", name=TEXT)}
    ),
    localisation=section(
        "localisationReady availableLanguages",
        localisationReady={"type": "boolean"},
        availableLanguages=texts(pattern=LANGUAGE),
    ),
)
FILE = yaml.safe_load((settings.BASE_DIR / "publiccode.yml").read_text(encoding="utf-8"))


def faults(data):
    """The places in the file that break the standard."""
    return {"/".join(map(str, error.absolute_path)) for error in Draft202012Validator(SCHEMA).iter_errors(data)}


def test_file_follows_the_standard():
    assert faults(FILE) == set()


@pytest.mark.parametrize("key", SCHEMA["required"])
def test_file_without_a_mandatory_key_is_refused(key):
    assert faults({name: value for name, value in FILE.items() if name != key}) == {""}


@pytest.mark.parametrize(
    ("path", "wrong"),
    [
        ("publiccodeYmlVersion", "0.4"),
        ("publiccodeYmlVersion", 0),
        ("url", "corona-initiatieven"),
        ("releaseDate", "22-11-2026"),
        ("categories/0", "corona"),
        ("categories", []),
        ("developmentStatus", "ready"),
        ("intendedAudience/countries/0", "nl"),
        ("description/nl/shortDescription", "x" * 151),
        ("description/nl/longDescription", "Kort."),
        ("description/en/features", []),
        ("description", {}),
        ("legal/license", "open"),
        ("maintenance/contacts", []),
        ("localisation/availableLanguages/0", "Nederlands"),
        ("localisation/localisationReady", "no"),
    ],
)
def test_file_with_a_wrong_value_is_refused(path, wrong):
    data, keys = deepcopy(FILE), [int(key) if key.isdigit() else key for key in path.split("/")]
    reduce(lambda part, key: part[key], keys[:-1], data)[keys[-1]] = wrong
    assert faults(data) == {path}
