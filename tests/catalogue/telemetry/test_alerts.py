"""The alerts for Prometheus: they fire on the trouble that they are for, and their metrics and instructions exist."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY

from initiatives.system.metrics import collect
from tests import debian

ROOT = Path(__file__).resolve().parents[3]
FOLDER = ROOT / "deploy" / "prometheus"
RULES = yaml.safe_load((FOLDER / "rules.yml").read_text())["groups"][0]["rules"]
METRIC = re.compile(r"catalogue_\w+")


@pytest.fixture(scope="module")
def promtool():
    if not shutil.which("promtool"):
        debian.install("--no-install-recommends", "prometheus")
    assert shutil.which("promtool"), "promtool is missing: install the package prometheus"
    return lambda *arguments: subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)


def test_configuration_is_valid(promtool):
    done = promtool("check", "config", str(FOLDER / "prometheus.yml"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{len(RULES)} rules found" in done.stdout


def test_alerts_fire_when_they_should_and_not_otherwise(promtool, tmp_path):
    shutil.copy(FOLDER / "rules.yml", tmp_path)
    shutil.copy(Path(__file__).with_name("alerts.yml"), tmp_path)
    done = promtool("test", "rules", str(tmp_path / "alerts.yml"))
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_alert_is_tried():
    tests = yaml.safe_load(Path(__file__).with_name("alerts.yml").read_text())["tests"]
    quiet = {one["alertname"] for one in tests[0]["alert_rule_test"]}
    fired = set(re.findall(r'alertname="(\w+)"', str(tests[-1]["promql_expr_test"])))
    assert {rule["alert"] for rule in RULES} == quiet == fired


@pytest.mark.django_db
def test_metrics_of_alerts_exist():
    known = {metric.name for registry in (REGISTRY.collect(), collect()) for metric in registry}
    known |= {"catalogue_backup_age_seconds"}  # where backups are made
    named = {re.sub("_(total|bucket)$", "", name) for rule in RULES for name in METRIC.findall(rule["expr"])}
    assert len(named) >= 10
    assert named <= known


def test_each_alert_points_to_a_part_of_the_manual_for_administrators():
    headings = set(re.findall(r"^#+ (.+)$", (ROOT / "docs" / "operations.md").read_text(), re.MULTILINE))
    pointed = [re.match(r"See '(.+?)' in docs/operations\.md", rule["annotations"]["runbook"]) for rule in RULES]
    assert all(pointed)
    assert {match[1] for match in pointed} <= headings
