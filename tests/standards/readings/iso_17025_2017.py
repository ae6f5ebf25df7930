"""ISO/IEC 17025:2017, as read for `docs/standards/iso-17025-2017.md`."""

from __future__ import annotations

TOP = ["4", "5", "6", "7", "8"]

# Sub-clauses of the edition by parent: "8.3": 2 says that 8.3.1 and 8.3.2 are all there are.
STRUCTURE = {
    "4": 2, "4.1": 5, "4.2": 4,
    "5": 7,
    "6": 6, "6.2": 6, "6.3": 5, "6.4": 13, "6.5": 3, "6.6": 3,
    "7": 11, "7.1": 8, "7.2": 2, "7.2.1": 7, "7.2.2": 4, "7.3": 3, "7.4": 4, "7.5": 2, "7.6": 3,
    "7.7": 3, "7.8": 8, "7.8.1": 3, "7.8.2": 2, "7.8.3": 2, "7.8.4": 3, "7.8.6": 2, "7.8.7": 3,
    "7.8.8": 3, "7.9": 7, "7.10": 3, "7.11": 6,
    "8": 9, "8.1": 3, "8.2": 5, "8.3": 2, "8.4": 2, "8.5": 3, "8.6": 2, "8.7": 3, "8.8": 2,
    "8.9": 3,
}  # fmt: skip

# Documents and procedures are "maintain", records are "retain"; nowhere else.
DOCUMENTED = [
    ("5.3", "maintain"),
    ("5.5", "maintain"),
    ("6.2.2", "maintain"),
    ("6.2.5", "maintain"), ("6.2.5", "retain"),
    ("6.3.2", "maintain"),
    ("6.3.3", "retain"),
    ("6.4.3", "maintain"),
    ("6.4.10", "maintain"),
    ("6.4.13", "retain"),
    ("6.5.1", "retain"),
    ("6.6.2", "maintain"), ("6.6.2", "retain"),
    ("7.1.1", "maintain"),
    ("7.1.8", "retain"), ("7.1.8", "retain"),
    ("7.2.1.2", "maintain"),
    ("7.2.1.5", "retain"),
    ("7.2.1.7", "retain"),
    ("7.2.2.4", "retain"),
    ("7.3.1", "maintain"),
    ("7.3.3", "retain"),
    ("7.4.1", "maintain"),
    ("7.4.3", "retain"), ("7.4.3", "retain"),
    ("7.4.4", "retain"),
    ("7.5.1", "retain"),
    ("7.5.2", "retain"),
    ("7.7.1", "maintain"), ("7.7.1", "retain"),
    ("7.8.1.2", "retain"),
    ("7.8.6.1", "maintain"),
    ("7.8.7.1", "retain"),
    ("7.8.7.3", "retain"),
    ("7.9.1", "maintain"),
    ("7.9.2", "available"),
    ("7.9.3", "retain"),
    ("7.10.1", "maintain"),
    ("7.10.2", "retain"),
    ("7.11.2", "retain"),
    ("7.11.3", "retain"),
    ("7.11.5", "available"),
    ("8.1.1", "maintain"),
    ("8.2.1", "maintain"), ("8.2.1", "maintain"),
    ("8.2.4", "available"),
    ("8.3.1", "available"),
    ("8.4.1", "retain"),
    ("8.4.2", "retain"),
    ("8.7.3", "retain"), ("8.7.3", "retain"),
    ("8.8.2", "retain"), ("8.8.2", "retain"),
    ("8.9.2", "retain"),
    ("8.9.3", "retain"),
]  # fmt: skip

# What is about an activity that not every laboratory does, and the two options of clause 8.
MAY_BE_NOT_APPLICABLE = {
    "6.3.5", "6.4.2", "6.5.3", "7.1.3", "7.2.1.6", "7.2.2", "7.2.2.1", "7.2.2.2", "7.2.2.3",
    "7.2.2.4", "7.3", "7.3.1", "7.3.2", "7.3.3", "7.4.4", "7.6.2", "7.6.3", "7.8.1.3", "7.8.3",
    "7.8.3.1", "7.8.3.2", "7.8.4", "7.8.4.1", "7.8.4.2", "7.8.4.3", "7.8.5", "7.8.6", "7.8.6.1",
    "7.8.6.2", "7.8.7", "7.8.7.1", "7.8.7.2", "7.8.7.3", "7.11.4", "8.1.2", "8.1.3", "8.2",
    "8.2.1", "8.2.2", "8.2.3", "8.2.4", "8.2.5", "8.3", "8.3.1", "8.3.2", "8.4", "8.4.1",
    "8.4.2", "8.5", "8.5.1", "8.5.2", "8.5.3", "8.6", "8.6.1", "8.6.2", "8.7", "8.7.1", "8.7.2",
    "8.7.3", "8.8", "8.8.1", "8.8.2", "8.9", "8.9.1", "8.9.2", "8.9.3",
}  # fmt: skip

CONTROLS = 0
AUDITABLE = 141
CLAUSES = 182

# Rests on one source among those read.
DOUBTFUL = ["6.6.1", "7.8.3.2", "7.8.4.2", "7.8.4.3"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1"}
