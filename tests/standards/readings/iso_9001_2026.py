"""ISO 9001:2026, as read for `docs/standards/iso-9001-2026.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent: "8.4": 3 says that 8.4.1, 8.4.2 and 8.4.3 are all there are.
STRUCTURE = {
    "4": 4, "4.4": 2,
    "5": 3, "5.1": 2, "5.2": 2,
    "6": 3, "6.1": 3, "6.2": 2,
    "7": 5, "7.1": 6, "7.1.5": 2, "7.5": 3, "7.5.3": 2,
    "8": 7, "8.2": 4, "8.2.3": 2, "8.3": 6, "8.4": 3, "8.5": 6, "8.7": 2,
    "9": 3, "9.1": 3, "9.2": 2, "9.3": 3,
    "10": 2, "10.2": 2,
}  # fmt: skip

# Where the edition asks for documented information, and how; nowhere else.
DOCUMENTED = [
    ("4.3", "available"), ("4.3", "available"),
    ("4.4.2", "available"), ("4.4.2", "available as evidence"),
    ("5.2.2", "available"), ("5.2.2", "available"),
    ("6.2.1", "available"),
    ("7.1.5.1", "available as evidence"),
    ("7.1.5.2", "available as evidence"),
    ("7.2", "available as evidence"),
    ("7.5.1", "available"),
    ("7.5.3.1", "available"),
    ("7.5.3.2", "available"), ("7.5.3.2", "available as evidence"),
    ("8.1", "available"), ("8.1", "available as evidence"),
    ("8.2.3.2", "available as evidence"), ("8.2.3.2", "available as evidence"),
    ("8.2.4", "maintain"),
    ("8.3.2", "available as evidence"),
    ("8.3.3", "available as evidence"),
    ("8.3.4", "available as evidence"),
    ("8.3.5", "available as evidence"),
    ("8.3.6", "available as evidence"),
    ("8.4.1", "available as evidence"),
    ("8.5.1", "available"), ("8.5.1", "available"),
    ("8.5.2", "available as evidence"),
    ("8.5.3", "available as evidence"),
    ("8.5.6", "available as evidence"),
    ("8.6", "available as evidence"), ("8.6", "available as evidence"),
    ("8.7.2", "available as evidence"),
    ("9.1.1", "available as evidence"),
    ("9.2.2", "available as evidence"), ("9.2.2", "available as evidence"),
    ("9.3.3", "available as evidence"),
    ("10.2.2", "available as evidence"), ("10.2.2", "available as evidence"),
]  # fmt: skip

MAY_BE_NOT_APPLICABLE = {
    "7.1.5", "7.1.5.1", "7.1.5.2",
    "8.3", "8.3.1", "8.3.2", "8.3.3", "8.3.4", "8.3.5", "8.3.6",
    "8.5.3",
}  # fmt: skip

# All the others of clauses 7 and 8, as in the edition before: 4.3 sets no bound here either.
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

# Entries on which the sources do not agree, or one is alone; each says so in its note.
DOUBTFUL = ["7.1.5.1", "7.1.5.2", "8.2.4", "8.3.2"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S2"}
