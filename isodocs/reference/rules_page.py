"""The rule reference, written from the rules: `python -m isodocs.reference.rules_page`."""

from __future__ import annotations

import re
import sys
from itertools import groupby
from typing import TYPE_CHECKING

from isodocs.rules.registry import all_rules
from isodocs.rules.rule import FAMILIES

if TYPE_CHECKING:
    from isodocs.model.rule import Rule


def render() -> str:
    """Every rule as Markdown, by family."""
    lines = [
        "# Rules",
        "",
        "Written from the rules' own documentation by `make docs`; `isodocs explain CODE` prints",
        "the same. Clauses are of ISO 9001:2015. Only rules that say so stop a commit or push,",
        "with what is malformed, unreadable, or violates what is approved, signed or closed.",
        "Gaps of the others are reported as open and go through.",
        "",
        "An example with files is complete. Beside an authority register, one document and",
        "`required: [id]` in isodocs.yaml, its files bring exactly that gap on 1 June 2026.",
    ]
    for code, rules in groupby(all_rules().values(), key=lambda rule: rule.family.code):
        lines += ["", f"## {code}: {FAMILIES[code].title}"]
        for rule in rules:
            lines += _rule(rule)
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> list[str]:
    document = rule.document
    about = (str(rule.level), rule.at_a_push, rule.at_an_audit, ", ".join(rule.clauses))
    return [
        "",
        f"### {rule.code} {rule.name}",
        "",
        f"*{' · '.join(filter(None, about))}*",
        "",
        document.summary,
        "",
        f"**Why.** {document.why}",
        "",
        f"**Example.** {document.example}",
        "",
        *(line for path, text in document.files.items() for line in _file(path, text)),
        f"**Remedy.** {document.remedy}",
    ]


def _file(path: str, text: str) -> list[str]:
    """A file of an example, behind a fence longer than any in it."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"`{path}`", "", fence + path.rpartition(".")[2], *text.splitlines(), fence, ""]


if __name__ == "__main__":
    sys.stdout.write(render())
