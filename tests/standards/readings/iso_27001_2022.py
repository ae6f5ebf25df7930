"""ISO/IEC 27001:2022 with Amd 1:2024, as read for `docs/standards/iso-27001-2022.md`."""

from __future__ import annotations

TOP = [*"456789", "10", "A"]

# Sub-clauses of the edition by parent: "6.1": 3 says that 6.1.1, 6.1.2 and 6.1.3 are all there are.
# The controls of Annex A stand below their four themes, numbered as in ISO/IEC 27002:2022.
STRUCTURE = {
    "4": 4,
    "5": 3,
    "6": 3, "6.1": 3,
    "7": 5, "7.5": 3,
    "8": 3,
    "9": 3, "9.2": 2, "9.3": 3,
    "10": 2,
    "A": [5, 6, 7, 8],
    "A.5": 37,
    "A.6": 8,
    "A.7": 14,
    "A.8": 34,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "available"),
    ("5.2", "available"),
    ("6.1.2", "retain"),
    ("6.1.3", "produce"), ("6.1.3", "produce"), ("6.1.3", "retain"),
    ("6.2", "available"), ("6.2", "retain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1", "available"),
    ("8.2", "retain"),
    ("8.3", "retain"),
    ("9.1", "available as evidence"),
    ("9.2.2", "available as evidence"), ("9.2.2", "available as evidence"),
    ("9.3.3", "available as evidence"),
    ("10.2", "available as evidence"), ("10.2", "available as evidence"),
    ("A.5.1", "maintain"),
    ("A.5.9", "maintain"),
    ("A.5.10", "maintain"),
    ("A.5.26", "maintain"),
    ("A.5.31", "maintain"),
    ("A.5.37", "maintain"),
    ("A.6.2", "available"),
    ("A.6.6", "maintain"),
    ("A.8.9", "maintain"),
    ("A.8.15", "retain"),
    ("A.8.27", "maintain"),
]  # fmt: skip

# Clauses 4 to 10 bind every organisation that claims conformity.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 93
AUDITABLE = 123
CLAUSES = 139

# Entries on which the sources do not agree; each says so in its note.
DOUBTFUL = ["A.5.1", "A.6.2"]

# Sources that only list clauses and controls: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2", "S14", "S15"}
