"""Materialise the sample company: its script of commits becomes a repository, always the same.

`sample-repo/history.yaml` says who committed what and who approved what, when; the documents
are beside it in `files/`, one file per revision. Approvals are written by the same code that
`isodocs approve` uses, so the sample cannot drift from the format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from isodocs import resources
from isodocs.authority import authority_register
from isodocs.dataclass import field, immutable, mutable
from isodocs.errors import ConfigurationError, LifecycleError
from isodocs.inventory import shown_files
from isodocs.model.approval import (
    ApprovalStatement,
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
)
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.model.config import PATH as CONFIG_PATH
from isodocs.model.config import Config
from isodocs.model.node import Mapping, Node, Scalar
from isodocs.model.node import Sequence as SequenceNode
from isodocs.parsing import config as config_parsing
from isodocs.parsing import document as document_parsing
from isodocs.parsing import front_matter, strict_yaml
from isodocs.parsing.document_outline import outline_of
from isodocs.parsing.fields import Fields
from isodocs.parsing.link_places import Site
from isodocs.repository import writer
from isodocs.repository.snapshot import SnapshotFile
from isodocs.statements import kinds

if TYPE_CHECKING:
    from isodocs.model.document import Document

SCRIPT = "history.yaml"
FOLDER = "files"
BRANCH = "main"
_STEP = (
    *("date", "author", "message", "authority", "put", "move", "remove", "folder"),
    *("draft", "submit", "retire", "approve", "review", "reason", "role"),
)
_SHOWN = 4
"""Up to so many documents are named in a commit's subject; more are counted there."""


@immutable(frozen=True, slots=True)
class Sample:
    """What was made: where, how many commits and documents ever, and the day to look at it.

    That day is the one after the last commit, so that nothing of that commit is still to come.
    `person` is whom the repository's settings name as its user.
    """

    directory: Path
    commits: int
    documents: int
    day: date
    person: str


