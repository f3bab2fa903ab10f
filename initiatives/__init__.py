"""The catalogue's domain: initiatives, places, vocabularies, sources, and everything that shows or changes them."""
