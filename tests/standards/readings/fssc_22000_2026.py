"""FSSC 22000 version 7, as read for `docs/standards/fssc-22000-2026.md`: what it adds."""

from __future__ import annotations

INCLUDES = "iso-22000-2018"

# The clauses of its own, in order.
ADDED = [
    "2", "2.5", "2.5.1", "2.5.2", "2.5.3", "2.5.4", "2.5.5", "2.5.6", "2.5.7", "2.5.8", "2.5.9",
    "2.5.10", "2.5.11", "2.5.12", "2.5.13", "2.5.14", "2.5.15", "2.5.16", "2.5.17", "2.5.18",
    "P", "P.4", "P.5", "P.6", "P.7", "P.8", "P.9", "P.10", "P.11", "P.12", "P.13", "P.14",
    "P.15", "P.16",
]  # fmt: skip

# Those that ask nothing themselves.
HEADINGS = [
    "2", "2.5", "P",
]  # fmt: skip

# Where it asks more in a clause of the edition.
MORE: list[str] = []

# What it asks to be documented beyond the edition, and as what.
DOCUMENTED = [
    ("2.5.1", "maintain"),
    ("2.5.2", "maintain"),
    ("2.5.3", "maintain"),
    ("2.5.4", "maintain"),
    ("2.5.6", "maintain"),
    ("2.5.7", "maintain"),
    ("2.5.8", "maintain"),
    ("2.5.9", "maintain"),
    ("2.5.10", "maintain"),
    ("2.5.13", "maintain"),
    ("2.5.15", "maintain"),
    ("2.5.16", "maintain"),
    ("P.7", "retain"),
    ("P.8", "retain"),
    ("P.9", "maintain"),
    ("P.10", "maintain"), ("P.10", "retain"),
    ("P.11", "retain"),
    ("P.13", "maintain"),
    ("P.14", "maintain"),
    ("P.16", "maintain"),
]  # fmt: skip

# Of its own clauses.
MAY_BE_NOT_APPLICABLE = [
    "2.5.7", "2.5.11", "2.5.12", "2.5.13", "2.5.14", "2.5.16", "2.5.18", "P.4", "P.5", "P.6",
    "P.7", "P.8", "P.9", "P.10", "P.11", "P.12", "P.13", "P.14", "P.15", "P.16",
]  # fmt: skip

# To be confirmed; each says in its note what is not.
DOUBTFUL = [
    "2.5.1", "2.5.5", "2.5.6", "2.5.7", "2.5.8", "2.5.9", "2.5.10", "2.5.11", "2.5.13", "2.5.16",
    "2.5.17", "2.5.18", "P.7", "P.8", "P.9", "P.10", "P.11", "P.13", "P.14",
]  # fmt: skip
