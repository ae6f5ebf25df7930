"""The editable form of the authority register: YAML as `isodocs authority show --format yaml`.

Version numbers, digests and revocations are not in it: those follow from the versions before.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as MappingABC
from typing import TYPE_CHECKING

from isodocs.authority import controlled
from isodocs.dataclass import field, immutable, mutable, replace
from isodocs.errors import StrictYamlError
from isodocs.model.authority import ApprovalRule, Authority, Person, Role
from isodocs.model.node import Mapping, Sequence
from isodocs.model.problem import Problem
from isodocs.parsing import strict_yaml
from isodocs.parsing.fields import Fields
from isodocs.statements import ssh_key
from isodocs.statements.shape import NAME
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.authority_change.change_flaws import Flaw
    from isodocs.model.config import Config

SECTIONS = ("people", "roles", "owners", "approvals")
KEYS = ("version", *SECTIONS, "domain", "passkey-origins", "timestamp-roots", "bind-layout")
PERSON = ("name", "emails", "keys")
ROLE = ("title", "holders")
OWNERS = ("people", "threshold")
APPROVAL = ("types", "roles", "persons", "author-may-approve", "assurance")

Where = tuple[str, ...]
"""The keys that lead to a value: `("people", "ben", "emails")`; items are counted from "0"."""
_IDS = say("Ids are lower-case letters, digits, '.', '-' and '_'; they name files.")


@immutable(frozen=True, slots=True)
class EditableForm:
    """What someone wrote: the register as it should become, and where each part of it is.

    `authority` carries over what the form does not say (revocations, version of before).
    """

    authority: Authority
    places: MappingABC[Where, tuple[int, int]]
    problems: tuple[Problem, ...]

    def place(self, where: Where) -> tuple[int, int]:
        """Line and column of a value, or of the nearest thing around it."""
        while where not in self.places and where:
            where = where[:-1]
        return self.places.get(where, (1, 1))

    def at_their_places(self, flaws: Iterable[Flaw]) -> list[Problem]:
        """The flaws of what was written, as problems of the form."""
        found = [Problem("flaw", f.message, f.hint, *self.place(f.where)) for f in flaws]
        return sorted(found, key=lambda problem: (problem.line, problem.column))


def read(data: bytes, before: Authority, settings: Config) -> EditableForm:
    """Read the form as a change of `before`; never raises, what is wrong is a problem with place.

    `settings` are what `bind-layout` binds. Whether the register makes sense is asked elsewhere
    (`authority_flaws`).
    """
    try:
        root = strict_yaml.read(data)
    except StrictYamlError as error:
        problem = Problem("form", error.message, error.hint, error.line, error.column)
        return EditableForm(before, {}, (problem,))
    if not isinstance(root, Mapping):
        hint = say("Start from `isodocs authority show --format yaml`.")
        return EditableForm(
            before, {}, (Problem("form", say("the form must hold keys"), hint, 1, 1),)
        )
    reader = _FormReader()
    authority = reader.authority(root, before, settings)
    problems = sorted(reader.problems, key=lambda problem: (problem.line, problem.column))
    return EditableForm(authority, reader.places, tuple(problems))


@mutable()
class _FormReader:
    places: dict[Where, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def authority(self, root: Mapping, before: Authority, settings: Config) -> Authority:
        top = self.fields(root, KEYS, (), say("the form"))
        for section in SECTIONS:
            if section not in top.nodes:
                hint = say(
                    "Write every section; `isodocs authority show --format yaml` prints them."
                )
                self.problems.append(
                    Problem("form", say("the form lacks '{section}'", section=section), hint, 1, 1)
                )
        self.version(top, before)
        people = {id: self.person(id, inner) for id, inner in self.entries(top, "people", PERSON)}
        roles = {
            id: Role(id, inner.text("title"), self.ids(inner, "holders"))
            for id, inner in self.entries(top, "roles", ROLE)
        }
        owners = self.fields(top.children("owners"), OWNERS, ("owners",), "'owners'")
        written = replace(
            before,
            people=people,
            roles=roles,
            owners=self.ids(owners, "people"),
            threshold=owners.whole("threshold", 1),
            rules=tuple(self.rules(top, any(person.keys for person in people.values()))),
            domain=top.text("domain") if "domain" in top.nodes else before.domain,
        )
        if "passkey-origins" in top.nodes:
            written = replace(written, passkey_origins=self.ids(top, "passkey-origins"))
        if "timestamp-roots" in top.nodes:
            held = {root.strip(): root for root in before.timestamp_roots}
            roots = (held.get(text, f"{text}\n") for text in top.texts("timestamp-roots"))
            written = replace(written, timestamp_roots=tuple(roots))
        if "bind-layout" in top.nodes:
            digest = controlled.digest(settings) if top.flag("bind-layout") else ""
            written = replace(written, controlled=digest)
        for fields in (owners, top):
            self.problems += fields.problems
        return written

    def version(self, top: Fields, before: Authority) -> None:
        """A form made of an older version would take back what came since."""
        said = top.text("version")
        if said and said != str(before.version):
            top.wrong(
                top.nodes["version"],
                say(
                    "this form was made of version {said}, and version {version} is in force",
                    said=said,
                    version=before.version,
                ),
                say("Make the change in a new form: `isodocs authority show --format yaml`."),
            )

    def fields(
        self, mapping: Mapping | None, known: tuple[str, ...], where: Where, what: str
    ) -> Fields:
        """The fields of a mapping, their places noted, unknown ones refused."""
        found = Fields(mapping)
        found.refuse_unknown(known, what)
        self.places.update({(*where, key): place for key, place in found.places.items()})
        return found

    def entries(
        self, top: Fields, section: str, known: tuple[str, ...]
    ) -> list[tuple[str, Fields]]:
        """The people or roles by id; the caller takes their problems."""
        found = []
        for entry in top.children(section) or ():
            id, where = entry.key.text, (section, entry.key.text)
            self.places[where] = (entry.key.line, entry.key.column)
            if not NAME.fullmatch(id):
                top.wrong(entry.key, say("{id!r} is not an id", id=id), _IDS)
                continue
            if not isinstance(entry.value, Mapping):
                top.wrong(
                    entry.key,
                    say("{id!r} must hold keys", id=id),
                    say("Write {known} below.", known=", ".join(known)),
                )
                continue
            inner = self.fields(entry.value, known, where, f"{section} {id!r}")
            # One list for all: what is read later from these fields is reported too.
            self.problems += inner.problems
            inner.problems = self.problems
            found.append((id, inner))
        return found

    def person(self, id: str, inner: Fields) -> Person:
        keys = []
        for scalar in inner.scalars("keys"):
            try:
                keys.append(ssh_key.read_line(scalar.text.strip()).line)
            except ssh_key.SshKeyError as error:
                inner.wrong(
                    scalar,
                    say("a key of {id!r}: {message}", id=id, message=error.message),
                    error.hint,
                )
        return Person(id, inner.text("name"), self.ids(inner, "emails"), tuple(keys))

    def ids(self, fields: Fields, key: str) -> tuple[str, ...]:
        """A list of words, none of them twice."""
        seen: dict[str, None] = {}
        for scalar in fields.scalars(key):
            word = scalar.text.strip()
            if word in seen:
                fields.wrong(
                    scalar,
                    say("'{key}' names {word!r} twice", key=key, word=word),
                    say("Write it once."),
                )
            seen[word] = None
        return tuple(seen)

    def rules(self, top: Fields, signed: bool) -> list[ApprovalRule]:
        node = top.nodes.get("approvals")
        if node is None:
            return []
        items = node.items if isinstance(node, Sequence) else ()
        if not isinstance(node, Sequence):
            top.wrong(
                node,
                say("'approvals' must be a list"),
                say("Begin each rule with '- types: [...]'."),
            )
        found = []
        for number, item in enumerate(items):
            where = ("approvals", str(number))
            self.places[where] = (item.line, item.column)
            if not isinstance(item, Mapping):
                top.wrong(
                    item,
                    say("an approval rule must hold keys"),
                    say("Write {approval}.", approval=", ".join(APPROVAL)),
                )
                continue
            inner = self.fields(item, APPROVAL, where, say("an approval rule"))
            rule = ApprovalRule(
                types=self.ids(inner, "types"),
                roles=self.ids(inner, "roles"),
                persons=inner.whole("persons", 1),
                author_may_approve=inner.flag("author-may-approve"),
                assurance=inner.text("assurance") or ("signed" if signed else "recorded"),
            )
            self.problems += inner.problems
            found.append(rule)
        return found
