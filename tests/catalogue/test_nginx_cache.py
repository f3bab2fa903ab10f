"""What nginx keeps of the catalogue's responses, for whom, and until when."""

import re
import time
from random import Random
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection

from catalogue.release import fingerprint
from initiatives.api import filters
from initiatives.embedding import look
from initiatives.exports import csv
from initiatives.models import Category, Municipality, TargetGroup
from initiatives.search.facets.definitions import FACETS
from initiatives.search.query_string.parameters import READERS
from initiatives.search.search import Search  # noqa: F401
from tests.browser import running
from tests.catalogue.test_nginx import ask, get
from tests.databases import ROOT
from tests.drills.proxy import nginx

QUERY = ROOT / "deploy" / "nginx" / "catalogue" / "query.js"
BUMP = "UPDATE initiatives_initiative SET title = %s WHERE slug = %s"
AGE = 1.2  # seconds after which nginx has the new version


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The addresses of nginx, of the web server behind it and of its database, and the log of nginx."""
    with running.catalogue("nginx_cache") as (address, database_url):
        folder = tmp_path_factory.mktemp("nginx_cache")
        with nginx(folder, address, database_url) as proxied:
            yield proxied, address, database_url, folder / "access.log"
