"""Git attributes: whether the bytes that are signed are the bytes that people have in their files.

The files are read as Git would read them; no filter that they name is ever run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from isodocs.model.diagnosis import Health, Line
from isodocs.model.record import FOLDER as RECORDS
from isodocs.repository.attributes import LIMIT, NAME, Attributes, Value, is_attributes
from isodocs.repository.snapshot import Snapshot, WorkTreeSnapshot
from isodocs.words import listed, say

TOPIC = say("git attributes")
_STATEMENTS = (
    ".isodocs/approvals/ID/1/role.person.0123456789abcdef.json",
    ".isodocs/approvals/ID/1/role.person.0123456789abcdef.json.sig.tsr",
    ".isodocs/authority/0001.json",
)
"""Names that statements will have: what holds for them holds for those that come."""
_CONVERTS = ("filter", "ident", "working-tree-encoding")


def attributes(snapshot: Snapshot, documents: Iterable[str]) -> Iterator[Line]:
    """Whether the rules for statements and for documents hold where it matters."""
    refused: dict[str, str] = {}
    for _ in snapshot.read(filter(is_attributes, snapshot.entries), limit=LIMIT, refused=refused):
        pass  # what cannot be read says nothing to Git either
    for path, reason in refused.items():
        yield Line(TOPIC, Health.UNKNOWN, f"{path} {reason}", say("Make it a small plain file"))
    rules = snapshot.conversions if isinstance(snapshot, WorkTreeSnapshot) else snapshot.attributes
    statements = [path for path in snapshot.entries if path.startswith(".isodocs/")]
    yield _line(
        rules,
        [*statements, *_STATEMENTS],
        _kept,
        say("approvals and signatures"),
        ".isodocs/** -text",
    )
    yield _line(rules, list(documents), _one_line_end, "documents", "*.md text eol=lf")
    yield from _tables(rules, snapshot)


def _tables(rules: Attributes, snapshot: Snapshot) -> Iterator[Line]:
    """Whether rows that two people add to one table on the same day are merged without a conflict.

    What a union must not decide is found afterwards: a number taken twice, a row that is there
    twice, a row that stays as it was written (gitattributes(5), "union").
    """
    tables = [p for p in snapshot.entries if p.startswith(RECORDS) and p.endswith(".csv")]
    alone = [path for path in tables if rules.of(path).get("merge") != "union"]
    if alone:
        yield Line(
            TOPIC,
            Health.WEAK,
            say(
                "rows that two people add to a table on the same day are a conflict, as in {alone}",
                alone=alone[0],
            ),
            say("Add to {name}: {records}**/*.csv merge=union", name=NAME, records=RECORDS),
        )
    elif tables:
        yield Line(TOPIC, Health.OK, say("rows that two people add to a table are both kept"))


def _line(
    rules: Attributes,
    paths: list[str],
    sound: Callable[[dict[str, Value]], bool],
    what: str,
    rule: str,
) -> Line:
    bad = [path for path in paths if not sound(rules.of(path))]
    if not paths:
        return Line(TOPIC, Health.OK, say("there are no {what} yet", what=what))
    if not bad:
        return Line(TOPIC, Health.OK, say("{what} keep their bytes in every clone", what=what))
    converted = next((p for p in bad if _conversions(rules.of(p))), "")
    if converted:
        names = listed(_conversions(rules.of(converted)))
        return Line(
            TOPIC,
            Health.WEAK,
            say(
                "{converted} is converted ({names}): people see different bytes from "
                "those approved",
                converted=converted,
                names=names,
            ),
            say("Take that out of {name}", name=NAME),
        )
    return Line(
        TOPIC,
        Health.WEAK,
        say(
            "the line ends of {what} depend on each machine's settings, such as those of {bad}",
            what=what,
            bad=bad[0],
        ),
        say("Add to {name}: {rule}", name=NAME, rule=rule),
    )


def _conversions(found: dict[str, Value]) -> list[str]:
    set_ = {name: found[name] for name in _CONVERTS if found.get(name) not in (None, False)}
    return [name if value is True else f"{name}={value}" for name, value in set_.items()]


def _kept(found: dict[str, Value]) -> bool:
    return found.get("text") is False and not _conversions(found)


def _one_line_end(found: dict[str, Value]) -> bool:
    fixed = found.get("text") is False or found.get("eol") == "lf"
    return fixed and not _conversions(found)
