"""What people and programs do to the files of a work tree."""

from __future__ import annotations

import hashlib
import os
import re
from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import strategies as st
from hypothesis.stateful import rule

from isodocs.model.comment import CommentAct, Remark
from isodocs.statements import comment_files
from tests.helpers.any_story import waiver
from tests.helpers.company import approval, document
from tests.threats.world import Edit, World

SOP, DRAFT, POLICY = "documents/SOP-001.md", "documents/SOP-002.md", "documents/POL-001.md"
NEIGHBOURS = ("documents/SOP-003.md", "documents/SOP-004.md", "documents/SOP-005.md")
DOCUMENTS = (
    *NEIGHBOURS,
    SOP,
    DRAFT,
    POLICY,
    "documents/FRM-001.md",
    "documents/MAN-001.md",
    "documents/SOA-001.md",
)
SHOWN = ("documents/figures/flow.svg", "documents/parts/suppliers.md")
RECORDS = (
    "records/training.csv",
    "records/people.csv",
    "records/evidence.csv",
    "records/applicability/iso-27001-2022.csv",
    "records/nonconformity/NC-2024-001.md",
    "records/nonconformity/photograph.jpg",
    "records/management-review/MR-2024.md",
)
SETTINGS = ("isodocs.yaml", ".isodocs/authority/0001.json", ".isodocs/waivers/CLS001-SOA-001.yaml")
OTHERS = ("notes.txt", "documents/copy.md", "documents/parts/new.md", "laboratory/new.md")
SAID = ("asked", "answered", "damaged", "removed")
FILES = st.sampled_from((*DOCUMENTS[:2], *DOCUMENTS, *SHOWN, *RECORDS, *SETTINGS, *OTHERS))


def _replacing(old: bytes, new: bytes) -> Edit:
    return lambda data: re.sub(old, new, data, count=1)


EDITS: dict[str, Edit] = {
    "one more paragraph": lambda data: data + b"\nOne more paragraph.\n",
    "the same size": lambda data: data.replace(b"2024", b"2023").replace(
        b"approved sup", b"reviewed sup"
    ),
    "a row or line less": lambda data: data[: data.rstrip(b"\n").rfind(b"\n") + 1],
    "a row twice": lambda data: data + data[data.rstrip(b"\n").rfind(b"\n") + 1 :],
    "approved": _replacing(rb"status: \w+", b"status: approved"),
    "draft": _replacing(rb"status: \w+", b"status: draft"),
    "obsolete": _replacing(rb"status: \w+", b"status: obsolete"),
    "closed": _replacing(rb"status: \w+", b"status: closed"),
    "the next revision": _replacing(rb"revision: 1", b"revision: 2"),
    "another identifier": _replacing(rb"id: (\w+)-001", rb"id: \1-007"),
    "another owner": _replacing(rb"owner: [\w-]+", b"owner: director"),
    "another person": lambda data: data.replace(b"quinn", b"ann"),
    "in force later": _replacing(rb"effective: [\d-]+", b"effective: 2031-01-01"),
    "another type": _replacing(rb"type: \w+", b"type: form"),
    "a claim": _replacing(rb"\n---\n", b'\nclauses: {iso-9001-2015: ["7.2", "8.4.1"]}\n---\n'),
    "a link": lambda data: data + b"\nSee [there](SOP-002.md), [here](copy.md) and POL-001.\n",
    "a picture": lambda data: data + b"\n![New](figures/new.svg)\n",
    "an include": lambda data: data + b'\n--8<-- "documents/parts/new.md"\n',
    "a mark": lambda data: data + b'\n## More {clause="8.4.2"}\n\nAll of it, and by whom.\n',
    "no front matter": lambda data: data.removeprefix(b"---\n"),
    "nothing": lambda data: b"",
    "not UTF-8": lambda data: data + b"\xff\xfe\n",
    "a byte order mark": lambda data: b"\xef\xbb\xbf" + data,
    "other line ends": lambda data: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    "a conflict": lambda data: data + b"<<<<<<< ours\na\n=======\nb\n>>>>>>> theirs\n",
    "capitals": lambda data: data.replace(b"SOP-001", b"sop-001"),
}
CONFIGURATIONS: dict[str, Edit] = {
    "one standard": _replacing(rb"standards: .*", b"standards: [iso-9001-2015]"),
    "another standard": _replacing(
        rb"standards: .*", b"standards: [iso-14001-2015, iso-27001-2022]"
    ),
    "a rule ignored": lambda data: data + b"ignore: [CLS, DOC003, REF]\n",
    "a level": lambda data: (
        data + b"levels: {DOC003: error, CLS001: note, reference-unknown: note}\n"
    ),
    "another prefix": _replacing(rb"prefix: SOP", b"prefix: PRC"),
    "reviews": lambda data: data.replace(b"60 months", b"6 months"),
    "included": _replacing(rb"include: .*", b'include: ["documents/*.md", "notes.txt"]'),
    "excluded": _replacing(rb"(include: .*)", rb'\1\n  exclude: ["**/SOP-002.md"]'),
    "an owner": _replacing(rb"owner: .*", b"owner: director"),
    "protected": lambda data: data + b"protected-branches: [side]\n",
    "a word": lambda data: data + b"status-words: {approved: [released]}\n",
    "a damaged line": lambda data: data + b"{[\n",
}


