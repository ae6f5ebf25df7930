"""Bytes -> typed, placed values. Nothing here knows where the bytes come from."""
