"""The project: settings, addresses, servers. Nothing of the domain."""
