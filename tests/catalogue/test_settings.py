"""The settings in a process of their own: what stops the start, and what production means."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from tests.proof import sample

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DATABASE_URL": os.environ["DATABASE_URL"],
    "SECRET_KEY": "a-long-secret-of-more-than-fifty-characters-for-this-check-only",
    "ALLOWED_HOSTS": "initiatieven.example",
}
COLLECTED = {"VAR": os.environ["VAR"]}  # where this run's static files are


def manage(*arguments, **environment):
    """Run manage.py with just this environment."""
    return subprocess.run(
        [sys.executable, "-W", "error", "manage.py", *arguments],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **COLLECTED, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("missing", PRODUCTION)
def test_production_without_a_needed_variable_stops_in_one_line(missing):
    done = manage("check", **{key: value for key, value in PRODUCTION.items() if key != missing})
    assert done.returncode == 1
    assert done.stderr.startswith("The catalogue cannot start: ")
    assert missing in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value"),
    sample(
        [
            ("DATABASE_URL", "sqlite:///x"),
            ("DATABASE_URL", "nonsense"),
            ("DATABASE_URL", ""),
            ("DATABASE_URL", "postgresql://one:port,two/x"),
            ("DATABASE_REPLICA_URLS", "postgresql://one/x,postgresql://two/x"),
            ("DATABASE_REPLICA_URLS", "postgresql://one/x sqlite:///x"),
            ("SECRET_KEY", ""),
            ("SECRET_KEY", "x" * 49),
            ("ALLOWED_HOSTS", ""),
            ("ALLOWED_HOSTS", "*"),
            ("ALLOWED_HOSTS", "initiatieven.example,.initiatieven.example"),
            ("ALLOWED_HOSTS", "*.initiatieven.example"),
            ("DEBUG", "perhaps"),
            ("HTTPS", "perhaps"),
            ("POOL_SIZE", "0"),
            ("POOL_SIZE", "many"),
            ("HSTS_SECONDS", "a year"),
            ("LOG_LEVEL", "LOUD"),
            ("MFA_REQUIRED", "perhaps"),
            ("OIDC_SERVER", "http://id.example"),
            ("EMAIL_PORT", "smtp"),
            ("EMBED_HOSTS", "www.almere.nl"),
            ("EMBED_HOSTS", "https://www.almere.nl; script-src *"),
        ],
        5,
    ),
)
def test_malformed_variable_stops_in_one_line(name, value):
    done = manage("check", **{**PRODUCTION, name: value})
    assert done.returncode == 1
    assert name in done.stderr
    assert done.stderr.count("\n") == 1


def test_gunicorn_with_wrong_settings_stops_in_one_line():
    done = subprocess.run(
        [sys.executable, "-m", "gunicorn", "-c", "python:catalogue.gunicorn", "--log-level", "error"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "BIND": "127.0.0.1:0"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode != 0
    assert "The catalogue cannot start: " in done.stderr
    assert "Traceback" not in done.stderr


def test_deploy_check_is_clean():
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "System check identified no issues (0 silenced).\n"


def test_production_headers():
    script = (
        "from django.test import Client;"
        "client = Client(headers={'host': 'initiatieven.example'});"
        "plain, safe = client.get('/healthz'), client.get('/readyz', secure=True);"
        "print(client.get('/').status_code, client.get('/')['Location']);"
        "print(plain.status_code, safe['Strict-Transport-Security'], safe['X-Content-Type-Options'],"
        " safe['X-Frame-Options'], safe['Content-Security-Policy'])"
    )
    done = manage("shell", "-v0", "-c", script, **PRODUCTION)
    redirect, headers = done.stdout.splitlines()
    assert redirect == "301 https://initiatieven.example/"
    assert headers.startswith("200 max-age=31536000; includeSubDomains; preload nosniff DENY ")
    assert "unsafe" not in headers
    assert "frame-ancestors 'none'" in headers


@pytest.mark.parametrize(("variables", "proxies"), [({}, 0), ({"BEHIND_PROXY": "true"}, 1)])
def test_production_has_secure_cookies_and_a_second_factor(variables, proxies):
    script = (
        "from django.conf import settings as s;"
        "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY);"
        "print(s.MFA_REQUIRED, s.ALLAUTH_TRUSTED_PROXY_COUNT)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT,
        env={**COLLECTED, **PRODUCTION, **variables, "DJANGO_SETTINGS_MODULE": "catalogue.settings"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"False True True True\nTrue {proxies}\n"


@pytest.mark.parametrize(
    ("variables", "named"),
    [({"OIDC_SERVER": "https://id.example"}, "OIDC_CLIENT_ID"), ({"EMAIL_HOST": "mail.example"}, "EMAIL_FROM")],
)
def test_half_a_provider_or_mail_server_stops_in_one_line(variables, named):
    done = manage("check", **PRODUCTION, **variables)
    assert (done.returncode, named in done.stderr, done.stderr.count("\n")) == (1, True, 1)


def test_provider_and_mail_server_pass_the_deploy_check():
    provider = {"OIDC_SERVER": "https://id.example", "OIDC_CLIENT_ID": "a", "OIDC_CLIENT_SECRET": "b"}
    mail = {"EMAIL_HOST": "mail.example", "EMAIL_FROM": "redactie@example.nl"}
    done = manage("check", "--deploy", "--fail-level", "WARNING", **PRODUCTION, **provider, **mail)
    assert (done.returncode, done.stderr) == (0, "")


def test_every_variable_is_in_the_example():
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^(?:# )?([A-Z_]+)=", example, re.MULTILINE))
    code = "".join((ROOT / "catalogue" / module).read_text() for module in ("settings.py", "gunicorn.py"))
    read = set(re.findall(r'(?:env\.\w+|environ\.get)\("([A-Z_]+)"', code))
    assert named == read
    assert len(read) >= 14


@pytest.mark.django_db
def test_database_has_a_pool_with_health_checks():
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True
    assert connection.pool.max_size == settings.POOL_SIZE
