"""Who reaches whom in Kubernetes, as the policies say."""

import pytest
import yaml

from tests.deploy.manifests import build, pods, select

PRODUCTION = build("production")
PODS = {name: labels for name, labels, _ in pods(PRODUCTION)}


@pytest.mark.parametrize("deployment", [name for name in PODS if name.startswith("Deployment/")])
def test_deployment_has_a_disruption_budget_and_a_network_policy(deployment):
    labels = PODS[deployment]
    budgets = [
        thing for thing in select(PRODUCTION, "PodDisruptionBudget") if selects(thing["spec"]["selector"], labels)
    ]
    assert [thing["metadata"]["name"] for thing in budgets] == [deployment.partition("/")[2]]
    assert [policy for policy in policies(labels) if "podSelector" in policy["spec"] and policy["spec"]["podSelector"]]


def selects(selector, labels):
    """Whether a selector takes what has these labels."""
    fits = all(labels.get(key) == value for key, value in selector.get("matchLabels", {}).items())
    return fits and all(labels.get(one["key"]) in one["values"] for one in selector.get("matchExpressions", []))


def policies(labels):
    return [thing for thing in select(PRODUCTION, "NetworkPolicy") if selects(thing["spec"]["podSelector"], labels)]


DATABASE = {"cnpg.io/cluster": "catalogue-database"}


def is_reached(one, other, port):
    """Whether policies let pods with some labels reach a port of pods with others, at both ends."""
    leaves = [
        rule for policy in policies(one) for rule in policy["spec"].get("egress", []) if leads(rule, "to", other, port)
    ]
    enters = [
        rule
        for policy in policies(other)
        for rule in policy["spec"].get("ingress", [])
        if leads(rule, "from", one, port)
    ]
    return bool(leaves and enters)


def leads(rule, direction, labels, port):
    """Whether a rule is about pods with these labels in this namespace, and a port."""
    if port not in [one["port"] for one in rule.get("ports", [])]:
        return False
    return any("podSelector" in peer and selects(peer["podSelector"], labels) for peer in rule.get(direction, []))


def test_pods_reach_what_they_need_and_nothing_else():
    ours = {labels["app.kubernetes.io/component"]: labels for labels in PODS.values()}
    ends = {**ours, "database": DATABASE}
    ways = {
        (one, other)
        for one in ends
        for other in ends
        for port in ("http", "metrics", 5432)
        if is_reached(ends[one], ends[other], port)
    }
    clients = {(name, "database") for name in ("web", "worker", "prepare", "clean", "links", "freeze", "database")}
    assert ways == {("front", "web"), *clients}


def test_all_is_refused_that_no_policy_allows():
    [policy] = select(PRODUCTION, "NetworkPolicy", "default-deny")
    assert policy["spec"] == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_only_the_namespace_of_prometheus_reads_metrics():
    entering = [
        (policy["metadata"]["name"], rule["from"])
        for policy in select(PRODUCTION, "NetworkPolicy")
        for rule in policy["spec"].get("ingress", [])
        if "metrics" in [one["port"] for one in rule.get("ports", [{"port": "metrics"}])]
    ]
    namespace = {"namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "monitoring"}}}
    assert entering == [("catalogue-metrics", [namespace])]
    [policy] = select(PRODUCTION, "NetworkPolicy", "catalogue-metrics")
    assert selects(policy["spec"]["podSelector"], PODS["Deployment/catalogue-web"])


def test_only_links_reach_the_web_and_no_private_network():
    outside = [thing for thing in select(PRODUCTION, "NetworkPolicy") if "0.0.0.0/0" in yaml.dump(thing)]
    assert [thing["metadata"]["name"] for thing in outside] == ["catalogue-links"]
    [rule] = outside[0]["spec"]["egress"]
    assert {"10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16"} <= set(
        rule["to"][0]["ipBlock"]["except"]
    )
