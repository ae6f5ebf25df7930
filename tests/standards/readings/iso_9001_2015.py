"""ISO 9001:2015 with Amd 1:2024, as read for `docs/standards/iso-9001-2015.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent: "8.4": 3 says that 8.4.1, 8.4.2 and 8.4.3 are all there are.
STRUCTURE = {
    "4": 4, "4.4": 2,
    "5": 3, "5.1": 2, "5.2": 2,
    "6": 3, "6.1": 2, "6.2": 2,
    "7": 5, "7.1": 6, "7.1.5": 2, "7.5": 3, "7.5.3": 2,
    "8": 7, "8.2": 4, "8.2.3": 2, "8.3": 6, "8.4": 3, "8.5": 6, "8.7": 2,
    "9": 3, "9.1": 3, "9.2": 2, "9.3": 3,
    "10": 3, "10.2": 2,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "maintain"), ("4.3", "available"),
    ("4.4.2", "maintain"), ("4.4.2", "retain"),
    ("5.2.2", "maintain"), ("5.2.2", "available"),
    ("6.2.1", "maintain"),
    ("7.1.5.1", "retain"),
    ("7.1.5.2", "retain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3.1", "available"),
    ("7.5.3.2", "available"), ("7.5.3.2", "retain"),
    ("8.1", "maintain"), ("8.1", "retain"),
    ("8.2.3.2", "retain"), ("8.2.3.2", "retain"),
    ("8.2.4", "maintain"),
    ("8.3.2", "retain"),
    ("8.3.3", "retain"),
    ("8.3.4", "retain"),
    ("8.3.5", "retain"),
    ("8.3.6", "retain"),
    ("8.4.1", "retain"),
    ("8.5.1", "available"), ("8.5.1", "available"),
    ("8.5.2", "retain"),
    ("8.5.3", "retain"),
    ("8.5.6", "retain"),
    ("8.6", "retain"), ("8.6", "retain"),
    ("8.7.2", "retain"),
    ("9.1.1", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3.3", "retain"),
    ("10.2.2", "retain"), ("10.2.2", "retain"),
]  # fmt: skip

MAY_BE_NOT_APPLICABLE = {
    "7.1.5", "7.1.5.1", "7.1.5.2",
    "8.3", "8.3.1", "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6",
    "8.5.3",
}  # fmt: skip

# All the others of clauses 7 and 8: 4.3 sets no bound, and what certification bodies say does.
RARELY_LEFT_OUT = {
    "7.1", "7.1.1", "7.1.2", "7.1.3", "7.1.4", "7.1.6",
    "7.2", "7.3", "7.4", "7.5", "7.5.1", "7.5.2", "7.5.3", "7.5.3.1", "7.5.3.2",
    "8.1", "8.2", "8.2.1", "8.2.2", "8.2.3", "8.2.3.1", "8.2.3.2", "8.2.4",
    "8.4", "8.4.1", "8.4.2", "8.4.3",
    "8.5", "8.5.1", "8.5.2", "8.5.4", "8.5.5", "8.5.6", "8.6", "8.7", "8.7.1", "8.7.2",
    "7", "8",
}  # fmt: skip

CONTROLS = 0
AUDITABLE = 65
CLAUSES = 91

# Entries on which the sources do not agree; each says so in its note.
DOUBTFUL = ["7.1.5.1"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2"}
