"""A waiver file -> Waiver."""

from __future__ import annotations

from isodocs.errors import StrictYamlError
from isodocs.model.node import Scalar
from isodocs.model.problem import Problem
from isodocs.model.waiver import Waiver
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.words import say

KEYS = ("rule", "document", "subject", "reason", "granted-by", "granted", "until")


def parse(path: str, data: bytes) -> Waiver:
    """Read the waiver at `path`; never raises, what is wrong is a problem of the waiver."""
    try:
        root = strict_yaml.read(data)
    except StrictYamlError as error:
        problem = Problem("waiver", error.message, error.hint, error.line, error.column)
        return Waiver(path, problems=(problem,))
    fields = Fields.of(root)
    fields.refuse_unknown(KEYS, say("a waiver"))
    granted, until = fields.day("granted"), fields.day("until")
    for key in ("rule", "document", "reason", "granted-by", "granted", "until"):
        node = fields.nodes.get(key)
        if node is None or (isinstance(node, Scalar) and not node.text.strip()):
            line, column = fields.places.get(key, (1, 1))
            fields.problems.append(
                Problem(
                    "waiver",
                    say("a waiver must say '{key}'", key=key),
                    say(
                        "A waiver names one rule and one document, a reason, who granted it and "
                        "when, and the last day on which it holds."
                    ),
                    line,
                    column,
                )
            )
    if granted and until and until < granted:
        hint = say("Write the last day on which it holds after 'until:'.")
        fields.wrong(
            fields.nodes["until"], say("the waiver ends before it was granted"), hint, "waiver"
        )
    return Waiver(
        path=path,
        rule=fields.text("rule"),
        document=fields.text("document"),
        subject=fields.text("subject"),
        reason=fields.text("reason"),
        granted_by=fields.text("granted-by"),
        granted=granted,
        until=until,
        places=fields.places,
        # evaluated last: every reader above may have added one
        problems=tuple(fields.problems),
    )
