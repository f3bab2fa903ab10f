"""The manifests for Kubernetes, as kustomize builds them, follow the schemas; nothing is run."""

import copy

import pytest
import yaml

from tests.deploy import manifests
from tests.deploy.manifests import build, select

OVERLAYS = ("production", "pooled", "restore")
VERSIONS = ("1.34", "1.37")  # the oldest and the newest that they are written for
POOLED = build("pooled")
[CLUSTER] = select(POOLED, "Cluster")
[WEB] = select(POOLED, "Deployment", "catalogue-web")
needs_definitions = pytest.mark.skipif(
    not manifests.DEFINITIONS.is_dir(),
    reason="The definitions of CloudNativePG are not here; CNPG_DEFINITIONS names them.",
)


def named(thing):
    return f"{thing['kind']}/{thing['metadata']['name']}"


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_objects_follow_the_schemas_of_kubernetes(overlay, version):
    objects = [thing for thing in build(overlay) if not manifests.is_custom(thing)]
    faults = {named(thing): manifests.fault(thing, version) for thing in objects}
    assert {name: fault for name, fault in faults.items() if fault} == {}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("spec", "template", "spec", "terminationGracePeriodSecond"), 20),
        (("spec", "strategy", "rollingUpdate", "maxUnavailble"), 0),
        (("spec", "revisionHistoryLimit"), "three"),
    ],
)
def test_a_wrong_field_of_kubernetes_is_a_fault(path, value):
    thing = copy.deepcopy(WEB)
    *parents, last = path
    place = thing
    for key in parents:
        place = place[key]
    place[last] = value
    assert manifests.fault(WEB, "1.37") is None
    assert manifests.fault(thing, "1.37")


@needs_definitions
@pytest.mark.parametrize("overlay", OVERLAYS)
def test_objects_follow_the_definitions_of_cloudnativepg(overlay):
    objects = [thing for thing in build(overlay) if manifests.is_custom(thing)]
    faults = {named(thing): manifests.custom_fault(thing) for thing in objects}
    assert objects
    assert {name: fault for name, fault in faults.items() if fault} == {}


@needs_definitions
@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("Cluster", ("spec", "postgresql", "synchronous", "durability"), "required"),
        ("Cluster", ("spec", "postgresql", "synchronous", "method"), "all"),
        ("Cluster", ("spec", "walStorag"), {"size": "1Gi"}),
        ("Pooler", ("spec", "pgbouncer", "poolMode"), "statement"),
        ("Pooler", ("spec", "template", "spec", "container"), []),
        ("ScheduledBackup", ("spec", "shedule"), "0 0 0 * * *"),
        ("ObjectStore", ("spec", "configuration", "endpoint"), "https://objects.example.nl"),
    ],
)
def test_a_wrong_field_of_cloudnativepg_is_a_fault(kind, path, value):
    [right] = select(POOLED, kind)
    wrong = copy.deepcopy(right)
    *parents, last = path
    place = wrong
    for key in parents:
        place = place[key]
    place[last] = value
    assert manifests.custom_fault(right) is None
    assert manifests.custom_fault(wrong)


def test_objects_are_of_standard_groups():
    """Nothing that only one kind of cluster has; the operator and its plugin are the exceptions."""
    groups = {thing["apiVersion"].rpartition("/")[0] for thing in POOLED}
    assert groups == {
        "",
        "apps",
        "autoscaling",
        "barmancloud.cnpg.io",
        "batch",
        "networking.k8s.io",
        "policy",
        "postgresql.cnpg.io",
    }
    assert not [named(thing) for thing in POOLED if thing["metadata"].get("annotations")]
    assert "storageClass" not in yaml.dump(CLUSTER)
