"""The examples that each command's `--help` ends with; a test runs them in the sample company."""

from __future__ import annotations

from collections.abc import Mapping

import click

EXAMPLES: Mapping[str, tuple[str, ...]] = {
    "approve": ("approve", "approve SOP-009"),
    "audit-trail": ("audit-trail SOP-001", "audit-trail --since 2026-09-01 --format csv"),
    "audits": ("audits iso-9001-2015 --open",),
    "authority": ("authority show",),
    "authority enrol": ("authority enrol --key ~/.ssh/id_ed25519.pub --commit",),
    "authority init": ('authority init --person "Ann Author <ann@example.com>" --sign',),
    "authority log": ("authority log",),
    "authority pin": ("authority pin", "authority pin --show"),
    "authority propose": ("authority propose people.yaml", "authority propose --enrolled --commit"),
    "authority revoke": ('authority revoke ann --reason "Laptop stolen" --honour nothing',),
    "authority show": ("authority show",),
    "authority sign": ("authority sign --commit",),
    "check": ("check", "check --on 2026-09-30 --select APR --format json"),
    "competence": ("competence --gaps", "competence --role internal-auditor"),
    "completion": ("completion bash",),
    "confirm": ("confirm", "confirm SOP-001 --commit"),
    "coverage": ("coverage iso-9001-2015 --gaps", "coverage iso-9001-2015 --explain 8.4.1"),
    "delegate": ("delegate quality-manager --to ben.whitaker --until 2999-01-31 --reason Leave",),
    "demo": ("demo ~/aldwyke",),
    "diff": ("diff SOP-001", "diff SOP-001 1 2"),
    "doctor": ("doctor",),
    "due": ("due --within 60d", "due --owner quality-manager --format ics"),
    "explain": ("explain APR003", "explain approval-missing"),
    "history": ("history SOP-001",),
    "hook": ("hook install",),
    "hook install": ("hook install",),
    "hook run": ("hook run pre-commit",),
    "hook uninstall": ("hook uninstall",),
    "init": ('init --organisation "Hartwell Precision"',),
    "merge": ("merge SOP-009 --dry-run",),
    "new": (
        'new procedure "Purchasing" --clause iso-9001-2015:8.4.1',
        "new nonconformity 'Gauges without calibration' --set source=process --set grade=minor "
        "--set owner=quality-manager",
    ),
    "nonconformities": ("nonconformities --all",),
    "plan": ("plan --for surveillance --owner quality-manager",),
    "readiness": ("readiness surveillance", "readiness surveillance --format json"),
    "register": ("register", "register --on 2025-06-30 --type procedure --format csv"),
    "renumber": ("renumber NC-2026-002", "renumber NC-2026-002 NC-2026-017"),
    "retire": ('retire WI-001 --reason "Replaced by WI-003" --superseded-by WI-003',),
    "review": ('review SOP-002 --note "No change needed" --commit',),
    "revise": ('revise SOP-002 --change "Suppliers are reviewed twice a year."',),
    "set": ('set NC-2026-003 corrected=2026-05-12 correction="Gauges withdrawn"',),
    "soa": ("soa iso-27001-2022 --gaps",),
    "standards": ("standards", "standards iso-9001-2015 8.4.1"),
    "standards check": ("standards check",),
    "standards compare": ("standards compare iso-9001-2015 iso-13485-2016",),
    "standards export": ("standards export iso-9001-2015 --format yaml",),
    "standards import": (
        "standards import catalogue.json --id nist-sp-800-53-2020 --name 'NIST SP 800-53'",
    ),
    "standards new": ('standards new acme-q-2026 --title "Supplier requirements" --name "Acme Q"',),
    "standards transition": ("standards transition iso-27001-2013 iso-27001-2022",),
    "submit": ("submit WI-011 --effective 2999-01-04",),
    "timestamp": ("timestamp request SOP-001",),
    "timestamp attach": ("timestamp attach answer.tsr --commit",),
    "timestamp request": ("timestamp request SOP-001",),
}
"""The words that call a command, without `isodocs` -> calls of it."""


def add_examples(command: click.Command, words: str) -> None:
    """End the help of `command` and of its subcommands with their examples."""
    shown = EXAMPLES.get(words, ())
    if shown:
        title = "Example" if len(shown) == 1 else "Examples"
        command.epilog = "\n".join(["\b", f"{title}:", *(f"  isodocs {each}" for each in shown)])
    if isinstance(command, click.Group):
        for name, inner in command.commands.items():
            add_examples(inner, f"{words} {name}")
