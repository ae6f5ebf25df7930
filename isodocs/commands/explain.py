"""`isodocs explain`: why a rule matters and how to close its gap."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem

from isodocs.commands._options import format_option, print_report, terminal_width

EXAMPLES = ("explain approval-missing", "explain --format json")


def _complete(ctx: click.Context, param: click.Parameter, typed: str) -> list[CompletionItem]:
    from isodocs.rules.registry import all_rules

    return [
        CompletionItem(word, help=rule.document.summary)
        for rule in all_rules().values()
        for word in (rule.code, rule.name)
        if word.casefold().startswith(typed.casefold()) and (typed or word == rule.code)
    ]


@click.command()
@click.argument("rule", metavar="[RULE]", default="", shell_complete=_complete)
@format_option("rules")
def command(rule: str, format_name: str) -> None:
    """Explain RULE: a code as `check` prints it, or a name such as approval-missing.

    Without RULE every rule is listed, by family; so is a family for its letters.
    """
    from isodocs.reports.rules import RulesReport
    from isodocs.rules.registry import all_rules, find
    from isodocs.rules.rule import FAMILIES

    family = rule.upper() if rule.upper() in FAMILIES else ""
    if rule and not family:
        rules = [find(rule)]
    else:
        rules = [known for known in all_rules().values() if family in ("", known.family.code)]
    whole = bool(rule) and not family
    print_report(RulesReport(rules, whole, width=terminal_width()), format_name)
