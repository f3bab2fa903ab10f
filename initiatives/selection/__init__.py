"""A visitor's selection of initiatives, and its export as a document."""
