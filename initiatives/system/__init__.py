"""The state of the catalogue as who runs it needs it: for the page about the system, and for metrics."""
