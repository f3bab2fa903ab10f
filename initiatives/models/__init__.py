"""The data model, one family a file."""

from initiatives.models.history import SlugHistory
from initiatives.models.initiative import Initiative, check_place
from initiatives.models.loaded import LoadedRecord
from initiatives.models.places import Municipality, MunicipalityNames, Province
from initiatives.models.provenance import Link, Mention, Source
from initiatives.models.recommendation import Illustration, Recommendation
from initiatives.models.search_row import SearchRow
from initiatives.models.vocabulary import Category, Organisation, TargetGroup

__all__ = [
    "Category",
    "Illustration",
    "Initiative",
    "Link",
    "LoadedRecord",
    "Mention",
    "Municipality",
    "MunicipalityNames",
    "Organisation",
    "Province",
    "Recommendation",
    "SearchRow",
    "SlugHistory",
    "Source",
    "TargetGroup",
    "check_place",
]