class FileSteps(World):
    """Steps in the work tree; nothing here is staged."""

    @rule(name=FILES, edit=st.sampled_from(sorted(EDITS)))
    def edit(self, name: str, edit: str) -> None:
        self.change(name, EDITS[edit])

    @rule(
        name=st.sampled_from(DOCUMENTS), edits=st.lists(st.sampled_from(sorted(EDITS)), max_size=3)
    )
    def edit_a_document(self, name: str, edits: list[str]) -> None:
        for edit in edits:
            self.change(name, EDITS[edit])

    @rule(edit=st.sampled_from(sorted(CONFIGURATIONS)), alone=st.booleans())
    def configure_isodocs(self, edit: str, alone: bool) -> None:
        if alone:
            self.git("checkout", "HEAD", "--", "isodocs.yaml")
        self.change("isodocs.yaml", CONFIGURATIONS[edit])

    @rule(name=FILES, racy=st.booleans())
    def same_size_and_time(self, name: str, racy: bool) -> None:
        """As an editor, or someone who hides it, leaves them: only the inode's time shows it.

        `racy` asks at once, before the clock of the file system has gone on.
        """
        path = self.path(name)
        if path.is_file() and not path.is_symlink():
            if racy:
                self.call(self.questions[0])
            before = path.stat()
            self.change(name, EDITS["the same size"])
            with suppress(OSError):
                os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
            if racy:
                self.compared(self.questions[0])

    @rule(name=FILES, when=st.sampled_from((None, 1_600_000_000, 2_000_000_000)))
    def touch(self, name: str, when: int | None) -> None:
        if self.path(name).exists():
            os.utime(self.path(name), (when, when) if when else None)

    @rule(name=FILES)
    def remove(self, name: str) -> None:
        if self.path(name).exists():
            self.clear(name)

    @rule(name=FILES, to=FILES, copied=st.booleans())
    def rename(self, name: str, to: str, copied: bool) -> None:
        path = self.path(name)
        if path.is_file() and name != to:
            data = path.read_bytes()
            if not copied:
                path.unlink()
            self.clear(to)
            self.path(to).write_bytes(data)

    @rule(name=FILES, to=st.sampled_from((*DOCUMENTS[:2], *SHOWN, "../outside", "nowhere")))
    def link(self, name: str, to: str) -> None:
        self.clear(name)
        self.path(name).symlink_to(os.path.relpath(self.path(to), self.path(name).parent))

    @rule(name=FILES, mode=st.sampled_from((0o755, 0o600, 0o644)))
    def mode(self, name: str, mode: int) -> None:
        if self.path(name).is_file():
            self.path(name).chmod(mode)

    @rule(name=FILES)
    def folder(self, name: str) -> None:
        """A folder in the place of a file."""
        self.clear(name)
        self.path(name).mkdir()
        (self.path(name) / "readme.md").write_text("Nothing.\n")

    @rule(
        number=st.integers(1, 4),
        status=st.sampled_from(("draft", "approved", "obsolete")),
        place=st.sampled_from(("documents", "documents/more")),
    )
    def new_document(self, number: int, status: str, place: str) -> None:
        name = f"{place}/SOP-00{number}.md"
        self.clear(name)
        self.path(name).write_text(document(f"SOP-00{number}", 1, status))

    @rule(
        name=st.sampled_from(DOCUMENTS),
        day=st.sampled_from(("2025-06-23", "2025-07-20")),
        person=st.sampled_from(("quinn", "ann")),
    )
    def approve(self, name: str, day: str, person: str) -> None:
        record_approval(self, name, person, day)

    @rule(which=st.integers(0, 20), damaged=st.booleans())
    def lose_an_approval(self, which: int, damaged: bool) -> None:
        found = sorted(self.path(".isodocs/approvals").rglob("*.json"))
        if found:
            path = found[which % len(found)]
            path.write_bytes(path.read_bytes()[:-9]) if damaged else path.unlink()

    @rule(
        code=st.sampled_from(("DOC003", "CLS001", "REF002", "CFG006")),
        until=st.sampled_from(("2024-12-31", "2026-12-31")),
    )
    def waive(self, code: str, until: str) -> None:
        for about in ("SOP-001", "SOA-001", SOP):
            for name, text in waiver(code, about).items():
                self.clear(name)
                self.path(name).write_text(text.replace("2024-12-31", until))

    @rule(
        place=st.sampled_from((".gitignore", "documents/.gitignore", ".git/info/exclude", "~/ours"))
    )
    def ignore(self, place: str) -> None:
        """Files that Git leaves out, unless they are tracked."""
        path = self.home / "ours" if place == "~/ours" else self.path(place)
        if place.startswith(".git/"):
            path = self.repo.path / place
        path.parent.mkdir(exist_ok=True, parents=True)
        with suppress(OSError):
            path.write_text(
                "" if path.is_file() and path.read_text() else "SOP-00[234].md\n*.svg\ncopy.md\n"
            )


