"""ISO/IEC 42001:2023, as read for `docs/standards/iso-42001-2023.md`."""

from __future__ import annotations

TOP = [*"456789", "10", "A"]

# Sub-clauses of the edition by parent; in Annex A the first number of a group states its objective.
STRUCTURE = {
    "4": 4,
    "5": 3,
    "6": 3, "6.1": 4,
    "7": 5, "7.5": 3,
    "8": 4,
    "9": 3, "9.2": 2, "9.3": 3,
    "10": 2,
    "A": range(2, 11),
    "A.2": [2, 3, 4],
    "A.3": [2, 3],
    "A.4": [2, 3, 4, 5, 6],
    "A.5": [2, 3, 4, 5],
    "A.6": [1, 2], "A.6.1": [2, 3], "A.6.2": [2, 3, 4, 5, 6, 7, 8],
    "A.7": [2, 3, 4, 5, 6],
    "A.8": [2, 3, 4, 5],
    "A.9": [2, 3, 4],
    "A.10": [2, 3, 4],
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "available"),
    ("4.4", "maintain"),
    ("5.2", "available"),
    ("6.1.1", "retain"),
    ("6.1.2", "retain"),
    ("6.1.3", "produce"), ("6.1.3", "produce"), ("6.1.3", "available"), ("6.1.3", "retain"),
    ("6.1.4", "retain"),
    ("6.2", "available"),
    ("7.2", "available as evidence"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1", "available"),
    ("8.2", "retain"),
    ("8.3", "retain"),
    ("8.4", "retain"),
    ("9.1", "available as evidence"),
    ("9.2.2", "available as evidence"), ("9.2.2", "available as evidence"),
    ("9.3.3", "available as evidence"),
    ("10.2", "available as evidence"), ("10.2", "available as evidence"),
    ("A.2.2", "maintain"),
    ("A.4.2", "maintain"),
    ("A.4.3", "maintain"),
    ("A.4.4", "maintain"),
    ("A.4.5", "maintain"),
    ("A.4.6", "maintain"),
    ("A.5.3", "retain"),
    ("A.5.4", "retain"),
    ("A.5.5", "retain"),
    ("A.6.1.2", "maintain"),
    ("A.6.1.3", "maintain"),
    ("A.6.2.2", "maintain"),
    ("A.6.2.3", "maintain"),
    ("A.6.2.4", "maintain"),
    ("A.6.2.5", "maintain"),
    ("A.6.2.6", "maintain"),
    ("A.6.2.7", "available"),
    ("A.6.2.8", "retain"),
    ("A.7.2", "maintain"),
    ("A.7.3", "retain"),
    ("A.7.4", "maintain"),
    ("A.7.5", "maintain"),
    ("A.7.6", "maintain"),
    ("A.8.2", "available"),
    ("A.8.4", "maintain"),
    ("A.8.5", "maintain"),
    ("A.9.2", "maintain"),
    ("A.9.3", "maintain"),
]  # fmt: skip

# Clauses 4 to 10 admit no exclusion; only controls of Annex A may be left out.
MAY_BE_NOT_APPLICABLE: set[str] = set()

# Published total of Annex A: 38 controls below nine objectives, A.2 to A.10.
CONTROLS = 38
AUDITABLE = 70
CLAUSES = 93

DOUBTFUL: list[str] = []

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2"}
