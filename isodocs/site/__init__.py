"""The reading site: the documents in force for those who work by them, opened by double click."""
