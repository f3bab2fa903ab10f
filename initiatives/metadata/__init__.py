"""The catalogue described for machines and references: citation, DCAT, schema.org."""
