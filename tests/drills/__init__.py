"""Faults made on purpose while the catalogue is served: `python -m tests.drills [NAME ...] [--quick] [--seed N]`.

Drills measure what a quiet machine needs, such as seconds; `make test` has no tests of that kind.
"""
