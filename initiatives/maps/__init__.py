"""A map of the provinces: their outline, where a place lies on it, and how large its dot is."""
