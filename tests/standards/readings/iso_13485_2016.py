"""ISO 13485:2016, as read for `docs/standards/iso-13485-2016.md`."""

from __future__ import annotations

TOP = [*"45678"]

# Sub-clauses of the edition by parent: "8.3": 4 says that 8.3.1 to 8.3.4 are all there are.
STRUCTURE = {
    "4": 2, "4.1": 6, "4.2": 5,
    "5": 6, "5.4": 2, "5.5": 3, "5.6": 3,
    "6": 4, "6.4": 2,
    "7": 6, "7.2": 3, "7.3": 10, "7.4": 3, "7.5": 11, "7.5.9": 2,
    "8": 5, "8.2": 6, "8.3": 4, "8.5": 3,
}  # fmt: skip

# Documents and documented procedures are "maintain", records are "retain"; nowhere else.
DOCUMENTED = [
    ("4.1.1", "maintain"), ("4.1.1", "maintain"),
    ("4.1.3", "retain"),
    ("4.1.5", "maintain"),
    ("4.1.6", "maintain"), ("4.1.6", "retain"),
    ("4.2.1", "maintain"), ("4.2.1", "maintain"), ("4.2.1", "available"), ("4.2.1", "available"),
    ("4.2.2", "maintain"),
    ("4.2.3", "maintain"),
    ("4.2.4", "maintain"), ("4.2.4", "available"), ("4.2.4", "retain"),
    ("4.2.5", "maintain"), ("4.2.5", "retain"),
    ("5.5.1", "maintain"), ("5.5.1", "maintain"),
    ("5.6.1", "maintain"), ("5.6.1", "maintain"), ("5.6.1", "retain"),
    ("5.6.3", "retain"),
    ("6.2", "maintain"), ("6.2", "retain"),
    ("6.3", "maintain"), ("6.3", "maintain"), ("6.3", "retain"),
    ("6.4.1", "maintain"), ("6.4.1", "maintain"), ("6.4.1", "maintain"),
    ("6.4.2", "maintain"), ("6.4.2", "maintain"),
    ("7.1", "maintain"), ("7.1", "retain"), ("7.1", "maintain"), ("7.1", "retain"),
    ("7.2.2", "maintain"), ("7.2.2", "retain"),
    ("7.2.3", "maintain"),
    ("7.3.1", "maintain"),
    ("7.3.2", "maintain"),
    ("7.3.3", "retain"),
    ("7.3.4", "retain"),
    ("7.3.5", "maintain"), ("7.3.5", "retain"),
    ("7.3.6", "maintain"), ("7.3.6", "retain"),
    ("7.3.7", "maintain"), ("7.3.7", "retain"), ("7.3.7", "retain"),
    ("7.3.8", "maintain"), ("7.3.8", "retain"),
    ("7.3.9", "maintain"), ("7.3.9", "retain"),
    ("7.3.10", "maintain"),
    ("7.4.1", "maintain"), ("7.4.1", "retain"),
    ("7.4.2", "maintain"), ("7.4.2", "maintain"), ("7.4.2", "retain"),
    ("7.4.3", "retain"),
    ("7.5.1", "maintain"), ("7.5.1", "retain"),
    ("7.5.2", "maintain"),
    ("7.5.3", "maintain"), ("7.5.3", "retain"),
    ("7.5.4", "maintain"), ("7.5.4", "retain"),
    ("7.5.5", "retain"),
    ("7.5.6", "maintain"), ("7.5.6", "maintain"), ("7.5.6", "retain"),
    ("7.5.7", "maintain"), ("7.5.7", "retain"),
    ("7.5.8", "maintain"), ("7.5.8", "maintain"), ("7.5.8", "maintain"),
    ("7.5.9.1", "maintain"),
    ("7.5.9.2", "retain"), ("7.5.9.2", "retain"),
    ("7.5.10", "retain"),
    ("7.5.11", "maintain"), ("7.5.11", "maintain"), ("7.5.11", "retain"),
    ("7.6", "maintain"), ("7.6", "maintain"),
    ("7.6", "retain"), ("7.6", "retain"), ("7.6", "retain"),
    ("8.2.1", "maintain"),
    ("8.2.2", "maintain"), ("8.2.2", "retain"),
    ("8.2.3", "maintain"), ("8.2.3", "retain"),
    ("8.2.4", "maintain"), ("8.2.4", "retain"),
    ("8.2.6", "maintain"), ("8.2.6", "retain"), ("8.2.6", "retain"),
    ("8.3.1", "maintain"), ("8.3.1", "retain"),
    ("8.3.2", "retain"),
    ("8.3.3", "retain"), ("8.3.3", "maintain"), ("8.3.3", "retain"),
    ("8.3.4", "maintain"), ("8.3.4", "retain"),
    ("8.4", "maintain"), ("8.4", "retain"),
    ("8.5.2", "maintain"), ("8.5.2", "retain"),
    ("8.5.3", "maintain"), ("8.5.3", "retain"),
]  # fmt: skip

# Nothing of clauses 4 and 5; 7.3 only as an exclusion that regulations permit; and those that
# certification bodies agree with where the case fits.
MAY_BE_NOT_APPLICABLE = {
    "6.4.2",
    "7.3", "7.3.1", "7.3.2", "7.3.3", "7.3.4", "7.3.5",
    "7.3.6", "7.3.7", "7.3.8", "7.3.9", "7.3.10",
    "7.5.2", "7.5.3", "7.5.4", "7.5.5", "7.5.6", "7.5.7", "7.5.9.2", "7.5.10", "7.5.11",
    "7.6",
}  # fmt: skip

# All the others of clauses 6, 7 and 8, as clause 1 permits.
RARELY_LEFT_OUT = {
    "6", "6.1", "6.2", "6.3", "6.4", "6.4.1",
    "7", "7.1", "7.2", "7.2.1", "7.2.2", "7.2.3", "7.4", "7.4.1", "7.4.2", "7.4.3",
    "7.5", "7.5.1", "7.5.8", "7.5.9", "7.5.9.1",
    "8", "8.1", "8.2", "8.2.1", "8.2.2", "8.2.3", "8.2.4", "8.2.5", "8.2.6",
    "8.3", "8.3.1", "8.3.2", "8.3.3", "8.3.4", "8.4", "8.5", "8.5.1", "8.5.2", "8.5.3",
}  # fmt: skip

CONTROLS = 0
AUDITABLE = 72
CLAUSES = 91

# 7.4.2: what has to be documented; the others: whether they may be left out.
DOUBTFUL = ["7.4.2", "7.5.6", "7.5.11", "7.6"]

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2", "S3"}
