"""Whatever is edited in texts and records between two checks, the second finds all that there is.

Most of what people do is to edit texts, stage and commit them, and to check in between. A machine
that may do anything rarely does that for long; this one does nothing else.
"""

from __future__ import annotations

import re

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, rule

from tests.threats.file_steps import (
    DOCUMENTS,
    DRAFT,
    EDITS,
    NEIGHBOURS,
    RECORDS,
    SAID,
    SOP,
    record_approval,
    say_something,
)
from tests.threats.world import Edit, World, try_out

FILES = st.sampled_from((SOP, DRAFT, *NEIGHBOURS * 3, *DOCUMENTS, *RECORDS))
QUESTIONS = (
    ("check",),
    ("check", "--format", "json"),
    ("check", "--full"),
    ("check", "--select", "REF,DOC,REV"),
    ("check", "documents/SOP-003.md", "SOP-004"),
    ("register",),
    ("coverage",),
    ("hook", "run", "pre-commit"),
    ("hook", "run", "commit-msg"),
    ("hook", "run", "pre-receive"),
)


def _in_body(edit: Edit) -> Edit:
    """The edit of what follows the front matter."""

    def whole(data: bytes) -> bytes:
        head, mark, body = data.partition(b"\n---\n")
        return head + mark + edit(body)

    return whole


TEXTS: dict[str, Edit] = {
    "a line above": _in_body(lambda body: b"\nFirst of all:\n" + body),
    "a heading": lambda data: data + b"\n## Even more\n\nSome words that say something.\n",
    "another heading": _in_body(lambda body: re.sub(rb"## \w+", b"## Others", body)),
    "a word": _in_body(lambda body: body.replace(b"shelf", b"place").replace(b"Buy", b"Get")),
    "no words": _in_body(lambda body: body[: body.find(b"\n\n") + 2]),
    "a placeholder": lambda data: data + b"\nTODO: by whom? [to be decided]\n",
    "a broken link": lambda data: data + b"\n[There](SOP-099.md#nowhere), SOP-098.\n",
    "a link to a heading": lambda data: (
        data + b"\n[Marks](SOP-004.md#marks) [More](SOP-001.md#evaluating)\n"
    ),
    "a table": lambda data: data + b"\n| Clause | Document |\n|---|---|\n| 8.4 | SOP-004 |\n",
    "a comment": lambda data: data + b"\n<!-- SOP-005 -->\n",
    "a bad mark": lambda data: data + b'\n## Odd {clause="99.9"}\n\nWords.\n',
    "a reference": lambda data: data.replace(b"\n---\n", b"\nreferences: [SOP-005]\n---\n", 1),
    "a successor": lambda data: data.replace(b"\n---\n", b"\nsuperseded-by: SOP-004\n---\n", 1),
    "a text of another": _in_body(lambda body: b"# Marks\n\nThe same text as elsewhere.\n"),
}
ALL = {**EDITS, **TEXTS}
OFTEN = ("another heading", "a heading", "no words", "a link to a heading") * 3
"""What shows in other documents."""


class AnyEdit(World):
    """Documents that are edited."""

    turn = 0
    remembered = 0
    asked = 0

    @initialize(folder=st.sampled_from(("", "quality")), first=st.integers(0, len(QUESTIONS) - 1))
    def start(self, folder: str, first: int) -> None:
        self.begin(folder)
        self.turn = first
        self.questions = [("check",), *QUESTIONS]
        self.git("branch", "other")
        self.compared(("check",))

    @rule(
        name=FILES,
        edits=st.lists(st.sampled_from((*sorted(TEXTS), *OFTEN)), min_size=1, max_size=2),
    )
    def edit_the_text(self, name: str, edits: list[str]) -> None:
        for edit in edits:
            self.change(name, TEXTS[edit])

    @rule(name=FILES, edits=st.lists(st.sampled_from(sorted(ALL)), min_size=1, max_size=2))
    def edit(self, name: str, edits: list[str]) -> None:
        for edit in edits:
            self.change(name, ALL[edit])

    @rule(name=FILES, other=FILES, edit=st.sampled_from((*sorted(TEXTS), *OFTEN)))
    def edit_two(self, name: str, other: str, edit: str) -> None:
        self.change(name, TEXTS[edit])
        self.change(other, TEXTS[edit])

    @rule(name=FILES)
    def undo(self, name: str) -> None:
        self.git("checkout", "HEAD", "--", name)

    @rule(name=FILES)
    def as_it_was_earlier(self, name: str) -> None:
        self.git("restore", "--source", "HEAD~1", "--worktree", "--", name)

    @rule(name=FILES)
    def stage(self, name: str) -> None:
        self.git("add", "--", name)

    @rule(name=st.one_of(st.none(), FILES))
    def commit(self, name: str | None) -> None:
        """All that is changed, or one document."""
        what = ["--only", "--", name] if name else ["--all"]
        self.git("commit", "--quiet", "--no-verify", "-m", "Change", *what)

    @rule()
    def amend(self) -> None:
        self.git("commit", "--quiet", "--no-verify", "--amend", "--all", "-m", "Otherwise")

    @rule(name=FILES)
    def approve(self, name: str) -> None:
        record_approval(self, name, "quinn", "2025-06-23")

    @rule(name=FILES, how=st.sampled_from(SAID), staged=st.booleans())
    def say(self, name: str, how: str, staged: bool) -> None:
        say_something(self, name, how)
        if staged:
            self.git("add", "--all", "--", ".isodocs")

    @rule(merged=st.booleans())
    def other_branch(self, merged: bool) -> None:
        """Go to the other branch, or bring in what it has."""
        if merged:
            self.git("merge", "--quiet", "--no-edit", "other")
            if self.git("diff", "--name-only", "--diff-filter=U"):
                self.git("merge", "--abort")
        else:
            now = self.git("rev-parse", "--abbrev-ref", "HEAD")
            self.git("checkout", "--quiet", "--force", "main" if now == "other" else "other")

    @rule(committed=st.booleans(), refused=st.booleans())
    def push(self, committed: bool, refused: bool) -> None:
        """Judged by the server, and then there; `refused` is what another server took."""
        if committed:
            self.commit(None)
        found = self.compared(("hook", "run", "pre-receive"))
        assert found.code in (0, 1), found.err
        if refused or not found.code or b"rewrites" in found.err:
            self.be_received()

    @rule()
    def look_with_git(self) -> None:
        self.git("status")

    @rule()
    def check_twice(self) -> None:
        for _ in range(2):
            self.compared(("check",))

    @invariant()
    def the_same(self) -> None:
        if self.questions:
            self.compared(("check", "--format", "json"))
            self.turn = (self.turn + 1) % len(QUESTIONS)
            self.compared(QUESTIONS[self.turn])


def test_whatever_is_edited_a_check_finds_what_it_would_from_scratch() -> None:
    try_out(AnyEdit, steps=6)
