"""Materialise the sample company: its script of commits becomes a repository, always the same.

`sample-repo/history.yaml` tells who committed what and who approved what, when; the documents
stand beside it, one file per revision. Approvals are made by the same code that `isodocs approve`
uses, so the sample cannot drift from the format.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from isodocs import resources
from isodocs.authority import authority_register, statement
from isodocs.errors import ConfigurationError, LifecycleError
from isodocs.inventory import outline_of, parts_shown
from isodocs.model.approval import (
    AuthorityReference,
    Decision,
    Meaning,
    Part,
    Previous,
    Statement,
)
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.model.config import PATH as CONFIG_PATH
from isodocs.model.config import Config
from isodocs.model.document import Document, Status
from isodocs.model.node import Mapping, Scalar, Sequence
from isodocs.parsing import config as config_parsing
from isodocs.parsing import document as document_parsing
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.repository import writer

SCRIPT = "history.yaml"
BRANCH = "main"


@dataclass(frozen=True, slots=True)
class Sample:
    """What was made: where, how many commits, and the day on which the story ends."""

    directory: Path
    commits: int
    last_day: str


def materialise(directory: Path) -> Sample:
    """Make the sample repository in `directory`, which must be empty or not exist.

    Raises LifecycleError when it holds anything already.
    """
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise LifecycleError(
            f"{directory} is not empty",
            hint="Name a folder that does not exist yet: `isodocs demo my-demo`.",
        )
    source = resources.path("sample-repo")
    script = strict_yaml.read((source / SCRIPT).read_bytes())
    top = Fields(script if isinstance(script, Mapping) else None)
    story = _Story(source)
    story.new_authority(Fields(top.children("authority")))
    steps = top.nodes.get("commits")
    if not isinstance(steps, Sequence):
        raise ConfigurationError("the sample's script has no commits", path=SCRIPT)
    stream = [story.commit(Fields(step)) for step in steps.items if isinstance(step, Mapping)]
    owner = story.owner
    git = writer.create(directory, branch=BRANCH)
    writer.fast_import(git, (chunk for commit in stream for chunk in commit))
    writer.check_out(git, BRANCH)
    writer.set_identity(git, owner.name, owner.emails[0])
    return Sample(directory, len(stream), story.last_day)


@dataclass(slots=True)
class _Story:
    """The repository's content while the script is played, and who may do what in it."""

    source: Path
    files: dict[str, bytes] = field(default_factory=dict)
    approved: dict[str, list[Previous]] = field(default_factory=dict)
    authority: Authority | None = None
    project: str = ""
    fresh_authority: bool = False
    last_day: str = ""

    @property
    def owner(self) -> Person:
        """The first owner of the authority register."""
        authority = self._authority()
        return authority.people[authority.owners[0]]

    def _authority(self) -> Authority:
        if self.authority is None:
            raise ConfigurationError("the sample's script has no authority", path=SCRIPT)
        return self.authority

    def new_authority(self, fields: Fields) -> None:
        """Take the next version of the authority register; it is committed with the next step."""
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
        self.authority = authority_register.parse(authority_register.write(draft))
        self.project = self.project or self.authority.sha256
        self.fresh_authority = True

    def commit(self, step: Fields) -> list[bytes]:
        """Play one step; returns its part of the fast-import stream."""
        changes: dict[str, bytes | None] = {}
        if (newer := step.children("authority")) is not None:
            self.new_authority(Fields(newer))
        authority = self._authority()
        if self.fresh_authority:
            changes[authority_register.path_of(authority.version)] = authority_register.write(
                authority
            )
            self.fresh_authority = False
        for old, new in _pairs(step, "move"):
            changes[new], changes[old] = self._file(old, step), None
        for path in step.texts("remove"):
            self._file(path, step)
            changes[path] = None
        for path, name in _pairs(step, "put"):
            changes[path] = (self.source / name).read_bytes()
        for path, data in changes.items():
            if data is None:
                self.files.pop(path, None)
            else:
                self.files[path] = data
        for item in _items(step, "approve"):
            path, data = self._approval(Fields(item))
            changes[path] = self.files[path] = data
        return list(self._stream(step, changes))

    def _file(self, path: str, step: Fields) -> bytes:
        if path not in self.files:
            raise ConfigurationError(
                f"step {step.text('date')} names {path}, which is not there", path=SCRIPT
            )
        return self.files[path]

    def _approval(self, fields: Fields) -> tuple[str, bytes]:
        authority = self._authority()
        document, data = self._find(fields.text("document"))
        shown = parts_shown(document.path, outline_of(document, data)) if b"](" in data else ()
        parts = [(document.path, data)]
        parts += [(path, self.files[path]) for path in shown if path in self.files]
        person = authority.people[fields.text("person")]
        meaning = Meaning(fields.text("meaning") or Meaning.APPROVAL)
        history = self.approved.setdefault(document.id, [])
        previous = next((p for p in reversed(history) if p.rev != document.revision), None)
        record = Statement(
            project=self.project,
            doc=document.id,
            rev=document.revision,
            decision=Decision.APPROVE,
            role=fields.text("role"),
            meaning=meaning,
            person=person.id,
            name=person.name,
            key="",
            parts=tuple(
                Part(path, hashlib.sha256(content).hexdigest(), len(content))
                for path, content in parts
            ),
            prev=previous,
            authority=AuthorityReference(authority.version, authority.sha256),
            reason=fields.text("reason"),
            effective_from=document.effective if meaning is Meaning.APPROVAL else None,
            signed_at=datetime.fromisoformat(fields.text("at")),
        )
        if all(p.rev != document.revision for p in history):
            history.append(Previous(document.revision, document.sha256))
        written = statement.write(record)
        return statement.path_of(record, written), written

    def _find(self, id: str) -> tuple[Document, bytes]:
        config = self._config()
        needle = id.encode()
        for path, data in sorted(self.files.items()):
            if path.endswith(".md") and needle in data[:400]:
                document = document_parsing.parse(path, "", data, config)
                if document.id == id and document.status is not Status.DRAFT:
                    return document, data
        raise ConfigurationError(f"no final form of {id} to approve", path=SCRIPT)

    def _config(self) -> Config:
        return config_parsing.parse(self.files[CONFIG_PATH])

    def _stream(self, step: Fields, changes: dict[str, bytes | None]) -> Iterator[bytes]:
        author = self._authority().people[step.text("author")]
        when = datetime.fromisoformat(step.text("date"))
        self.last_day = when.date().isoformat()
        signature = (
            f"{author.name} <{author.emails[0]}> {int(when.timestamp())} {when.strftime('%z')}"
        )
        message = step.text("message").encode() + b"\n"
        yield f"commit refs/heads/{BRANCH}\n".encode()
        yield f"author {signature}\ncommitter {signature}\n".encode()
        yield b"data %d\n%s" % (len(message), message)
        for path, data in changes.items():
            if data is None:
                yield f"D {path}\n".encode()
            else:
                yield f"M 100644 inline {path}\n".encode()
                yield b"data %d\n%s\n" % (len(data), data)
        yield b"\n"


def _pairs(fields: Fields, key: str) -> Iterator[tuple[str, str]]:
    for entry in fields.children(key) or ():
        if isinstance(entry.value, Scalar):
            yield entry.key.text, entry.value.text


def _items(fields: Fields, key: str) -> Iterator[Mapping]:
    node = fields.nodes.get(key)
    if isinstance(node, Sequence):
        yield from (item for item in node.items if isinstance(item, Mapping))


def _person(id: str, node: object) -> Person:
    fields = Fields(node if isinstance(node, Mapping) else None)
    return Person(id, fields.text("name"), fields.texts("emails"))


def _role(id: str, node: object) -> Role:
    fields = Fields(node if isinstance(node, Mapping) else None)
    return Role(id, fields.text("title"), fields.texts("holders"))


def _rule(node: Mapping) -> ApprovalRule:
    fields = Fields(node)
    return ApprovalRule(
        types=fields.texts("types"),
        roles=fields.texts("roles"),
        persons=fields.whole("persons", 1),
        author_may_approve=fields.flag("author-may-approve"),
    )
