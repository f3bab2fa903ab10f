"""Faults of machines and of the network between them, under the whole site of tests/cluster."""
