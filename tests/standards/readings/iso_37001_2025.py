"""ISO 37001:2025, as read for `docs/standards/iso-37001-2025.md`."""

from __future__ import annotations

TOP = ["4", "5", "6", "7", "8", "9", "10"]

# Sub-clauses of the edition by parent: "8.3": 2 says that 8.3.1 and 8.3.2 are all there are.
STRUCTURE = {
    "4": 5,
    "5": 3, "5.1": 3, "5.3": 3,
    "6": 3,
    "7": 5, "7.2": 2, "7.5": 3,
    "8": 10,
    "9": 4, "9.2": 2,
    "10": 2,
}  # fmt: skip

# Documents and procedures are "maintain", records are "retain"; nowhere else.
DOCUMENTED = [
    ("4.3", "available"),
    ("4.5", "available"),
    ("5.2", "available"),
    ("6.2", "available"),
    ("7.2.1", "available as evidence"),
    ("7.3", "available"),
    ("8.1", "available"),
    ("9.1", "available as evidence"),
    ("9.2.2", "available as evidence"),
    ("9.3", "available as evidence"),
    ("10.2", "available as evidence"), ("10.2", "available as evidence"),
]  # fmt: skip

# Nothing may be declared not applicable: controls are in proportion to the risk.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 40
CLAUSES = 52

# Sources of this edition do not agree, or there is one only.
DOUBTFUL = [
    "4.3",
    "4.4",
    "4.5",
    "5.1.1",
    "5.1.2",
    "5.2",
    "5.3.2",
    "5.3.3",
    "6.2",
    "7.2.1",
    "7.2.2",
    "7.3",
    "7.5.1",
    "7.5.2",
    "7.5.3",
    "8.1",
    "9.1",
    "9.2.2",
    "9.3",
    "10.2",
]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2", "S3"}
