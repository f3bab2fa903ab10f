"""The data model, one group of related models per module."""

from initiatives.models.editing import Editor, Event, KeptInput, Presence, PreviewLink, Proposal
from initiatives.models.finding import Finding, with_findings
from initiatives.models.history import SlugHistory, free_slug
from initiatives.models.initiative import Initiative, SeeAlso
from initiatives.models.link_check import LinkCheck
from initiatives.models.loaded_record import LoadedRecord
from initiatives.models.merger import Merger
from initiatives.models.not_double import NotDouble
from initiatives.models.places import Municipality, MunicipalityNames, Province
from initiatives.models.provenance import Link, Mention, Publication, Source
from initiatives.models.recommendation import AdviceExample, Illustration, Recommendation
from initiatives.models.search import CatalogueVersion, OutdatedRow, SearchRow, SearchWord, Synonym, UnansweredQuestion
from initiatives.models.table_import import ImportRow, TableImport
from initiatives.models.vocabulary import Approach, Category, Organisation, TargetGroup

__all__ = [
    "AdviceExample",
    "Approach",
    "CatalogueVersion",
    "Category",
    "Editor",
    "Event",
    "Finding",
    "Illustration",
    "ImportRow",
    "Initiative",
    "KeptInput",
    "Link",
    "LinkCheck",
    "LoadedRecord",
    "Mention",
    "Merger",
    "Municipality",
    "MunicipalityNames",
    "NotDouble",
    "Organisation",
    "OutdatedRow",
    "Presence",
    "PreviewLink",
    "Proposal",
    "Province",
    "Publication",
    "Recommendation",
    "SearchRow",
    "SearchWord",
    "SeeAlso",
    "SlugHistory",
    "Source",
    "Synonym",
    "TableImport",
    "TargetGroup",
    "UnansweredQuestion",
    "free_slug",
    "with_findings",
]
