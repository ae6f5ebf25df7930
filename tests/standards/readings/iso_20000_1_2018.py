"""ISO/IEC 20000-1:2018 with Amd 1:2024, as read for `docs/standards/iso-20000-1-2018.md`."""

from __future__ import annotations

TOP = [*"456789", "10"]

# Sub-clauses of the edition by parent. Clause 9.3 is not divided.
STRUCTURE = {
    "4": 4,
    "5": 3, "5.2": 2,
    "6": 3, "6.1": 3, "6.2": 2,
    "7": 6, "7.5": 4, "7.5.3": 2,
    "8": 7,
    "8.2": 6, "8.2.3": 2,
    "8.3": 4, "8.3.4": 2,
    "8.4": 3,
    "8.5": 3, "8.5.1": 3, "8.5.2": 3,
    "8.6": 3,
    "8.7": 3, "8.7.3": 3,
    "9": 4, "9.2": 2,
    "10": 2, "10.1": 2,
}  # fmt: skip

# Where the edition asks for documented information, and with which verb; nowhere else. What it
# says is documented is `maintain`, what is recorded or assessed `retain`.
DOCUMENTED = [
    ("4.3", "maintain"),
    ("5.2.2", "available"),
    ("6.1.2", "maintain"),
    ("6.2.1", "retain"),
    ("6.3", "maintain"),
    ("7.2", "retain"),
    ("7.5.1", "available"),
    ("7.5.3.1", "available"),
    ("7.5.3.2", "available"),
    ("7.5.4", "available"),
    ("8.1", "retain"),
    ("8.2.2", "maintain"),
    ("8.2.3.1", "maintain"),
    ("8.2.4", "maintain"),
    ("8.2.6", "retain"),
    ("8.3.2", "maintain"), ("8.3.2", "retain"),
    ("8.3.3", "maintain"),
    ("8.3.4.1", "maintain"), ("8.3.4.1", "retain"),
    ("8.3.4.2", "maintain"),
    ("8.4.3", "maintain"),
    ("8.5.1.1", "maintain"),
    ("8.5.1.2", "retain"),
    ("8.5.1.3", "retain"),
    ("8.5.2.2", "maintain"),
    ("8.5.3", "maintain"), ("8.5.3", "retain"),
    ("8.6.1", "maintain"), ("8.6.1", "retain"),
    ("8.6.2", "available"), ("8.6.2", "retain"),
    ("8.6.3", "retain"), ("8.6.3", "retain"), ("8.6.3", "available"),
    ("8.7.1", "retain"), ("8.7.1", "maintain"), ("8.7.1", "retain"),
    ("8.7.2", "retain"), ("8.7.2", "maintain"), ("8.7.2", "retain"),
    ("8.7.3.1", "maintain"),
    ("8.7.3.2", "retain"), ("8.7.3.2", "retain"),
    ("8.7.3.3", "retain"),
    ("9.1", "retain"),
    ("9.2.2", "retain"), ("9.2.2", "retain"),
    ("9.3", "retain"),
    ("10.1.2", "retain"), ("10.1.2", "retain"),
    ("10.2", "retain"),
]  # fmt: skip

# No requirement may be excluded, whatever the organisation.
MAY_BE_NOT_APPLICABLE: set[str] = set()

CONTROLS = 0
AUDITABLE = 63
CLAUSES = 88

# Entries that rest on fewer sources than they should; each says so in its note.
DOUBTFUL = [
    "6.1.1", "6.1.2", "6.1.3", "7.5.3.1", "7.5.3.2", "7.5.4", "8.1", "8.2.2", "8.2.3.1", "8.2.3.2",
    "8.3.1", "8.3.2", "8.5.1.3", "8.5.2.2", "8.5.3", "8.6.2", "8.7.3.1", "9.2.1", "9.2.2",
    "10.1.1", "10.1.2", "10.2",
]  # fmt: skip

# Sources that only list clauses: they do not say what has to be documented.
TABLES_OF_CLAUSES = {"S1", "S2", "S3", "S14"}
