"""The facets: what each is, the values it has today, and how often each value occurs in an answer."""
