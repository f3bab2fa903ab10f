"""Settings for mypy, whose plugin reads the models: no server is asked anything."""

import os

os.environ |= {"SECRET_KEY": "x" * 50, "DATABASE_URL": "postgresql:///", "ALLOWED_HOSTS": "localhost"}

from catalogue.settings import *  # noqa: F403
