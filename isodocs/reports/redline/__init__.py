"""What changed between two texts of a document, by field, section and word."""