def materialise(directory: Path) -> Sample:
    """Make the sample repository in `directory`, which must be empty or not exist.

    Raises LifecycleError when it holds anything already, ConfigurationError when the script does
    not fit its files.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise LifecycleError(
            f"{directory} is not empty",
            hint="Name a folder that does not exist yet: `isodocs demo my-demo`.",
        )
    source = resources.path("sample-repo")
    script = strict_yaml.read((source / SCRIPT).read_bytes())
    story = _Story(source)
    steps = _items(Fields.of(script), "commits")
    stream = [story.commit(step) for step in steps]
    git = writer.create(directory, branch=BRANCH)
    writer.fast_import(git, (chunk for commit in stream for chunk in commit))
    writer.check_out(git, BRANCH)
    # who looks around goes on as the last to have written: commands that write need a person
    person = story.last_author
    writer.set_identity(git, person.name, person.emails[0])
    return Sample(
        directory, len(stream), len(story.places), story.last_day + timedelta(days=1), person.name
    )


@mutable(slots=True)
class _Story:
    """The repository's content while the script is played, and who may do what in it."""

    source: Path
    files: dict[str, bytes] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    approved: dict[str, list[Previous]] = field(default_factory=dict)
    config: Config = field(default_factory=Config)
    authority: Authority | None = None
    project: str = ""
    last_day: date = date.min
    last_author: Person = field(default_factory=lambda: Person("", ""))

    def _authority(self) -> Authority:
        if self.authority is None:
            raise ConfigurationError("the first step must bring the authority", path=SCRIPT)
        return self.authority

    def commit(self, node: Mapping) -> list[bytes]:
        """Play one step; returns its part of the fast-import stream.

        A step may put, move and remove files; write documents as `draft` or final form (`submit`);
        `retire` them; and record its author's approvals (`approve`) and reviews (`review`).
        """
        step = Fields(node)
        step.refuse_unknown(_STEP, "a step")
        changes: dict[str, bytes | None] = {}
        if (newer := step.children("authority")) is not None:
            path, data = self._new_authority(Fields(newer))
            changes[path] = data
        for old, new in _pairs(step, "move"):
            changes[new], changes[old] = self._held(old, node), None
            self.places = {id: new if path == old else path for id, path in self.places.items()}
        for path in step.texts("remove"):
            self._held(path, node)
            changes[path] = None
        for path, name in _pairs(step, "put"):
            changes[path] = (self.source / name).read_bytes()
        if CONFIG_PATH in changes:
            self.config = config_parsing.parse(changes[CONFIG_PATH] or b"")
        subjects = self._documents(step, changes, node)
        for path, content in changes.items():
            if content is None:
                self.files.pop(path, None)
            else:
                self.files[path] = content
        for verb, meaning in (("approve", Meaning.APPROVAL), ("review", Meaning.PERIODIC_REVIEW)):
            for id in step.texts(verb):
                path, record, label = self._approval(id, meaning, step, node)
                changes[path] = self.files[path] = record
                subjects.setdefault(verb, []).append(label)
        message = step.text("message") or _message(subjects)
        if step.problems:
            problem = step.problems[0]
            raise ConfigurationError(problem.message, path=SCRIPT, line=problem.line)
        return list(self._stream(step, message, changes))

    def _new_authority(self, fields: Fields) -> tuple[str, bytes]:
        before = self.authority
        owners = Fields(fields.children("owners"))
        draft = Authority(
            version=before.version + 1 if before else 1,
            sha256="",
            people={
                entry.key.text: _person(entry.key.text, entry.value)
                for entry in fields.children("people") or ()
            },
            roles={
                entry.key.text: _role(entry.key.text, entry.value)
                for entry in fields.children("roles") or ()
            },
            owners=owners.texts("people"),
            threshold=owners.whole("threshold", 1),
            rules=tuple(_rule(item) for item in _items(fields, "approvals")),
            previous_sha256=before.sha256 if before else "",
        )
        data = authority_register.write(draft)
        self.authority = authority_register.parse(data)
        self.project = self.project or self.authority.sha256
        return authority_register.path_of(draft.version), data

    def _documents(
        self, step: Fields, changes: dict[str, bytes | None], node: Node
    ) -> dict[str, list[str]]:
        """Add what the step writes of documents to `changes`; returns their labels by verb."""
        subjects: dict[str, list[str]] = {}
        for verb in ("draft", "submit"):
            for name in step.texts(verb):
                data = (self.source / FOLDER / f"{name}.md").read_bytes()
                if verb == "draft":
                    data = front_matter.edit(data, {"status": "draft", "effective": None})
                document = self._parse(name.partition(".")[0], data, step.text("folder"))
                changes[document.path] = data
                subjects.setdefault(verb, []).append(document.label)
        for entry in step.children("retire") or ():
            fields_of_step = Fields.of(entry.value)
            fields_of_step.refuse_unknown(("effective", "superseded-by", "change"), "'retire'")
            step.problems += fields_of_step.problems
            path = self._place(entry.key.text, node)
            fields = {name: fields_of_step.text(name) for name in fields_of_step.nodes}
            data = front_matter.edit(self._held(path, node), {"status": "obsolete", **fields})
            changes[path] = data
            subjects.setdefault("retire", []).append(self._parse(entry.key.text, data).label)
        return subjects

    def _parse(self, id: str, data: bytes, folder: str = "") -> Document:
        """Read a document's bytes; a new one is in `folder`, or in the folder of its type."""
        document = document_parsing.parse("", "", data, self.config)
        kind = self.config.types.get(document.type)
        if document.id != id or kind is None:
            raise ConfigurationError(f"{id} says it is {document.id!r}", path=SCRIPT)
        path = self.places.setdefault(id, f"{folder or kind.folder}/{id}.md")
        return document_parsing.parse(path, "", data, self.config)

    def _place(self, id: str, node: Node) -> str:
        if id not in self.places:
            raise ConfigurationError(f"{id} is not there", path=SCRIPT, line=node.line)
        return self.places[id]

    def _held(self, path: str, node: Node) -> bytes:
        if path not in self.files:
            raise ConfigurationError(f"{path} is not there", path=SCRIPT, line=node.line)
        return self.files[path]

    def _shown(self, document: Document, data: bytes) -> list[tuple[str, bytes]]:
        """The path and the content of each file that the document shows."""
        if b"](" not in data:
            return []  # parsing is dear, and nothing else shows files in the sample
        outlines = {document.path: outline_of(document, data)}
        shown, _ = shown_files.follow(outlines, (), self.files, Site(), self._read)
        return [(path, self.files[path]) for path in shown[document.path].files]

    def _read(self, paths: Iterable[str]) -> Iterator[tuple[str, SnapshotFile]]:
        return ((path, SnapshotFile(path, "", self.files[path])) for path in paths)

    def _approval(
        self, id: str, meaning: Meaning, step: Fields, node: Node
    ) -> tuple[str, bytes, str]:
        """The record by which the step's author approves or reviews `id`, its path and label."""
        authority = self._authority()
        person = authority.people[step.text("author")]
        data = self._held(self._place(id, node), node)
        document = self._parse(id, data)
        parts = [(document.path, data), *self._shown(document, data)]
        history = self.approved.setdefault(id, [])
        record = ApprovalStatement(
            project=self.project,
            doc=id,
            rev=document.revision,
            decision=Decision.APPROVE,
            role=step.text("role") or self._role_of(person, document, node),
            meaning=meaning,
            person=person.id,
            name=person.name,
            key="",
            parts=tuple(
                Part(path, hashlib.sha256(content).hexdigest(), len(content))
                for path, content in parts
            ),
            prev=next((p for p in reversed(history) if p.rev != document.revision), None),
            authority=AuthorityReference(authority.version, authority.sha256),
            reason=step.text("reason"),
            effective_from=document.effective if meaning is Meaning.APPROVAL else None,
            signed_at=datetime.fromisoformat(step.text("date")),
        )
        if all(p.rev != document.revision for p in history):
            history.append(Previous(document.revision, document.sha256))
        return *kinds.file_of(record), document.label

    def _role_of(self, person: Person, document: Document, node: Node) -> str:
        """The role in which a person approves a document of this type."""
        authority = self._authority()
        rule = authority.rule_for(document.type)
        for role in rule.roles if rule else ():
            if authority.holds(person.id, role):
                return role
        raise ConfigurationError(
            f"{person.id} holds no role that approves {document.id}; say which with 'role'",
            path=SCRIPT,
            line=node.line,
        )

    def _stream(
        self, step: Fields, message: str, changes: dict[str, bytes | None]
    ) -> Iterator[bytes]:
        author = self.last_author = self._authority().people[step.text("author")]
        when = datetime.fromisoformat(step.text("date"))
        self.last_day = when.date()
        signature = (
            f"{author.name} <{author.emails[0]}> {int(when.timestamp())} {when.strftime('%z')}"
        )
        text = message.encode() + b"\n"
        yield f"commit refs/heads/{BRANCH}\n".encode()
        yield f"author {signature}\ncommitter {signature}\n".encode()
        yield b"data %d\n%s" % (len(text), text)
        for path, data in changes.items():
            if data is None:
                yield f"D {path}\n".encode()
            else:
                yield f"M 100644 inline {path}\n".encode()
                yield b"data %d\n%s\n" % (len(data), data)
        yield b"\n"


