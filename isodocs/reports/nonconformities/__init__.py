"""Nonconformities: how far each has come."""
