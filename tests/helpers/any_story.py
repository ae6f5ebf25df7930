"""Random stories of one document, written into a repository by one `git fast-import`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple

from hypothesis import strategies as st

from tests.helpers import company, signed_company
from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder

SOP, COPY, SCRATCH = path("SOP-001"), "documents/copy.md", "notes/x.md"


class Text(NamedTuple):
    """What a file says: its number, what it declares, and which of a few bodies it has."""

    revision: int
    status: str
    body: str

    @property
    def content(self) -> str:
        words = f"# Purchasing\n\n{self.body} suppliers.\n"
        return document("SOP-001", self.revision, self.status, body=words, effective="2024-02-01")


TEXTS = st.builds(
    Text,
    st.integers(1, 3),
    st.sampled_from(["draft", "approved", "obsolete"]),
    st.sampled_from(["Approved", "Reviewed", "Any"]),
)
FIRST = Text(1, "approved", "Approved")
LINK, FOLDER, NAMELESS = "link", "folder", "nameless"

STEPS = st.one_of(
    st.tuples(st.just("issue"), st.none()),
    st.tuples(st.just("write"), TEXTS),
    st.tuples(st.just("slip"), st.none()),
    st.tuples(st.just("approve"), st.none()),
    st.tuples(st.just("next"), st.none()),
    st.tuples(st.just("restore"), st.integers(0, 3)),
    st.tuples(st.just("end"), st.booleans()),
    st.tuples(st.just("delete"), st.none()),
    st.tuples(st.just("replace"), st.sampled_from([LINK, FOLDER, NAMELESS])),
    st.tuples(st.sampled_from([COPY, SCRATCH]), st.one_of(st.none(), TEXTS)),
    st.tuples(st.just("waive"), st.sampled_from(["DOC003", "DOC009", "DOC001", "DOC020"])),
    st.tuples(st.just("branch"), st.none()),
    st.tuples(st.just("merge"), st.sampled_from(["ours", "theirs"])),
)


@cache
def records(text: Text, signed: bool) -> Mapping[str, bytes]:
    """Quinn's approval of a text, in the company that signs or in the one that only records."""
    made = signed_company.approval if signed else company.approval
    return made("SOP-001", text.revision, text.content)


def waiver(rule: str, about: str) -> dict[str, str]:
    """A waiver that runs through the year."""
    lines = (
        f"rule: {rule}",
        f"document: {about}",
        "reason: A short while.",
        "granted-by: ann",
        "granted: 2024-02-01",
        "until: 2024-12-31",
    )
    return {f".isodocs/waivers/{rule}-{about.replace('/', '-')}.yaml": "\n".join(lines) + "\n"}


@dataclass
class Story:
    """A repository as it is told: the tree of each branch, and the stream that writes it."""

    signed: bool
    files: dict[str, Text | str | bytes] = field(default_factory=dict)
    kept: dict[str, Text | str | bytes] = field(default_factory=dict)
    approved: set[Text] = field(default_factory=set)
    side_approved: set[Text] = field(default_factory=set)
    ever: set[Text] = field(default_factory=set)
    side_ever: set[Text] = field(default_factory=set)
    stream: list[bytes] = field(default_factory=list)
    branch: str = "main"
    commits: int = 0
    forked: bool = False

    def commit(self, merge: str = "") -> None:
        self.commits += 1
        message, seconds = b"A change", 1704100000 + 3600 * self.commits
        who = f"Ann Author <ann@example.com> {seconds} +0000"
        lines = [f"commit refs/heads/{self.branch}", f"committer {who}"]
        self.stream.append("\n".join(lines).encode() + b"\ndata %d\n%s\n" % (len(message), message))
        if merge:
            self.stream.append(f"merge refs/heads/{merge}\n".encode())
        self.stream.append(b"deleteall\n")
        for name, content in self.files.items():
            mode = b"120000" if content == LINK else b"100644"
            text = content.content if isinstance(content, Text) else content
            data = text.encode() if isinstance(text, str) else text
            where = f"{name}/readme.txt" if content == FOLDER else name
            head = b"M %s inline %s\ndata %d\n" % (mode, where.encode(), len(data))
            self.stream.append(head + data + b"\n")

    def tell(self, what: str, how: object) -> bool:
        """One step; False where it is none here."""
        here = self.files.get(SOP)
        if what == "write" and isinstance(how, Text):
            self.files[SOP] = how
        elif what == "issue":
            number = max((text.revision for text in self.approved), default=0) + 1
            self.files[SOP] = Text(number, "approved", "Approved")
            self.tell("approve", None)
        elif what == "approve" and isinstance(here, Text) and here.status != "draft":
            self.files.update(records(here, self.signed))
            self.approved.add(here)
            self.ever.add(here)
        elif what == "next" and isinstance(here, Text):
            self.files[SOP] = Text(here.revision + 1, "draft", here.body)
        elif what == "restore" and isinstance(how, int) and self.approved:
            self.files[SOP] = sorted(self.approved)[how % len(self.approved)]
        elif what == "slip" and isinstance(here, Text):
            self.files[SOP] = here._replace(body=f"{here.body} good")
        elif what == "end" and isinstance(here, Text):
            self.files[SOP] = here._replace(status="obsolete")
            if how:
                self.tell("approve", None)
        elif what in ("delete", "replace", COPY, SCRATCH):
            self._put(COPY if what == COPY else SCRATCH if what == SCRATCH else SOP, how)
        elif what == "waive" and isinstance(how, str):
            self.files.update(waiver(how, "SOP-001") | waiver(how, SOP))
        else:
            return False
        return True

    def _put(self, name: str, what: object) -> None:
        """Something in the place of a file; nothing takes it away."""
        if what == NAMELESS:
            self.files[name] = FIRST.content.replace("id: SOP-001\n", "")
        elif isinstance(what, (Text, str)):
            self.files[name] = what
        else:
            self.files.pop(name, None)

    def switch(self) -> None:
        """Go on on the other of the two branches; the second begins where the first is."""
        self.branch = "side" if self.branch == "main" else "main"
        if not self.forked:
            self.stream.append(b"reset refs/heads/side\nfrom refs/heads/main\n\n")
            self.kept, self.forked = dict(self.files), True
            self.side_approved, self.side_ever = set(self.approved), set(self.ever)
        self.files, self.kept = self.kept, self.files
        self.approved, self.side_approved = self.side_approved, self.approved
        self.ever, self.side_ever = self.side_ever, self.ever

    def merge(self, way: str) -> None:
        other = "side" if self.branch == "main" else "main"
        self.ever |= self.side_ever
        if way == "theirs":
            self.files, self.approved = dict(self.kept), set(self.side_approved)
        self.commit(merge=other)


def told(steps: list[tuple[str, object]], *, signed: bool) -> Story:
    """The story of these steps, after a first approved revision."""
    start = signed_company.base() if signed else company.base()
    files = {**start, SOP: FIRST, **records(FIRST, signed)}
    story = Story(signed, files, approved={FIRST}, ever={FIRST})
    story.commit()
    for what, how in steps:
        if what == "branch":
            story.switch()
        elif what == "merge" and story.forked:
            story.merge(str(how))
        elif story.tell(what, how):
            story.commit()
    return story


def written(story: Story, repo: RepositoryBuilder) -> None:
    """Write the story into a repository, in the place of an earlier one."""
    for name in ("main", "side"):
        if (repo.path / f".git/refs/heads/{name}").exists():
            repo.git("update-ref", "-d", f"refs/heads/{name}")
    repo.git("fast-import", "--quiet", "--force", stdin=b"".join(story.stream))