_FORMS = {
    "draft": "Draft {}",
    "submit": "Submit {} for approval",
    "retire": "Take {} out of use",
    "approve": "Approve {}",
    "review": "Review {}: no change needed",
}


def _message(subjects: dict[str, list[str]]) -> str:
    """The commit message of a step that says none: its first verb and the documents it is about."""
    for verb, labels in subjects.items():
        if len(labels) <= _SHOWN:
            return _FORMS[verb].format(_listed(labels))
        return _FORMS[verb].format(f"{len(labels)} documents") + "\n\n" + "\n".join(labels)
    raise ConfigurationError("a step needs a message or a document", path=SCRIPT)


def _listed(labels: Sequence[str]) -> str:
    *others, last = labels
    return f"{', '.join(others)} and {last}" if others else last


def _pairs(fields: Fields, key: str) -> Iterator[tuple[str, str]]:
    for entry in fields.children(key) or ():
        if isinstance(entry.value, Scalar):
            yield entry.key.text, entry.value.text


def _items(fields: Fields, key: str) -> Iterator[Mapping]:
    node = fields.nodes.get(key)
    if isinstance(node, SequenceNode):
        yield from (item for item in node.items if isinstance(item, Mapping))


def _person(id: str, node: Node) -> Person:
    fields = Fields.of(node)
    return Person(id, fields.text("name"), fields.texts("emails"))


def _role(id: str, node: Node) -> Role:
    fields = Fields.of(node)
    return Role(id, fields.text("title"), fields.texts("holders"))


def _rule(node: Mapping) -> ApprovalRule:
    fields = Fields(node)
    return ApprovalRule(
        types=fields.texts("types"),
        roles=fields.texts("roles"),
        persons=fields.whole("persons", 1),
        author_may_approve=fields.flag("author-may-approve"),
    )
