"""Measured, never asserted: see run.py."""
