"""ISO 45001:2018 with Amd 1:2024, as read for `docs/standards/iso-45001-2018.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent. Clauses 8.2 and 9.3 are not divided.
STRUCTURE = {
    "4": 4,
    "5": 4,
    "6": 2, "6.1": 4, "6.1.2": 3, "6.2": 2,
    "7": 5, "7.4": 3, "7.5": 3,
    "8": 2, "8.1": 4, "8.1.4": 3,
    "9": 3, "9.1": 2, "9.2": 2,
    "10": 3,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "available"),
    ("5.2", "available"),
    ("5.3", "maintain"),
    ("6.1.1", "maintain"), ("6.1.1", "maintain"),
    ("6.1.2.2", "maintain"), ("6.1.2.2", "retain"),
    ("6.1.3", "maintain"), ("6.1.3", "retain"),
    ("6.2.2", "maintain"), ("6.2.2", "retain"),
    ("7.2", "retain"),
    ("7.4.1", "retain"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1.1", "maintain"), ("8.1.1", "retain"),
    ("8.2", "maintain"), ("8.2", "retain"),
    ("9.1.1", "retain"), ("9.1.1", "retain"),
    ("9.1.2", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3", "retain"),
    ("10.2", "retain"), ("10.2", "retain"),
    ("10.3", "maintain"), ("10.3", "retain"),
]  # fmt: skip

# A system that leaves a requirement out does not conform.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 40
CLAUSES = 56

# Entries that rest on fewer sources than they should; each says so in its note.
DOUBTFUL = ["6.1.2.2", "6.1.2.3"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2"}
