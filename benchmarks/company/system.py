"""What everything else builds on: the standard, the configuration, the people and their roles."""

from __future__ import annotations

from datetime import UTC, datetime

from isodocs.authority import authority_register
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.standards import load

STANDARD = "iso-9001-2015"
CLAUSES = tuple(clause.number for clause in load.load(STANDARD).auditable)
START = datetime(2023, 1, 2, 8, tzinfo=UTC)
QUALITY, DIRECTOR = "quinn", "dora"
APPROVERS = {"quality-manager": QUALITY, "director": DIRECTOR}
AUTHORS = tuple(f"author{number}" for number in range(1, 9))
CONFIG = f"""\
organisation: Benchmark Ltd
owner: quality-manager
standards: [{STANDARD}]
documents:
  include: ["documents/**/*.md"]
types:
  manual: {{prefix: MAN, review-every: 60 months}}
  policy: {{prefix: POL, review-every: 60 months}}
  procedure: {{prefix: SOP, review-every: 60 months}}
  instruction: {{prefix: WI, review-every: 60 months}}
  form: {{prefix: FRM, review-every: 60 months}}
"""


def authority() -> Authority:
    """Eight people write, the quality manager approves everything, the director policies too."""
    everyone = (*AUTHORS, QUALITY, DIRECTOR)
    draft = Authority(
        version=1,
        sha256="",
        people={id: Person(id, id.title(), (address(id),)) for id in everyone},
        roles={
            "quality-manager": Role("quality-manager", "Quality Manager", (QUALITY,)),
            "director": Role("director", "Director", (DIRECTOR,)),
            "author": Role("author", "Author", AUTHORS),
        },
        owners=(QUALITY,),
        threshold=1,
        rules=(
            ApprovalRule(("policy",), ("quality-manager", "director"), persons=2),
            ApprovalRule(("*",), ("quality-manager",)),
        ),
    )
    return authority_register.parse(authority_register.write(draft))


def address(person: str) -> str:
    """The e-mail address with which a person commits."""
    return f"{person}@example.com"


AUTHORITY = authority()
