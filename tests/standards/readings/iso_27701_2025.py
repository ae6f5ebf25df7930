"""ISO/IEC 27701:2025, as read for `docs/standards/iso-27701-2025.md`."""

from __future__ import annotations

TOP = [*"456789", "10", "A"]

# Sub-clauses of the edition by parent; in A.1 and A.2 the first number of a table and of a group
# introduces it, in A.3 the first two do.
STRUCTURE = {
    "4": 4,
    "5": 3,
    "6": 3, "6.1": 3,
    "7": 5, "7.5": 3,
    "8": 3,
    "9": 3, "9.2": 2, "9.3": 3,
    "10": 2,
    "A": 3,
    "A.1": range(2, 6),
    "A.1.2": range(2, 10), "A.1.3": range(2, 12), "A.1.4": range(2, 11), "A.1.5": range(2, 6),
    "A.2": range(2, 6),
    "A.2.2": range(2, 8), "A.2.3": [2], "A.2.4": range(2, 5), "A.2.5": range(2, 10),
    "A.3": range(3, 32),
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "available"),
    ("5.2", "available"),
    ("6.1.2", "retain"),
    ("6.1.3", "produce"), ("6.1.3", "produce"), ("6.1.3", "retain"),
    ("6.2", "available"),
    ("7.2", "available as evidence"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1", "available"),
    ("8.2", "retain"),
    ("8.3", "retain"),
    ("9.1", "available as evidence"),
    ("9.2.2", "available as evidence"), ("9.2.2", "available as evidence"),
    ("9.3.3", "available as evidence"),
    ("10.2", "available as evidence"), ("10.2", "available as evidence"),
    ("A.1.2.2", "maintain"),
    ("A.1.2.3", "maintain"),
    ("A.1.2.4", "maintain"),
    ("A.1.2.5", "retain"),
    ("A.1.2.7", "maintain"),
    ("A.1.2.9", "maintain"),
    ("A.1.3.2", "maintain"),
    ("A.1.3.3", "maintain"),
    ("A.1.3.10", "maintain"),
    ("A.1.4.4", "retain"),
    ("A.1.4.5", "maintain"),
    ("A.1.4.7", "maintain"),
    ("A.1.4.9", "maintain"),
    ("A.1.5.2", "maintain"),
    ("A.1.5.3", "maintain"),
    ("A.1.5.4", "retain"),
    ("A.1.5.5", "retain"),
    ("A.2.2.7", "maintain"),
    ("A.2.4.2", "maintain"),
    ("A.2.4.3", "available"),
    ("A.2.5.3", "maintain"),
    ("A.2.5.4", "retain"),
    ("A.3.3", "maintain"),
    ("A.3.12", "maintain"),
    ("A.3.13", "maintain"),
    ("A.3.18", "maintain"),
    ("A.3.25", "retain"),
    ("A.3.29", "maintain"),
]  # fmt: skip

# Clauses 4 to 10 admit no exclusion; only controls of Annex A may be left out.
MAY_BE_NOT_APPLICABLE: set[str] = set()

# 31 controls for controllers, 18 for processors, 29 on information security for both.
CONTROLS = 78
AUDITABLE = 108
CLAUSES = 131

# Entries that rest on one source, or on which the sources do not agree.
DOUBTFUL = [
    *("8.1", "8.3", "A.1.4.4", "A.2.3.2", "A.2.4.3"),
    *("A.3.3", "A.3.12", "A.3.13", "A.3.18", "A.3.25", "A.3.29"),
]

# Sources that only list clauses and controls: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S3", "S5", "S6", "S8", "S10"}
