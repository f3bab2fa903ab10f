"""The API: what the pages show, for programs, by the Dutch API Design Rules."""
