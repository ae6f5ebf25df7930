"""The whole life of one document: revisions, decisions, moves, alterations."""
