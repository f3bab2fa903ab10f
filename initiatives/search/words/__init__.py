"""Free text: parsing, matching, ranking, spelling."""
