"""Search and facets: one `Search` answers every question from the address bar."""
