"""Calls of every command that only looks, made from what the commands declare.

A command that is added, or an option, is called from then on without a word here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path

import click
from hypothesis import strategies as st

from isodocs.reference.commands_page import commands

ROOT = Path(__file__).resolve().parents[2]
Words = tuple[str, ...]

DAYS = ("2023-08-01", "2024-06-20", "2025-06-20", "2026-08-01", "2031-01-01", "2000-01-01")
_DOCUMENTS = "SOP-001 SOP-002 POL-001 MAN-001 FRM-001 SOA-001 SOP-009".split()
_PATHS = "documents/SOP-001.md documents records isodocs.yaml records/training.csv .".split()
_REVISIONS = "HEAD main HEAD~1 HEAD~3 side v1".split()
_STANDARDS = "iso-9001-2015 iso-27001-2022 iso-27001-2013 iso-14001-2015".split()
_RULES = "APR DOC REC CLS TRN REV005 REF002 DOC003 APR001 NCR approval-missing".split()
_RECORDS = "AUD-2024 NC-2023-001 CERT-1 RSK-1 ann quinn 8.4.1 A.5.1 CAL-001 MR-2024".split()
_ROLES = ("quality-manager", "director", "author")
_PEOPLE = ("ann", "quinn", "dora", "nobody")
_KINDS = "training people audit nonconformity evidence calibration applicability risk".split()
_TYPES = ("procedure", "policy", "form", "statement", "training", "nonconformity")
POOLS: dict[str, Sequence[str]] = {
    "paths": [*_PATHS, *_DOCUMENTS],
    "rev": _REVISIONS,
    "branch": _REVISIONS,
    "old": [*DAYS, *_REVISIONS, "1", "2"],
    "new": [*DAYS, *_REVISIONS, "1", "2", "SOP-077"],
    "select": _RULES,
    "ignore": _RULES,
    "rule": _RULES,
    "owners": _ROLES,
    "owner": _ROLES,
    "roles": _ROLES,
    "role": _ROLES,
    "persons": _PEOPLE,
    "person": _PEOPLE,
    "deputy": _PEOPLE,
    "document": _DOCUMENTS,
    "documents": _DOCUMENTS,
    "names": [*_DOCUMENTS, *_RECORDS],
    "record": _RECORDS,
    "what": [*_DOCUMENTS, *_RECORDS],
    "kind": _KINDS,
    "kinds": _KINDS,
    "type": _TYPES,
    "types": _TYPES,
    "clauses": ("8.4.1", "7.2", "A.5.1"),
    "typed_clause": ("8.4.1", "7.2", "A.5.1"),
    "conditions": ("date>2023-01-01", "person=ann", "status=closed", "owner=quality-manager"),
    "settings": ("status=open", "owner=director", "note=Seen."),
    "revision": ("1", "2"),
    "within": ("3 months", "400 days"),
    "subject": ("8.4.1", "SOP-002"),
    **dict.fromkeys(("standard", "standards", "one", "other", "source", "target"), _STANDARDS),
}
"""What may be said for a parameter, by its name; for any other, one of all these words."""
_ANYTHING = sorted({word for pool in POOLS.values() for word in pool})

_LOOKS = frozenset(
    "explain|standards|standards show|standards check|standards compare|standards export".split("|")
)
"""Commands that look without declaring it; `doctor` and `cache` look at more than files of Git."""
_WRITES = frozenset(("begin", "commit", "push", "fields_file"))
"""Flags that let a command write, unless it is asked to say only what it would do."""
_DRY = "dry_run"


@cache
def looking() -> dict[str, click.Command]:
    """Every command that can be asked to write nothing, by the words that call it."""
    return {path: command for path, command, _ in commands() if _looks(path, command)}


@cache
def remembered() -> frozenset[str]:
    """The commands whose answers may be remembered, by the words that call them."""
    return frozenset(path for path, _, _ in commands() if _declares(path))


def _declares(path: str) -> bool:
    file = ROOT / "isodocs/commands" / f"{path.replace(' ', '/').replace('-', '_')}.py"
    return file.is_file() and "\nREMEMBERED = True\n" in file.read_text("utf-8")


def _looks(path: str, command: click.Command) -> bool:
    return path in _LOOKS or _declares(path) or _can_be_dry(command)


def _can_be_dry(command: click.Command) -> bool:
    return any(parameter.name == _DRY for parameter in command.params)


def calls_of(path: str) -> st.SearchStrategy[Words]:
    """Any call of one command."""
    command = looking()[path]
    writes = [each for each in command.params if each.name in _WRITES]
    must_be_dry = _can_be_dry(command) and not _declares(path)
    parts: list[st.SearchStrategy[Words]] = []
    options: list[st.SearchStrategy[Words]] = []
    for parameter in command.params:
        if parameter.name == _DRY or parameter in writes or isinstance(parameter.type, click.Path):
            continue
        if isinstance(parameter, click.Option):
            options.append(_option(parameter))
            parts += [options[-1]] if parameter.required else []
        else:
            parts.append(_arguments(parameter))
    if options:
        some = st.lists(st.one_of(options), max_size=2, unique=True)
        parts.append(some.map(lambda chosen: tuple(word for words in chosen for word in words)))
    dry = ("--dry-run", *_yes(command)) if must_be_dry else ()
    start = (*path.split(), *dry)
    return st.tuples(*parts).map(lambda chosen: (*start, *(w for words in chosen for w in words)))


def _yes(command: click.Command) -> Iterator[str]:
    """What keeps a command from asking."""
    for parameter in command.params:
        if parameter.name == "yes":
            yield "--yes"


def _option(option: click.Option) -> st.SearchStrategy[Words]:
    name = max(option.opts, key=len)
    if option.is_flag:
        return st.just((name,))
    return st.tuples(st.just(name), st.sampled_from(_values(option)))


def _arguments(argument: click.Parameter) -> st.SearchStrategy[Words]:
    value = st.sampled_from(_values(argument))
    least = 1 if argument.required else 0
    most = 2 if argument.nargs == -1 else 1
    return st.lists(value, min_size=least, max_size=most).map(tuple)


def _values(parameter: click.Parameter) -> Sequence[str]:
    if isinstance(parameter.type, click.Choice):
        return list(parameter.type.choices)
    if parameter.type.name == "date":
        return DAYS
    return POOLS.get(parameter.name or "", _ANYTHING)


HOOKS = ("pre-commit", "commit-msg", "pre-push", "pre-receive")


def any_call() -> st.SearchStrategy[Words]:
    """A call of any command; what people and hooks ask every day comes more often."""
    by_kind = [
        st.sampled_from(sorted(remembered())).flatmap(calls_of),
        st.sampled_from(sorted(looking())).flatmap(calls_of),
        st.sampled_from(("check", "register", "coverage", "readiness")).flatmap(calls_of),
        st.sampled_from([("hook", "run", name) for name in HOOKS]),
        st.just(("check", "--format", "json")),
    ]
    return st.one_of(by_kind)
