"""ISO/IEC 27001:2013 with its corrigenda, as read for `docs/standards/iso-27001-2013.md`."""

from __future__ import annotations

TOP = [*"456789", "10", "A"]

# Sub-clauses of the edition by parent: "6.1": 3 says that 6.1.1, 6.1.2 and 6.1.3 are all there are.
# Annex A has 14 domains, A.5 to A.18, numbered as in ISO/IEC 27002:2013, with 35 categories.
STRUCTURE = {
    "4": 4,
    "5": 3,
    "6": 2, "6.1": 3,
    "7": 5, "7.5": 3,
    "8": 3,
    "9": 3,
    "10": 2,
    "A": [5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18],
    "A.5": 1, "A.5.1": 2,
    "A.6": 2, "A.6.1": 5, "A.6.2": 2,
    "A.7": 3, "A.7.1": 2, "A.7.2": 3, "A.7.3": 1,
    "A.8": 3, "A.8.1": 4, "A.8.2": 3, "A.8.3": 3,
    "A.9": 4, "A.9.1": 2, "A.9.2": 6, "A.9.3": 1, "A.9.4": 5,
    "A.10": 1, "A.10.1": 2,
    "A.11": 2, "A.11.1": 6, "A.11.2": 9,
    "A.12": 7, "A.12.1": 4, "A.12.2": 1, "A.12.3": 1, "A.12.4": 4,
    "A.12.5": 1, "A.12.6": 2, "A.12.7": 1,
    "A.13": 2, "A.13.1": 3, "A.13.2": 4,
    "A.14": 3, "A.14.1": 3, "A.14.2": 9, "A.14.3": 1,
    "A.15": 2, "A.15.1": 3, "A.15.2": 2,
    "A.16": 1, "A.16.1": 7,
    "A.17": 2, "A.17.1": 3, "A.17.2": 1,
    "A.18": 2, "A.18.1": 5, "A.18.2": 3,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else.
DOCUMENTED = [
    ("4.3", "available"),
    ("5.2", "available"),
    ("6.1.2", "retain"),
    ("6.1.3", "produce"), ("6.1.3", "produce"), ("6.1.3", "retain"),
    ("6.2", "retain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3", "available"), ("7.5.3", "available"),
    ("8.1", "retain"),
    ("8.2", "retain"),
    ("8.3", "retain"),
    ("9.1", "retain"),
    ("9.2", "retain"), ("9.2", "retain"),
    ("9.3", "retain"),
    ("10.1", "retain"), ("10.1", "retain"),
    ("A.5.1.1", "maintain"),
    ("A.7.1.2", "available"),
    ("A.8.1.1", "maintain"),
    ("A.8.1.3", "maintain"),
    ("A.9.1.1", "maintain"),
    ("A.12.1.1", "maintain"),
    ("A.12.4.1", "retain"),
    ("A.12.4.3", "retain"),
    ("A.13.2.4", "maintain"),
    ("A.14.2.5", "maintain"),
    ("A.15.1.1", "maintain"),
    ("A.16.1.5", "maintain"),
    ("A.17.1.2", "maintain"),
    ("A.18.1.1", "maintain"),
]  # fmt: skip

# Clauses 4 to 10 bind every organisation that claims conformity.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 114
AUDITABLE = 140
CLAUSES = 199

# Entries on which the sources do not agree; each says so in its note.
DOUBTFUL = ["A.5.1.1", "A.7.1.2"]

# Sources that only list clauses and controls: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S4", "S5", "S13", "S14"}
