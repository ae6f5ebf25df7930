"""Readiness for an audit."""
