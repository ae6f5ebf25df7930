"""The nouns of document control, immutable and typed. This package imports nothing of ours."""
