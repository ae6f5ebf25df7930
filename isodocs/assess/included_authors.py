"""Who wrote the texts that documents include, where it is those who approved them.

A text that has an identifier is approved by itself. Of the others the history of their words is
followed as that of documents is, back to words that an approval lists.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from isodocs.authority.authorship import wrote
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.endings import is_markdown

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from isodocs.model.approval import ApprovalStatement, Part
    from isodocs.model.history import Stamp
    from isodocs.model.register import Register


class OwnText(NamedTuple):
    """An included text that no one else has approved than those who wrote it.

    `person` and `name` are of one of them; `documents` include it. It is `most` of what one of
    these says where that has fewer words of its own than such texts have together.
    """

    path: str
    person: str
    name: str
    documents: tuple[str, ...]
    most: bool


def own_texts(register: Register) -> tuple[OwnText, ...]:
    """The included texts that were approved by who wrote them, and by no one else."""
    history = register.inventory.authority
    listed = _listed(register)
    if history is None or not listed:
        return ()
    approved_by: defaultdict[str, dict[str, str]] = defaultdict(dict)
    places: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for id, statement in listed:
        for part in _texts(statement):
            approved_by[part.sha256][statement.person] = statement.name
            places[part.sha256].setdefault(id, part.path)
    bodies = {d.sha256: d.body_sha256 for d in register.documents if not d.id}
    own = {d.sha256 for d in register.documents if d.id}
    found = list[OwnText]()
    for digest, persons in approved_by.items():
        text = bodies.get(digest, digest)
        if digest in own or text not in register.ledger.writings:
            continue
        stamps = _wrote(register, text, approved_by.keys() - {digest})
        writers = {id: name for id, name in persons.items() if wrote(history, id, stamps)}
        if writers.keys() == persons.keys():
            id, name = min(writers.items())
            path, documents = min(places[digest].values()), tuple(sorted(places[digest]))
            found.append(OwnText(path, id, name, documents, most=False))
    outweighed = _outweighed(register, found)
    return tuple(
        sorted(own._replace(most=not outweighed.isdisjoint(own.documents)) for own in found)
    )


def _outweighed(register: Register, texts: Iterable[OwnText]) -> frozenset[str]:
    """The documents that have fewer words than these texts, which they include, have together."""
    words: Counter[str] = Counter()
    for own in texts:
        included = register.inventory.outlines.get(own.path)
        words.update(dict.fromkeys(own.documents, included.words if included else 0))
    return frozenset(
        id
        for id, number in words.items()
        if (said := register.outline(register.entries[id].document)) and number > said.words
    )


def _listed(register: Register) -> list[tuple[str, ApprovalStatement]]:
    """The approvals that count, of rules by which authors do not approve, and list more files."""
    found = []
    for entry in register:
        status = entry.in_force or entry.newest
        judgement = status.judgement
        if judgement and judgement.rule and not judgement.rule.author_may_approve:
            found += [(entry.id, each) for each in judgement.statements if _texts(each)]
    return found


def _texts(statement: ApprovalStatement) -> list[Part]:
    return [part for part in statement.parts[1:] if is_markdown(part.path)]


def _wrote(register: Register, text: str, approved: Container[str]) -> Iterator[Stamp]:
    """The commits behind a text, back to those that were approved."""
    ahead, seen = [text], set[str]()
    while ahead:
        one = ahead.pop()
        if one in seen or one in approved:
            continue
        seen.add(one)
        for writing in register.ledger.writings.get(one, ()):
            yield writing.stamp
            ahead += writing.before
