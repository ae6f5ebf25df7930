"""ISO 14001:2026, as read for `docs/standards/iso-14001-2026.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent. Clauses 8.1, 8.2, 10.1 and 10.2 are not divided.
STRUCTURE = {
    "4": 4,
    "5": 3,
    "6": 3, "6.1": 5, "6.2": 2,
    "7": 5, "7.4": 3, "7.5": 3,
    "8": 2,
    "9": 3, "9.1": 2, "9.2": 2, "9.3": 3,
    "10": 2,
}  # fmt: skip

# Where the edition asks for documented information, and how; nowhere else.
DOCUMENTED = [
    ("4.3", "available"), ("4.3", "available"),
    ("5.2", "available"), ("5.2", "available"),
    ("6.1.1", "available"),
    ("6.1.2", "available"), ("6.1.2", "available"), ("6.1.2", "available"),
    ("6.1.3", "available"),
    ("6.1.4", "available"),
    ("6.2.1", "available"),
    ("7.2", "available as evidence"),
    ("7.4.1", "available as evidence"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1", "available"),
    ("8.2", "available"),
    ("9.1.1", "available as evidence"),
    ("9.1.2", "available as evidence"),
    ("9.2.2", "available"),
    ("9.2.2", "available as evidence"), ("9.2.2", "available as evidence"),
    ("9.3.3", "available as evidence"),
    ("10.2", "available as evidence"), ("10.2", "available as evidence"),
]  # fmt: skip

# A system that leaves a requirement out does not conform.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 35
CLAUSES = 49

# Entries on which the sources do not agree, or one is alone; each says so in its note.
DOUBTFUL = ["8.1"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S6", "S9", "S12"}
