"""The whole public site as files, for when everything else is down and for archives."""
