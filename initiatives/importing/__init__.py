"""Loads fixtures and CSV files: reads and validates all of it before anything is written."""
