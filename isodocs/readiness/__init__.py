"""Readiness for an audit, the plan towards it, and everything that is due; it takes gaps."""
