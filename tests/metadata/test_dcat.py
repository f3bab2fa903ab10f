"""The description for data portals: what DCAT-AP-NL and DCAT-AP ask for is there, and none of it can be missed."""

import json
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, FOAF, RDF, RDFS, SH, SKOS, Graph, Literal, Namespace, URIRef
from rdflib.compare import isomorphic
from rdflib.plugins.parsers.jsonld import to_rdf

from tests.factories import make_initiative

pytestmark = pytest.mark.django_db
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
SHAPES = Graph().parse(Path(__file__).with_name("dcat_ap_nl.ttl"))
# How classes of DCAT relate (https://www.w3.org/TR/vocab-dcat-3/), which some validators add to what they read.
VOCABULARY = Graph()
for narrow, broad in [(DCAT.Catalog, DCAT.Dataset), (DCAT.Dataset, DCAT.Resource), (DCAT.DataService, DCAT.Resource)]:
    VOCABULARY.add((narrow, RDFS.subClassOf, broad))
HOME = "http://testserver/"
# What the profile marks as mandatory, for each class that we use.
RESOURCE = ("title", "description", "publisher")
MANDATORY = {
    DCAT.Catalog: [*map(DCTERMS.__getitem__, RESOURCE), DCAT.contactPoint, DCAT.dataset],
    DCAT.Dataset: [
        *map(DCTERMS.__getitem__, (*RESOURCE, "creator", "identifier", "accessRights")),
        DCAT.contactPoint,
        DCAT.theme,
    ],
    DCAT.Distribution: [DCAT.accessURL, DCTERMS.license],
    DCAT.DataService: [
        *map(DCTERMS.__getitem__, (*RESOURCE, "identifier", "accessRights", "license")),
        DCAT.contactPoint,
        DCAT.theme,
        DCAT.endpointURL,
        DCAT.endpointDescription,
    ],
    DCAT.CatalogRecord: [FOAF.primaryTopic, DCTERMS.modified, DCTERMS.language],
    FOAF.Agent: [FOAF.name],
    SKOS.Concept: [SKOS.prefLabel],
}
PAIRS = [(kind, path) for kind, paths in MANDATORY.items() for path in paths]
OF_A_CATALOGUE_TOO = [(DCAT.Catalog, path) for path in MANDATORY[DCAT.Dataset] if path not in MANDATORY[DCAT.Catalog]]


@pytest.fixture
def graph(client):
    return Graph().parse(data=client.get("/catalogus.ttl").content, format="turtle")


def faults(graph):
    """The properties that break a profile, for validators with and without the vocabulary of DCAT."""
    reports = [validate(graph, shacl_graph=SHAPES, ont_graph=vocabulary)[1] for vocabulary in (None, VOCABULARY)]
    return {str(path) for report in reports for path in report.objects(None, SH.resultPath)}


def test_description_follows_the_profile(graph, no_initiatives, client):
    assert faults(graph) == set()
    empty = Graph().parse(data=client.get("/catalogus.ttl").content, format="turtle")
    assert faults(empty) == set()
    assert {kind: len(set(graph.subjects(RDF.type, kind))) for kind in list(MANDATORY)[:5]} == {
        DCAT.Catalog: 1,
        DCAT.Dataset: 1,
        DCAT.Distribution: 5,
        DCAT.DataService: 1,
        DCAT.CatalogRecord: 1,
    }


@pytest.mark.parametrize(
    ("kind", "path"), PAIRS + OF_A_CATALOGUE_TOO, ids=lambda term: term.fragment or term.rpartition("/")[2]
)
def test_description_without_a_mandatory_property_is_refused(graph, kind, path):
    subject = next(graph.subjects(RDF.type, kind))
    assert list(graph.objects(subject, path)) != []
    graph.remove((subject, path, None))
    assert faults(graph) == {str(path)}


def test_record_is_about_a_resource_also_without_the_vocabulary(graph):
    graph.remove((URIRef(f"{HOME}#dataset"), RDF.type, DCAT.Resource))
    assert faults(graph) == {str(FOAF.primaryTopic)}


