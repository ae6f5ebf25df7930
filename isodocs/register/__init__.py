"""The register of controlled documents, built for one day."""
