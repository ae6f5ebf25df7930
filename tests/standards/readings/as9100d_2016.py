"""AS9100D, as read for `docs/standards/as9100d-2016.md`: what it adds."""

from __future__ import annotations

INCLUDES = "iso-9001-2015"

# The clauses of its own, in order.
ADDED = [
    "8.1.1", "8.1.2", "8.1.3", "8.1.4", "8.3.4.1", "8.4.1.1", "8.5.1.1", "8.5.1.2", "8.5.1.3",
]  # fmt: skip

# Those that ask nothing themselves.
HEADINGS: list[str] = []

# Where it asks more in a clause of the edition.
MORE = [
    "4.4.1", "4.4.2", "5.1.2", "5.3", "7.1.5.2", "7.3", "7.5.3.2", "8.1", "8.2.2", "8.2.3.1",
    "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6", "8.4.1", "8.4.2", "8.4.3", "8.5.1", "8.5.2",
    "8.5.4", "8.5.5", "8.5.6", "8.6", "8.7.1", "9.1.2", "9.3.2", "9.3.3", "10.2.1", "10.3",
]  # fmt: skip

# What it asks to be documented beyond the edition, and as what.
DOCUMENTED = [
    ("4.4.2", "maintain"),
    ("7.1.5.2", "maintain"),
    ("8.3.4.1", "maintain"), ("8.3.4.1", "retain"),
    ("8.4.1.1", "maintain"),
    ("8.5.1.3", "retain"),
    ("8.7.1", "maintain"),
    ("10.2.1", "maintain"),
]  # fmt: skip

# Of its own clauses.
MAY_BE_NOT_APPLICABLE = [
    "8.3.4.1", "8.5.1.2",
]  # fmt: skip

# To be confirmed; each says in its note what is not.
DOUBTFUL = [
    "4.4.1", "4.4.2", "7.1.5.2", "7.5.3.2", "8.1", "8.2.2", "8.2.3.1", "8.3.2", "8.3.3", "8.3.4",
    "8.3.4.1", "8.3.6", "8.4.1", "8.4.2", "8.5.5", "9.3.3", "10.2.1", "10.3",
]  # fmt: skip
