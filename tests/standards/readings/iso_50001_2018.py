"""ISO 50001:2018 with Amd 1:2024, as read for `docs/standards/iso-50001-2018.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent; 7.5.3, 10.1 and 10.2 are not divided.
STRUCTURE = {
    "4": 4,
    "5": 3,
    "6": 6, "6.1": 2, "6.2": 3,
    "7": 5, "7.5": 3,
    "8": 3,
    "9": 3, "9.1": 2, "9.2": 2, "9.3": 4,
    "10": 2,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "maintain"),
    ("5.2", "available"),
    ("6.2.2", "retain"),
    ("6.2.3", "retain"),
    ("6.3", "maintain"), ("6.3", "retain"),
    ("6.4", "maintain"), ("6.4", "retain"),
    ("6.5", "retain"),
    ("6.6", "retain"), ("6.6", "retain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1", "retain"),
    ("8.2", "retain"),
    ("9.1.1", "retain"), ("9.1.1", "retain"),
    ("9.1.2", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3.4", "retain"),
    ("10.1", "retain"), ("10.1", "retain"),
]  # fmt: skip

# A system that leaves a requirement out does not conform.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 36
CLAUSES = 49

# Entries that rest on fewer sources than they should; each says so in its note.
DOUBTFUL = ["6.1.1", "6.1.2"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2"}
