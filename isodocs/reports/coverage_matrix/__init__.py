"""Clause by document: which document is behind which clause, and how."""
