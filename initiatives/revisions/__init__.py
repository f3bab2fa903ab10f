"""The history of the catalogue's records: states, versions, what differs, and writing a state back."""
