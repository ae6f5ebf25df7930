"""Git attributes: whether the bytes that are signed are the bytes that people have in their files.

The files are read as Git would read them; no filter that they name is ever run.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from isodocs.model.diagnosis import Health, Line
from isodocs.parsing.attributes import NAME, Attributes, Value
from isodocs.repository.files import WorkTreeFiles
from isodocs.repository.git import Git
from isodocs.repository.tree import Snapshot

TOPIC = "git attributes"
_LIMIT = 64 * 1024
_STATEMENTS = (
    ".isodocs/approvals/ID/1/role.person.0123456789abcdef.json",
    ".isodocs/approvals/ID/1/role.person.0123456789abcdef.json.sig.tsr",
    ".isodocs/authority/0001.json",
)
"""Names that statements will have: what holds for them holds for those that come."""
_CONVERTS = ("filter", "ident", "working-tree-encoding")


def attributes(git: Git, snapshot: Snapshot, documents: Iterable[str]) -> Iterator[Line]:
    """Whether the rules for statements and for documents hold where it matters."""
    refused: dict[str, str] = {}
    wanted = [path for path in snapshot.entries if path.rsplit("/", 1)[-1] == NAME]
    found = {p: f.data for p, f in snapshot.read(wanted, limit=_LIMIT, refused=refused)}
    for path, reason in refused.items():
        yield Line(TOPIC, Health.UNKNOWN, f"{path} {reason}", "Make it a small plain file")
    rules = _Rules(Attributes({**_above(git), **_from_top(git, found)}, _own(git)), git.prefix)
    statements = [path for path in snapshot.entries if path.startswith(".isodocs/")]
    yield _line(
        rules,
        [*statements, *_STATEMENTS],
        _kept,
        "statements and signatures",
        ".isodocs/** -text",
    )
    yield _line(rules, list(documents), _one_line_end, "documents", "*.md text eol=lf")


@dataclass(frozen=True, slots=True)
class _Rules:
    """What holds for paths of a system that may lie in a folder of the repository."""

    whole: Attributes
    prefix: str

    def of(self, path: str) -> dict[str, Value]:
        return self.whole.of(self.prefix + path)


def _from_top(git: Git, found: dict[str, bytes]) -> dict[str, bytes]:
    return {git.prefix + path: data for path, data in found.items()}


def _above(git: Git) -> dict[str, bytes]:
    """The attributes of the folders above the system's own: they hold for its files as well."""
    names = git.folder.split("/") if git.folder and not git.is_bare else []
    above = ["/".join([*names[:depth], NAME]) for depth in range(len(names))]
    found = {}
    with WorkTreeFiles(str(git.top)) as files:
        for path in above:
            with suppress(OSError):
                found[path] = files.read(path, _LIMIT) or b""
    return found


def _own(git: Git) -> bytes:
    """The clone's own attributes, which stand above those of the repository."""
    try:
        with WorkTreeFiles(str(git.common_directory)) as files:
            return files.read("info/attributes", _LIMIT) or b""
    except OSError:
        return b""


def _line(
    rules: _Rules,
    paths: list[str],
    sound: Callable[[dict[str, Value]], bool],
    what: str,
    rule: str,
) -> Line:
    bad = [path for path in paths if not sound(rules.of(path))]
    if not paths:
        return Line(TOPIC, Health.OK, f"there are no {what} yet")
    if not bad:
        return Line(TOPIC, Health.OK, f"{what} keep their bytes in every clone")
    converted = next((p for p in bad if _conversions(rules.of(p))), "")
    if converted:
        names = " and ".join(_conversions(rules.of(converted)))
        return Line(
            TOPIC,
            Health.WEAK,
            f"{converted} is converted ({names}): people see other bytes than those approved",
            f"Take that out of {NAME}",
        )
    return Line(
        TOPIC,
        Health.WEAK,
        f"the line ends of {what} depend on each machine's settings, such as those of {bad[0]}",
        f"Add to {NAME}: {rule}",
    )


def _conversions(found: dict[str, Value]) -> list[str]:
    return [name for name in _CONVERTS if found.get(name) not in (None, False)]


def _kept(found: dict[str, Value]) -> bool:
    return found.get("text") is False and not _conversions(found)


def _one_line_end(found: dict[str, Value]) -> bool:
    fixed = found.get("text") is False or found.get("eol") == "lf"
    return fixed and not _conversions(found)
