"""The register of people as fields: a card for each person, role and rule, without any YAML.

What is sent becomes the text that `isodocs authority propose` takes, so both have the same meaning
and the same faults; each line of it is known by the field that it came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from isodocs.authority.authority_register import ASSURANCE
from isodocs.authority_change.change_words import key_kind
from isodocs.copies.wording import LEVELS
from isodocs.lifecycle.entered import FieldFault, on_one_line
from isodocs.named_tuple import NamedTuple
from isodocs.parsing.yaml_edit import quoted
from isodocs.portal.views.entry_fields import EntryField
from isodocs.records import record_values
from isodocs.statements import ssh_key

if TYPE_CHECKING:
    from isodocs.copies.wording import Wording
    from isodocs.model.authority import ApprovalRule, Authority, Person, Role
    from isodocs.model.problem import Problem

Sent = Mapping[str, str]
"""What a form has, by the names of its fields: `f.people.3.name`."""
_PEOPLE, _ROLES, _RULES = "people", "roles", "approvals"
_OWNERS, _WHOLE = "owners", "register"
_SEVERAL, _PLUS, _YES, _NO = ";", "+", "yes", "no"
_END = "-----END CERTIFICATE-----"
BLANK = 3
"""So many empty cards each section has."""
_MOST = 1000
"""So many cards of a section are read, and so many keys of a person."""


class HeldKey(NamedTuple):
    """A key of a person: the name of its field, its line, how people know it, and that it goes."""

    name: str
    line: str
    said: str
    goes: bool


class Card(NamedTuple):
    """What is entered of one person, role or rule; a new one has no `title`."""

    key: str
    title: str
    fields: Sequence[EntryField]
    keys: Sequence[HeldKey] = ()
    goes: bool = False

    @property
    def is_wrong(self) -> bool:
        """Whether anything in it cannot be as it is."""
        return any(field.faults for field in self.fields)


class PeopleForm:
    """The form as it is shown: what was `sent`, with what is wrong with that by field."""

    def __init__(self, wording: Wording, sent: Sent, faults: Iterable[FieldFault] = ()) -> None:
        self._wording, self._sent = wording, sent
        self._faults: dict[str, list[FieldFault]] = {}
        for fault in faults:
            self._faults.setdefault(fault.field, []).append(fault)

    def as_data(self) -> dict[str, Any]:
        """What the template shows."""
        word, people, roles = self._wording.word, self.cards(_PEOPLE), self.cards(_ROLES)
        return {
            "cards": (
                (_PEOPLE, word("People"), word("Add a person"), people),
                (_ROLES, word("Roles"), word("Add a role"), roles),
                (_RULES, word("Who approves what"), word("Add a rule"), self.cards(_RULES)),
            ),
            "blank": BLANK,
            "version": self._value("version"),
            "owners": self.owners(),
            "whole": self.whole(),
            "offers": self.offers(),
            "faults": self.elsewhere(),
            "wrong": bool(self._faults),
        }

    def cards(self, section: str) -> list[Card]:
        """The cards of a section, with empty ones at the end for what is new."""
        keys = _keys(self._sent, section)
        free = max(map(int, keys), default=-1) + 1
        return [self._card(section, key) for key in (*keys, *map(str, range(free, free + BLANK)))]

    def owners(self) -> list[EntryField]:
        """Who signs a change, and how many of them."""
        word = self._wording.word
        return [
            self._field(f"{_OWNERS}.people", word("Owners"), "list", offers=_PEOPLE),
            self._field(f"{_OWNERS}.threshold", word("Signatures required"), "number"),
        ]

    def whole(self) -> list[EntryField]:
        """What is said of the register as a whole."""
        word = self._wording.word
        return [
            self._field(f"{_WHOLE}.domain", word("Domain"), "line"),
            self._field(f"{_WHOLE}.origins", word("Addresses where passkeys sign"), "list"),
            self._field(f"{_WHOLE}.bound", word("Owners decide what isodocs.yaml controls"), _YES),
            self._field(f"{_WHOLE}.roots", word("Certificates of time stamps (PEM)"), "long"),
        ]

    def offers(self) -> dict[str, list[tuple[str, str]]]:
        """Who and what is known, by their identifiers: what lists are filled in with."""
        found = {}
        for section, named in ((_PEOPLE, "name"), (_ROLES, "title")):
            names = ((each, f"{section}.{each}") for each in _keys(self._sent, section))
            pairs = ((self._value(f"{at}.id"), self._value(f"{at}.{named}")) for _, at in names)
            found[section] = [pair for pair in pairs if pair[0]]
        return found

    def elsewhere(self) -> list[FieldFault]:
        """What is wrong with no field that is shown."""
        return [fault for name, faults in self._faults.items() if not name for fault in faults]

    def _card(self, section: str, key: str) -> Card:
        at = f"{section}.{key}"
        is_new = not self._sent.get(f"f.{at}.was")
        fields = {_PEOPLE: self._person, _ROLES: self._role, _RULES: self._rule}[section](at)
        return Card(
            at,
            "" if is_new else self._title(section, at),
            [f._replace(fixed=f.name.endswith(".id") and not is_new) for f in fields],
            [*self._held(at)] if section == _PEOPLE else (),
            f"f.{at}.gone" in self._sent,
        )

    def _title(self, section: str, at: str) -> str:
        if section == _RULES:
            every = {"*": self._wording.word("Every other type")}
            types = record_values.cut(self._value(f"{at}.types"))
            return ", ".join(every.get(each) or self._wording.type(each) for each in types)
        named = self._value(f"{at}.name" if section == _PEOPLE else f"{at}.title")
        return f"{named} ({self._value(f'{at}.id')})"

    def _person(self, at: str) -> list[EntryField]:
        word = self._wording.word
        return [
            self._field(f"{at}.id", word("Identifier"), "line"),
            self._field(f"{at}.name", word("Name"), "line"),
            self._field(f"{at}.emails", word("E-mail addresses"), "list"),
            self._field(f"{at}.keys", word("Public key to add"), "line"),
        ]

    def _role(self, at: str) -> list[EntryField]:
        word = self._wording.word
        return [
            self._field(f"{at}.id", word("Identifier"), "line"),
            self._field(f"{at}.title", word("Title"), "line"),
            self._field(f"{at}.holders", word("Held by"), "list", offers=_PEOPLE),
        ]

    def _rule(self, at: str) -> list[EntryField]:
        word = self._wording.word
        level = f"{at}.assurance"
        known = (*ASSURANCE, *({self._value(level)} - {"", *ASSURANCE}))
        return [
            self._field(f"{at}.types", word("Types of documents (* for all others)"), "list"),
            self._field(f"{at}.roles", word("Roles that approve"), "list", offers=_ROLES),
            self._field(f"{at}.persons", word("Approvers required in all"), "number"),
            self._field(f"{at}.author", word("The author may approve"), _YES),
            self._field(level, word("Level of assurance"), "choice")._replace(
                choices=known, names={each: self._level(each) for each in known}
            ),
        ]

    def _level(self, assurance: str) -> str:
        """What a level is called; several of them, as only a file can ask for, by their names."""
        parts = assurance.split(_PLUS)
        if not LEVELS.keys() >= {*parts}:
            return assurance
        return self._wording.assurance(f" {_PLUS} ".join(parts))

    def _held(self, at: str) -> Iterator[HeldKey]:
        for number in range(_MOST):
            name = f"f.{at}.key.{number}"
            line = self._sent.get(name)
            if line is None:
                return
            try:
                said = f"{key_kind(line)}, {ssh_key.read_line(line).fingerprint}"
            except ssh_key.SshKeyError:
                said = line
            yield HeldKey(name, line, said, f"f.{at}.away.{number}" in self._sent)

    def _field(self, name: str, label: str, control: str, *, offers: str = "") -> EntryField:
        word = self._wording.word
        made = EntryField(
            name,
            label,
            "",
            control,
            self._value(name),
            offers=offers,
            faults=tuple(self._faults.get(name, ())),
        )
        if control == _YES:
            names = {_YES: word("yes"), _NO: word("no")}
            made = made._replace(control="choice", choices=(_YES, _NO), names=names)
        return made

    def _value(self, name: str) -> str:
        return self._sent.get(f"f.{name}", "")


def as_sent(authority: Authority) -> dict[str, str]:
    """The fields of a register as it is."""
    sent = {"f.version": str(authority.version)}
    for number, person in enumerate(authority.people.values()):
        sent |= {f"f.{_PEOPLE}.{number}.{name}": text for name, text in _of_person(person)}
    for number, role in enumerate(authority.roles.values()):
        sent |= {f"f.{_ROLES}.{number}.{name}": text for name, text in _of_role(role)}
    for number, rule in enumerate(authority.rules):
        sent |= {f"f.{_RULES}.{number}.{name}": text for name, text in _of_rule(rule)}
    return sent | {
        f"f.{_OWNERS}.people": _list(authority.owners),
        f"f.{_OWNERS}.threshold": str(authority.threshold),
        f"f.{_WHOLE}.domain": authority.domain,
        f"f.{_WHOLE}.origins": _list(authority.passkey_origins),
        f"f.{_WHOLE}.bound": _YES if authority.controlled else _NO,
        f"f.{_WHOLE}.roots": "".join(authority.timestamp_roots),
    }


def _of_person(person: Person) -> Iterator[tuple[str, str]]:
    yield from (("was", "1"), ("id", person.id), ("name", person.name))
    yield "emails", _list(person.emails)
    yield from ((f"key.{number}", line) for number, line in enumerate(person.keys))


def _of_role(role: Role) -> Iterator[tuple[str, str]]:
    yield from (("was", "1"), ("id", role.id), ("title", role.title))
    yield "holders", _list(role.holders)


def _of_rule(rule: ApprovalRule) -> Iterator[tuple[str, str]]:
    yield from (("was", "1"), ("types", _list(rule.types)), ("roles", _list(rule.roles)))
    yield from (("persons", str(rule.persons)), ("assurance", rule.assurance))
    yield "author", _YES if rule.author_may_approve else _NO


def text_of(sent: Sent) -> tuple[str, Sequence[str]]:
    """What was sent as `isodocs authority propose` takes it, and the field of each line."""
    written = [*_lines(sent)]
    return "\n".join(line for line, _ in written) + "\n", [name for _, name in written]


def at_its_field(problem: Problem, names: Sequence[str]) -> FieldFault:
    """A problem of a text at the field from which its line was made."""
    line = min(max(problem.line, 1), len(names))
    return FieldFault(names[line - 1], problem.message, problem.hint)


def _lines(sent: Sent) -> Iterator[tuple[str, str]]:
    """Each line of the text, with the field that it says."""

    def value(name: str) -> str:
        return on_one_line(sent.get(f"f.{name}", ""))

    def listed(name: str) -> str:
        items = filter(None, map(str.strip, value(name).split(_SEVERAL)))
        return f"[{', '.join(quoted(each, chr(34)) for each in items)}]"

    def flag(name: str) -> str:
        return "true" if value(name) == _YES else "false"

    yield f"version: {quoted(value('version'), chr(34))}", ""
    yield f"{_PEOPLE}:", ""
    for key in _kept(sent, _PEOPLE):
        at = f"{_PEOPLE}.{key}"
        yield f"  {quoted(value(f'{at}.id'), chr(34))}:", f"{at}.id"
        yield f"    name: {quoted(value(f'{at}.name'), chr(34))}", f"{at}.name"
        yield f"    emails: {listed(f'{at}.emails')}", f"{at}.emails"
        keys = [line for line in _lines_of_keys(sent, at) if line]
        yield f"    keys:{'' if keys else ' []'}", f"{at}.keys"
        yield from ((f"      - {quoted(line, chr(34))}", f"{at}.keys") for line in keys)
    yield f"{_ROLES}:", ""
    for key in _kept(sent, _ROLES):
        at = f"{_ROLES}.{key}"
        yield f"  {quoted(value(f'{at}.id'), chr(34))}:", f"{at}.id"
        yield f"    title: {quoted(value(f'{at}.title'), chr(34))}", f"{at}.title"
        yield f"    holders: {listed(f'{at}.holders')}", f"{at}.holders"
    yield "owners:", f"{_OWNERS}.people"
    yield f"  people: {listed(f'{_OWNERS}.people')}", f"{_OWNERS}.people"
    threshold = f"{_OWNERS}.threshold"
    yield f"  threshold: {quoted(value(threshold), chr(34))}", threshold
    # The rule for all others comes last: what comes after it would never hold, as a new card does.
    rules = sorted(_kept(sent, _RULES), key=lambda key: '"*"' in listed(f"{_RULES}.{key}.types"))
    yield f"{_RULES}:{'' if rules else ' []'}", ""
    for key in rules:
        at = f"{_RULES}.{key}"
        yield f"  - types: {listed(f'{at}.types')}", f"{at}.types"
        yield f"    roles: {listed(f'{at}.roles')}", f"{at}.roles"
        yield f"    persons: {quoted(value(f'{at}.persons') or '1', chr(34))}", f"{at}.persons"
        yield f"    author-may-approve: {flag(f'{at}.author')}", f"{at}.author"
        yield f"    assurance: {quoted(value(f'{at}.assurance'), chr(34))}", f"{at}.assurance"
    yield f"domain: {quoted(value(f'{_WHOLE}.domain'), chr(34))}", f"{_WHOLE}.domain"
    yield f"passkey-origins: {listed(f'{_WHOLE}.origins')}", f"{_WHOLE}.origins"
    roots = [*_roots(sent.get(f"f.{_WHOLE}.roots", ""))]
    yield f"timestamp-roots:{'' if roots else ' []'}", f"{_WHOLE}.roots"
    for root in roots:
        yield "  - |", f"{_WHOLE}.roots"
        yield from ((f"    {line}", f"{_WHOLE}.roots") for line in root)
    yield f"bind-layout: {flag(f'{_WHOLE}.bound')}", f"{_WHOLE}.bound"


def _lines_of_keys(sent: Sent, at: str) -> Iterator[str]:
    """The keys that stay, and one that was entered."""
    for number in range(_MOST):
        line = sent.get(f"f.{at}.key.{number}")
        if line is None:
            break
        if f"f.{at}.away.{number}" not in sent:
            yield on_one_line(line)
    yield on_one_line(sent.get(f"f.{at}.keys", ""))


def _roots(text: str) -> Iterator[list[str]]:
    """The certificates, each as its lines."""
    for block in text.split(_END)[:_MOST]:
        lines = [on_one_line(line) for line in block.splitlines() if line.strip()]
        if lines:
            yield [*lines, _END]


def _keys(sent: Sent, section: str) -> list[str]:
    """The cards of a section in which anything was entered, in their order."""
    head = f"f.{section}."
    said = {
        int(key)
        for name, text in sent.items()
        if name.startswith(head) and text.strip()
        for key in (name.removeprefix(head).partition(".")[0],)
        if key.isascii() and key.isdecimal() and len(key) < len(str(_MOST))
    }
    return [str(key) for key in sorted(said) if _is_entered(sent, f"{head}{key}.")]


def _is_entered(sent: Sent, head: str) -> bool:
    """Whether a card says anything but what its choices begin with."""
    usual = (f"{head}persons", f"{head}author", f"{head}assurance")
    return any(n.startswith(head) and n not in usual and t.strip() for n, t in sent.items())


def _kept(sent: Sent, section: str) -> Iterator[str]:
    yield from (key for key in _keys(sent, section) if f"f.{section}.{key}.gone" not in sent)


def _list(items: Iterable[str]) -> str:
    return f"{_SEVERAL} ".join(items)
