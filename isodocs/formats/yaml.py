"""YAML that people edit and give back; each report that has it writes it with its comments."""

from __future__ import annotations

from isodocs.formats import WithYaml

TAKES = WithYaml


def write(report: WithYaml) -> str:
    """The lines of a report."""
    return "\n".join(report.yaml()) + "\n"
