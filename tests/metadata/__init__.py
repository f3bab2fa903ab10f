"""The data as portals and search engines read of them, held to what their vocabularies ask."""
