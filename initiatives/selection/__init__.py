"""A visitor's own list of initiatives, and the document made of it."""
