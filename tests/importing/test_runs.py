"""Imports of tables: trial run, all or nothing, rights, progress; with real workers where they matter."""

import pytest

pytestmark = pytest.mark.django_db
