"""Any graph of merges: what is derived depends on tree, approvals and graph, never on their order.

One random graph is written twice, with other commit dates and with the parents of its merges the
other way round, so that Git lists the commits in another order. Everything else is the same.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs.assess.coverage import coverage
from isodocs.checking.run import run
from isodocs.workspace import View, Workspace
from tests.helpers.company import approval, base, document
from tests.helpers.repository import RepositoryBuilder
from tests.threats.attack import ON

Files = Mapping[str, str | bytes]
_CLAUSES = ("7.1.5.2", "8.2.1", "8.4.1")
_PEOPLE = ("Ann Author <ann@example.com>", "Quinn Quality <quinn@example.com>", "Eve <e@x.org>")


@dataclass(frozen=True)
class Edit:
    """One commit: the document it writes, where, and how; approved at once where it says so."""

    id: str
    file: str
    revision: int
    status: str
    body: str
    clause: str
    author: str
    approves: bool

    @property
    def files(self) -> Files:
        return _files(self)


@cache
def _files(edit: Edit) -> Files:
    text = document(
        edit.id,
        edit.revision,
        edit.status,
        body=f"# {edit.body}\n\nHow we do it: {edit.body}.\n",
        clauses=f'{{iso-9001-2015: ["{edit.clause}"]}}',
    )
    record = approval(edit.id, edit.revision, text) if edit.approves else {}
    return {f"documents/{edit.file}.md": text, **record}


EDITS = st.builds(
    Edit,
    st.sampled_from(["SOP-001", "SOP-002"]),
    st.sampled_from(["a", "b"]),
    st.integers(1, 2),
    st.sampled_from(["draft", "approved"]),
    st.sampled_from(["Calibration", "Complaints"]),
    st.sampled_from(_CLAUSES),
    st.sampled_from(_PEOPLE),
    st.booleans(),
)
NODES = st.lists(st.tuples(EDITS, st.integers(0, 20), st.integers(0, 20)), min_size=2, max_size=7)


@dataclass
class Node:
    """A commit of the graph: its parents by place, its author and its whole tree."""

    parents: tuple[int, ...]
    author: str
    tree: Files


def graph(nodes: Sequence[tuple[Edit, int, int]]) -> list[Node]:
    """Commits on one or two earlier ones each, and a last that merges all that is left."""
    made = [Node((), _PEOPLE[0], dict(base()))]
    for edit, one, other in nodes:
        parents = tuple(sorted({one % len(made), other % len(made)}))
        tree: dict[str, str | bytes] = {}
        for parent in parents:
            tree |= made[parent].tree
        made.append(Node(parents, edit.author, {**tree, **edit.files}))
    heads = set(range(len(made))) - {parent for node in made for parent in node.parents}
    tree = {}
    for head in sorted(heads):
        tree |= made[head].tree
    return [*made, Node(tuple(sorted(heads)), _PEOPLE[0], tree)]


def write(repo: RepositoryBuilder, nodes: Sequence[Node], days: Sequence[int], turned: bool) -> str:
    """Write the graph; returns the id of its last commit."""
    stream: list[bytes] = []
    for place, node in enumerate(nodes):
        seconds = 1704100000 + 3600 * days[place]
        who = f"author {node.author} {seconds} +0000\ncommitter {node.author} {seconds} +0000"
        lines = [f"commit refs/heads/graph\nmark :{place + 1}\n{who}\ndata 1\nx"]
        parents = node.parents[::-1] if turned else node.parents
        lines += [f"{'merge' if n else 'from'} :{p + 1}" for n, p in enumerate(parents)]
        stream.append("\n".join([*lines, "deleteall\n"]).encode())
        for name, content in node.tree.items():
            data = content.encode() if isinstance(content, str) else content
            stream.append(b"M 100644 inline %s\ndata %d\n%s\n" % (name.encode(), len(data), data))
    stream.insert(0, b"reset refs/heads/graph\n\n")
    repo.git("fast-import", "--quiet", "--force", stdin=b"".join(stream))
    return repo.git("rev-parse", "refs/heads/graph")


def derived(repo: RepositoryBuilder, commit: str) -> dict[str, Any]:
    """What the product says, without commits and their days."""
    register = Workspace.open(repo.path).register(View(ON, rev=commit))
    found = coverage(register, "iso-9001-2015")
    return {
        "states": {
            entry.id: (
                entry.state,
                entry.in_force and (entry.in_force.number, entry.in_force.document.blob),
                [(status.number, status.state, status.document.blob) for status in entry.revisions],
                {
                    writer
                    for status in entry.revisions
                    for s in status.authors
                    for writer in s.writers
                },
            )
            for entry in register
        },
        "coverage": {
            item.requirement.number: [
                (e.document, e.path, e.line, e.why_not) for e in item.evidence
            ]
            for item in found.rows
            if item.requirement.number in _CLAUSES
        },
        "gaps": sorted((gap.code, gap.level, gap.finding.document) for gap in run(register)),
    }


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(NODES, st.randoms(use_true_random=False))
def test_the_order_of_commits_changes_nothing(tmp_path: Path, nodes: Any, random: Any) -> None:
    repo = RepositoryBuilder(tmp_path / "any")
    made = graph(nodes)
    days = list(range(len(made)))
    straight = derived(repo, write(repo, made, days, turned=False))
    random.shuffle(days)
    shuffled = derived(repo, write(repo, made, days, turned=True))
    assert shuffled == straight
    for evidence in shuffled["coverage"].values():
        assert all(path in made[-1].tree for id, path, *_ in evidence if path), evidence
