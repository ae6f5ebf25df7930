"""What one snapshot holds, read and typed: documents, records, and the files they show."""
