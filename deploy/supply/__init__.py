"""What a server runs besides our own code: its packages, their licences, and a list of them (SBOM)."""
