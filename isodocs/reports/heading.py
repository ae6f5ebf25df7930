"""What every report says of itself first: what it is about, of whom, and as of when."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from isodocs import __version__
from isodocs.formats.text.layout import Text, wrapped
from isodocs.words import counted, joined, listed, plural, say

if TYPE_CHECKING:
    from isodocs.formats import Data
    from isodocs.model.audit import AuditKind
    from isodocs.model.gap import LookedAt
    from isodocs.model.register import Register


_MOST = 8
_ONLY = {
    "rules": "rule",
    "paths": "path",
    "owners": "owner",
    "kinds": "kind",
    "clauses": "clause",
    "people": "person",
    "roles": "role",
}
_WITHOUT = {
    "rules": say("{rules}"),
    "ignored_rules": say("{rules} (ignored in isodocs.yaml)"),
    "rules_made_notes": say("{rules} (made a note in isodocs.yaml)"),
    "waived": say("{gaps}"),
}


def title(parts: Iterable[str], width: int) -> Iterator[str]:
    """`Check · Test Works Ltd`: the parts that are not empty."""
    yield from wrapped(Text(joined(" · ", filter(None, parts)), ("bold",)), width)


def lines(register: Register, what: str, width: int) -> Iterator[str]:
    """`Master document register · Test Works Ltd · work tree, 2026-12-01`."""
    yield from title((what, register.config.organisation, source(register)), width)


def source(register: Register) -> str:
    """`work tree, 2026-12-01`."""
    return say("{source}, {on}", source=say(register.source), on=register.on)


def standard(register: Register, id: str) -> str:
    """The name of a standard, with a word on it where it is only in preparation."""
    return named(register.maps[id].display_name, id, register.config.in_preparation)


def named(name: str, id: str, in_preparation: Container[str]) -> str:
    """The same for a standard known by its name."""
    return say("{name} (in preparation)", name=name) if id in in_preparation else name


def unlisted(id: str) -> str:
    """That a standard is shown although isodocs.yaml does not list it."""
    return say("isodocs.yaml does not list {id} among the standards in use.", id=id)


def left_out(register: Register, id: str, purpose: AuditKind) -> str:
    """A standard that an audit is not about, and why."""
    name = standard(register, id)
    if not register.maps[id].is_audited(purpose):
        from isodocs.assess.audit_names import audit_name  # most reports are about no audit

        return say("{name} (no {audit} of it is held)", name=name, audit=audit_name(purpose))
    return (
        name
        if id in register.config.in_preparation
        else say("{name} (not certified yet)", name=name)
    )


def tool(version: int) -> Data:
    """The head of JSON that is about no register; `version` is that of its format."""
    return {"version": version, "tool": say("isodocs {version__}", version__=__version__)}


def data(register: Register, version: int) -> Data:
    """The head of JSON about a register; `version` is that of its format."""
    return {
        **tool(version),
        "on": register.on,
        "source": register.source,
        "organisation": register.config.organisation,
    }


def looked_at(seen: LookedAt) -> Data:
    """For JSON, the same in every report."""
    return {
        "everything": seen.everything,
        "only": dict(seen.only),
        "without": dict(seen.without),
    }


def looked_at_lines(seen: LookedAt, width: int) -> Iterator[str]:
    """`Looked at only: rules APR and REF.` and `Left out: 2 waived gaps.`, each where it is so."""
    for sentence in looked_at_sentences(seen):
        yield from wrapped(Text(sentence, ("yellow",)), width)


def looked_at_sentences(seen: LookedAt) -> Iterator[str]:
    """The same without a line end."""
    if seen.only:
        parts = (_named(_ONLY[what], words) for what, words in seen.only.items())
        yield say("Looked at only: {parts}.", parts=joined("; ", parts))
    if seen.without:
        left = (_left_out(what, words) for what, words in seen.without.items())
        yield say("Left out: {left}.", left=joined("; ", left))


def _left_out(what: str, words: Sequence[str]) -> str:
    gaps = counted(len(words), "waived gap")
    return _WITHOUT[what].format(rules=_named("rule", words), gaps=gaps)


def _named(noun: str, words: Sequence[str]) -> str:
    return say(
        "{part} {words}",
        part=noun if len(words) == 1 else plural(noun),
        words=listed(words, most=_MOST),
    )
