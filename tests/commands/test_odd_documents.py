"""Documents that are odd and possible: every command says what is wrong, and none breaks down."""

from __future__ import annotations

from pathlib import Path

import pytest

from isodocs.errors import IsodocsError
from tests.helpers.command import invoke
from tests.helpers.company import base
from tests.helpers.repository import RepositoryBuilder

WHOLE = (
    "---\nid: SOP-001\ntitle: A\ntype: procedure\nstatus: draft\nrevision: 1\n---\n# A\n\nText.\n"
)
ODD = {
    "no id": WHOLE.replace("id: SOP-001\n", ""),
    "no revision": WHOLE.replace("revision: 1\n", ""),
    "empty title": WHOLE.replace("title: A", 'title: ""').replace("# A", "#"),
    "conflict marks": WHOLE.replace(
        "title: A\n", "<<<<<<< HEAD\ntitle: A\n=======\ntitle: B\n>>>>>>> x\n"
    ),
    "CRLF": WHOLE.replace("\n", "\r\n"),
    "a byte-order mark": f"\ufeff{WHOLE}",
    "lists": WHOLE.replace("id: SOP-001", "id: [SOP-001]").replace("title: A", "title: {a: b}"),
    "nothing said": "---\nid:\ntitle:\ntype:\nstatus:\nrevision:\n---\n",
}
PATH = "documents/procedures/SOP-001.md"
COMMANDS = (
    ("approve", "SOP-001"),
    ("approve", PATH),
    ("submit", PATH),
    ("revise", PATH),
    ("show", PATH),
    ("history", "SOP-001"),
    ("check",),
)


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_no_command_breaks_down(repo: RepositoryBuilder, text: str) -> None:
    repo.commit("Start", {**base(), PATH: text}, date="2024-01-20T12:00:00+00:00")
    for command in COMMANDS:
        found = invoke(*command, at=repo.path, catch=True).exception
        assert found is None or isinstance(found, IsodocsError | SystemExit), (command, found)


def test_a_name_that_is_not_utf_8_is_on_pages_by_its_numbers(
    repo: RepositoryBuilder, tmp_path: Path
) -> None:
    odd = "documents/procedures/n\udce9.md"
    repo.commit("Start", {**base(), PATH: WHOLE, odd: WHOLE}, date="2024-01-20T12:00:00+00:00")
    assert invoke("report", str(tmp_path / "reports"), at=repo.path).exit_code == 0
    assert "n\\udce9.md" in (tmp_path / "reports" / "audit-trail.html").read_text()