def test_shapes_ask_for_what_is_mandatory_and_no_more():
    asked = {
        (SHAPES.value(shape, SH.targetClass), SHAPES.value(rule, SH.path))
        for shape in SHAPES.subjects(SH.targetClass)
        for rule in SHAPES.objects(shape, SH.property)
        if SHAPES.value(rule, SH.minCount)
    }
    assert asked == set(PAIRS)


@pytest.mark.parametrize(
    ("subject", "path", "wrong"),
    [
        ("#dataset", DCTERMS.accessRights, URIRef("http://publications.europa.eu/resource/authority/access-right/ALL")),
        ("#dataset", DCAT.theme, Literal("zorg")),
        ("#dataset", DCTERMS.title, Literal("Zonder taal")),
        ("#dataset", DCTERMS.publisher, URIRef("http://testserver/#iemand")),
        ("#dataset", DCTERMS.modified, Literal("gisteren")),
        ("#csv", DCTERMS.license, URIRef("http://testserver/voorwaarden/")),
        ("#csv", DCAT.mediaType, Literal("text/csv")),
        ("#csv", DCTERMS.conformsTo, Literal("Table Schema")),
    ],
)
def test_description_with_a_wrong_value_is_refused(graph, subject, path, wrong):
    graph.set((URIRef(HOME + subject), path, wrong))
    assert faults(graph) == {str(path)}


def test_both_formats_say_the_same(client, graph):
    response = client.get("/catalogus.jsonld")
    assert (response.status_code, response["Content-Type"]) == (200, "application/ld+json")
    assert isomorphic(to_rdf(json.loads(response.content), Graph()), graph)
    assert client.get("/catalogus.ttl")["Content-Type"] == "text/turtle; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"


def test_description_tells_what_the_data_are(client, graph, settings):
    dataset = URIRef(f"{HOME}#dataset")
    period = graph.value(dataset, DCTERMS.temporal)
    assert (str(graph.value(period, DCAT.startDate)), str(graph.value(period, DCAT.endDate))) == (
        "2020-01-01",
        "2023-12-31",
    )
    downloads = {str(url) for url in graph.objects(None, DCAT.downloadURL)}
    assert downloads == {f"{HOME}initiatieven.{extension}" for extension in ("csv", "xlsx", "ods", "json")}
    schemas = {str(file): str(schema) for file, schema in graph.subject_objects(DCTERMS.conformsTo)}
    assert {schemas.pop(f"{HOME}#{extension}") for extension in ("csv", "xlsx", "ods")} == {f"{HOME}tabelschema.json"}
    assert set(schemas) == {f"{HOME}#beschrijving"}
    licences = set(graph.objects(None, DCTERMS.license))
    assert licences == {URIRef("http://creativecommons.org/licenses/by/4.0/deed.nl")}
    assert str(graph.value(URIRef(f"{HOME}#api"), DCAT.endpointDescription)) == f"{HOME}api/v1/openapi.json"
    derived = URIRef("http://www.w3.org/ns/prov#wasDerivedFrom")
    assert len(set(graph.objects(dataset, derived))) == 5
    settings.CONTACT_EMAIL = "redactie@example.nl"
    catalogue = Graph().parse(data=client.get("/catalogus.ttl").content, format="turtle")
    assert [str(email) for email in catalogue.objects(None, VCARD.hasEmail)] == ["mailto:redactie@example.nl"]
    assert list(graph.objects(None, VCARD.hasEmail)) == []


def test_description_has_the_dates_of_what_is_public(client, no_initiatives):
    make_initiative("een", published_at="2024-01-02T12:00Z")
    make_initiative("concept", status="draft")
    graph = Graph().parse(data=client.get("/catalogus.ttl").content, format="turtle")
    assert str(graph.value(URIRef(f"{HOME}#dataset"), DCTERMS.issued)) == "2024-01-02"


def test_description_takes_three_queries(client, django_assert_num_queries):
    client.get("/catalogus.jsonld")
    with django_assert_num_queries(3):
        client.get("/catalogus.jsonld")
