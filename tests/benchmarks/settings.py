"""The catalogue's settings, with the views of the benchmarks."""

from catalogue.settings import *  # noqa: F403

ROOT_URLCONF = "tests.benchmarks.urls"