def record_approval(world: World, name: str, person: str, day: str) -> None:
    """Record an approval of a text as it is, with what the company's documents show."""
    path = world.path(name)
    data = path.read_bytes() if path.is_file() else b""
    declared = dict(re.findall(rb"^(id|revision): (\S+)$", data, re.M))
    if len(declared) < 2:
        return
    id, revision = declared[b"id"].decode(), declared[b"revision"].decode()
    wanted = {SOP: SHOWN, NEIGHBOURS[0]: SHOWN[1:]}.get(name, ())
    shown = {each: world.path(each).read_bytes() for each in wanted if world.path(each).is_file()}
    files = approval(id, revision, data, person=person, at=f"{day}T10:00:00+00:00", shown=shown)
    for place, content in files.items():
        world.clear(place)
        world.path(place).write_bytes(content)


def say_something(world: World, name: str, how: str) -> None:
    """Comment on a text, answer the last comment, or damage or remove what was said."""
    folder = world.path(".isodocs/comments")
    said = sorted(folder.rglob("*.json")) if folder.is_dir() else []
    if how in ("damaged", "removed"):
        for path in said[-1:]:
            path.write_bytes(path.read_bytes()[:-9]) if how == "damaged" else path.unlink()
        return
    text = world.path(name)
    data = text.read_bytes() if text.is_file() else b""
    id = re.search(rb"^id: ([\w-]+)$", data, re.M)
    at = datetime(2025, 6, 23, 10, len(said) % 60, tzinfo=UTC)
    if how == "answered" and said:
        digest = hashlib.sha256(said[0].read_bytes()).hexdigest()
        answer = Remark(CommentAct.ANSWER, "SOP-001", "Yes.", "ann", "Ann", at)
        place, content = comment_files.file_of(answer._replace(comment=digest, turn=1))
    elif id:
        digest = hashlib.sha256(data).hexdigest()
        asked = Remark(CommentAct.COMMENT, id[1].decode(), "Why?", "quinn", "Quinn", at)
        place, content = comment_files.file_of(asked._replace(rev="1", sha256=digest))
    else:
        return
    world.clear(place)
    world.path(place).write_bytes(content)
