"""ISO 22000:2018 with Amd 1:2024, as read for `docs/standards/iso-22000-2018.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent: "8.9": 5 says that 8.9.1 to 8.9.5 are all there are.
STRUCTURE = {
    "4": 4,
    "5": 3, "5.2": 2, "5.3": 3,
    "6": 3, "6.1": 3, "6.2": 2,
    "7": 5, "7.1": 6, "7.4": 3, "7.5": 3, "7.5.3": 2,
    "8": 9, "8.2": 4, "8.4": 2, "8.5": 4,
    "8.5.1": 5, "8.5.1.5": 3,
    "8.5.2": 4, "8.5.2.2": 3, "8.5.2.4": 2,
    "8.5.4": 5,
    "8.8": 2, "8.9": 5, "8.9.2": 4, "8.9.4": 3,
    "9": 3, "9.1": 2, "9.2": 2, "9.3": 3,
    "10": 3, "10.1": 2,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "maintain"), ("4.3", "available"),
    ("5.2.2", "maintain"), ("5.2.2", "available"),
    ("6.2.1", "retain"),
    ("7.1.2", "retain"),
    ("7.1.5", "retain"),
    ("7.1.6", "retain"),
    ("7.2", "retain"),
    ("7.4.2", "retain"),
    ("7.5.1", "available"), ("7.5.1", "available"),
    ("7.5.3.1", "available"),
    ("7.5.3.2", "available"), ("7.5.3.2", "retain"),
    ("8.1", "retain"),
    ("8.2.4", "maintain"),
    ("8.3", "retain"),
    ("8.4.1", "maintain"),
    ("8.5.1.1", "maintain"),
    ("8.5.1.2", "maintain"),
    ("8.5.1.3", "maintain"),
    ("8.5.1.4", "maintain"),
    ("8.5.1.5.1", "maintain"),
    ("8.5.1.5.2", "retain"),
    ("8.5.1.5.3", "maintain"),
    ("8.5.2.2.1", "maintain"),
    ("8.5.2.2.3", "maintain"),
    ("8.5.2.3", "maintain"),
    ("8.5.2.4.2", "maintain"), ("8.5.2.4.2", "maintain"),
    ("8.5.3", "maintain"),
    ("8.5.4.1", "maintain"),
    ("8.5.4.2", "maintain"),
    ("8.5.4.3", "available"),
    ("8.5.4.5", "retain"),
    ("8.7", "retain"), ("8.7", "retain"), ("8.7", "maintain"), ("8.7", "maintain"),
    ("8.8.1", "retain"),
    ("8.9.2.1", "maintain"),
    ("8.9.2.3", "retain"),
    ("8.9.2.4", "retain"),
    ("8.9.3", "maintain"), ("8.9.3", "retain"),
    ("8.9.4.1", "retain"),
    ("8.9.4.2", "retain"),
    ("8.9.4.3", "retain"),
    ("8.9.5", "maintain"), ("8.9.5", "retain"), ("8.9.5", "retain"),
    ("9.1.1", "retain"),
    ("9.1.2", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3.3", "retain"),
    ("10.1.2", "retain"), ("10.1.2", "retain"),
    ("10.3", "retain"),
]  # fmt: skip

# The requirements are meant for every organisation in the food chain.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 84
CLAUSES = 116

# Entries whose documented information rests on one source.
DOUBTFUL = [
    "8.5.2.2.3",
    "8.5.2.4.2",
    "8.9.2.3",
    "8.9.2.4",
    "8.9.4.1",
    "8.9.4.2",
    "9.1.2",
]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2"}
