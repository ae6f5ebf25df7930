"""ISO 22301:2019 with Amd 1:2024, as read for `docs/standards/iso-22301-2019.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent. Clauses 5.1, 7.1, 7.4, 8.1 and 9.1 are not divided, although
# those of the guidance ISO 22313 (or of the edition of 2012) are.
STRUCTURE = {
    "4": 4, "4.2": 2, "4.3": 2,
    "5": 3, "5.2": 2,
    "6": 3, "6.1": 2, "6.2": 2,
    "7": 5, "7.5": 3, "7.5.3": 2,
    "8": 6, "8.2": 3, "8.3": 5, "8.4": 5, "8.4.2": 4, "8.4.3": 3, "8.4.4": 3,
    "9": 3, "9.2": 2, "9.3": 3, "9.3.3": 2,
    "10": 2, "10.1": 3,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.2.2", "maintain"),
    ("4.3.1", "available"),
    ("4.3.2", "maintain"),
    ("5.2.2", "available"),
    ("6.2.1", "retain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3.1", "available"),
    ("7.5.3.2", "available"),
    ("8.1", "retain"),
    ("8.4.1", "maintain"),
    ("8.4.2.4", "maintain"),
    ("8.4.3.1", "maintain"), ("8.4.3.1", "retain"),
    ("8.4.4.1", "maintain"),
    ("8.4.4.3", "available"),
    ("8.4.5", "maintain"),
    ("8.5", "produce"),
    ("9.1", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3.3.2", "retain"),
    ("10.1.3", "retain"), ("10.1.3", "retain"),
]  # fmt: skip

# Parts of the organisation may be left out of the scope (4.3.2), requirements may not.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 57
CLAUSES = 81

# Entries that rest on fewer sources than they should; each says so in its note.
DOUBTFUL = [
    "6.1.1", "6.1.2", "6.2.1",
    "7.5.3.1", "7.5.3.2",
    "8.1",
    "8.4.3.1", "8.4.3.2", "8.4.3.3", "8.4.4.1", "8.4.4.2", "8.4.4.3",
    "9.3.3.1", "9.3.3.2",
    "10.1.1", "10.1.2",
]  # fmt: skip

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2", "S3", "S4", "S5", "S22", "S23"}
