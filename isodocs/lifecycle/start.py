"""Begin document control in a repository: layout, first authority register, line ends.

An adopted repository keeps its habits, which `isodocs.adoption` reads: they are written down in
isodocs.yaml.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from isodocs.authority import authority_register
from isodocs.dataclass import replace
from isodocs.errors import LifecycleError
from isodocs.expressions import expression
from isodocs.lifecycle.first_config import ROLE, first_config
from isodocs.lifecycle.plan import FileChange, Plan
from isodocs.model.authority import FOLDER, ApprovalRule, Authority, Enrolment, Person, Role
from isodocs.model.config import PATH
from isodocs.repository import systems
from isodocs.repository.snapshot import WorkTreeSnapshot
from isodocs.statements import kinds
from isodocs.statements.shape import NAME
from isodocs.words import agreed, counted, listed, say, say_many

if TYPE_CHECKING:
    from isodocs.adoption.look import Existing
    from isodocs.lifecycle.starter_set import StarterSet
    from isodocs.repository.git import Git

TOP = "top-management"
_ROLES = {ROLE: "Quality Manager"}
_FOR_TOP = ("policy", "objectives", "manual")
"""The types of document that top management approves, where it has a role."""
_FIRST = say("isodocs new procedure 'Control of documents'    the first document")
_IN_USE = say("isodocs adopt --effective DAY                   brings what is in use into force")
_SHOWN = 8
"""How many folders are named whose files are not taken in."""
_ATTRIBUTES = ".gitattributes"
_RULES = (".isodocs/** -text", "*.md text eol=lf", "records/**/*.csv merge=union")
_MARKDOWN = expression(
    r"\.(?:md|mdx|markdown|mdown|mkdn?)(?:\.(?:erb|tmpl|tpl|j2|jinja2?|liquid|hbs|mustache))?$",
    re.IGNORECASE,
)
"""Site builders add endings of their own: `policy.html.md.erb`."""
_ADDRESS = expression(r"\s*+([^<>\s][^<>]*+)<([^<>@\s]++@[^<>@\s]++)>\s*+")


def people(texts: Sequence[str]) -> tuple[Person, ...]:
    """Read `Ann Author <ann@example.com>`; ids are made of the names, each once.

    Raises LifecycleError for anything else, and for an address that two of them have.
    """
    found: list[Person] = []
    for text in texts:
        match = _ADDRESS.fullmatch(text)
        if match is None:
            raise LifecycleError(
                say("{text!r} is not a person", text=text),
                hint=say(
                    'Write the name and the e-mail address used in Git: "Ann Author '
                    '<ann@example.com>".'
                ),
            )
        if any(match[2].casefold() in person.emails for person in found):
            raise LifecycleError(
                say("two people have the address {match}", match=match[2]),
                hint=say(
                    "The address says who wrote and who approves: each needs one of their own."
                ),
            )
        taken = {person.id for person in found}
        found.append(Person(_id(match[1].strip(), taken), match[1].strip(), (match[2].casefold(),)))
    return tuple(found)


def start(
    git: Git,
    *,
    organisation: str,
    standards: Sequence[str],
    persons: tuple[Person, ...],
    existing: Existing,
    begin_with: StarterSet | None = None,
    key: str = "",
    domain: str = "",
) -> Plan:
    """Plan the first files, around the documents that are there.

    `begin_with` are templates to write as well. With a `key` (the first person's, as one line)
    approvals are signed. `domain` is the organisation's, part of every signature; without one the
    domain of the first person's address is taken. Raises LifecycleError where document control has
    begun already, and for templates where documents or files of their names are there.
    """
    snapshot = WorkTreeSnapshot(git)
    if any(path.startswith(".isodocs/") for path in snapshot.entries) or PATH in snapshot.entries:
        raise LifecycleError(
            say("document control has begun here already"),
            path=PATH,
            hint=say(
                "{path} may be edited freely; `isodocs check` says what is missing.", path=PATH
            )
            if begin_with is None
            else say(
                "Add the standard to 'standards:' in {path}. `isodocs coverage --gaps` "
                "then says what no document answers, and `isodocs new` begins one. "
                "Templates to copy from: run this in an empty folder.",
                path=PATH,
            ),
        )
    _refuse_nested(git)
    attributes = next((file.data for _, file in snapshot.read([_ATTRIBUTES], refused={})), None)
    roles = begin_with.roles if begin_with else {**_ROLES, **owning_roles(existing, persons)}
    config = first_config(organisation, standards, existing, owner=next(iter(roles)))
    changes = [FileChange(PATH, None, config), *_register(persons, roles, key, domain)]
    changes += _attributes(attributes)
    if begin_with:
        return _with_templates(snapshot, existing, begin_with, organisation, persons, changes)
    texts = len(existing.candidates.paths)
    within = say(" in {texts}", texts=counted(texts, "text")) if texts != existing.documents else ""
    found = say_many(
        " {number} existing document{within} has been added.",
        " {number} existing documents{within} have been added.",
        existing.documents,
        within=within,
    )
    return Plan(
        say(
            "Set up document control{part}. {approvers}.{found}{left_out}{taken_over}",
            part=say(" for {organisation}", organisation=organisation) if organisation else "",
            approvers=_approvers(persons),
            found=found if existing.candidates.paths else "",
            left_out=_left_out(existing),
            taken_over=_taken_over(roles),
        ),
        say("Begin document control"),
        tuple(changes),
        (
            *(() if existing.candidates.paths else (_FIRST,)),
            say("isodocs check                                   what is missing"),
            *((_IN_USE,) if existing.candidates.paths else ()),
            say("isodocs hook install                            checked at every commit and push"),
        ),
    )


def _with_templates(
    snapshot: WorkTreeSnapshot,
    existing: Existing,
    begin_with: StarterSet,
    organisation: str,
    persons: Sequence[Person],
    changes: Sequence[FileChange],
) -> Plan:
    """The first files with templates among them, where there are no documents yet."""
    if existing.candidates.paths:
        raise LifecycleError(
            say(
                "there {agreed} {documents} here already, and templates would say the "
                "same a second time",
                agreed=agreed(existing.documents, "is", "are"),
                documents=counted(existing.documents, "document"),
            ),
            hint=say(
                "Take them in first: `isodocs adopt`. What is missing then is begun one by one "
                "with `isodocs new`; or begin with templates in an empty folder and "
                "copy from there."
            ),
            path=existing.candidates.paths[0],
        )
    if taken := next((path for path in begin_with.files if path in snapshot.entries), None):
        raise LifecycleError(
            say("there is a file of this name already, and nothing is written over it"),
            path=taken,
            hint=say("Rename or remove it first."),
        )
    new = [FileChange(path, None, data) for path, data in begin_with.files.items()]
    tables = len(new) - begin_with.documents
    first = next(iter(begin_with.files))
    return Plan(
        say(
            "Set up document control{part}, with {documents} to fill in and {parts} "
            "for records. {approvers}.",
            part=say(" for {organisation}", organisation=organisation) if organisation else "",
            documents=counted(begin_with.documents, "document"),
            parts=counted(tables, "empty table"),
            approvers=_approvers(persons),
        ),
        say("Begin document control with templates"),
        (*changes, *new),
        (
            say("Fill in what is in [brackets], first in {first}", first=first),
            say(
                "isodocs check --full              every place that is still to be "
                "filled in, by owner"
            ),
            say("isodocs coverage                  every clause is claimed, none is approved yet"),
            say("isodocs submit ID --effective DAY when a document is finished"),
        ),
    )


def owning_roles(existing: Existing, persons: Sequence[Person]) -> dict[str, str]:
    """The roles that own documents which are here, by an id, without the first of all."""
    from isodocs.adoption.typed import roles

    found = roles(existing.habits.owners, [person.name for person in persons])
    known = {ROLE, _ROLES[ROLE].casefold()}
    return {id: title for id, title in found.items() if {id, title.casefold()}.isdisjoint(known)}


def _taken_over(roles: Mapping[str, str]) -> str:
    """The roles beside the first, which documents name as their owners."""
    others = [title for id, title in roles.items() if id != ROLE]
    if not others:
        return ""
    return say(
        " {roles} {agreed} taken from the owners that documents name: {listed}.",
        roles=counted(len(others), "role"),
        agreed=agreed(len(others), "is", "are"),
        listed=listed(others, most=_SHOWN),
    )


def existing_files(git: Git) -> tuple[dict[str, bytes], tuple[str, ...]]:
    """The Markdown files of the work tree, by path, and the paths of all files."""
    snapshot = WorkTreeSnapshot(git)
    markdown = [path for path in snapshot.entries if _MARKDOWN.search(path)]
    read = snapshot.read(markdown, refused={})
    return {path: file.data for path, file in read}, tuple(snapshot.entries)


def _left_out(existing: Existing) -> str:
    """The Markdown files that are not taken in, by folder, and why."""
    left = sorted(existing.candidates.left.items(), key=lambda item: (-item[1], item[0]))
    if not left:
        return ""
    parts = [
        say(
            "{number} in {part}{part_2}",
            number=number,
            part=folder or say("the top folder"),
            part_2=f" ({why})" if why else "",
        )
        for (folder, why), number in left
    ]
    more = say(" and {part} more folders", part=len(parts) - _SHOWN) if len(parts) > _SHOWN else ""
    shown = ", ".join(parts[:_SHOWN])
    return say(
        " Markdown files not taken in: {shown}{more}; 'include:' in {path} says what is.",
        shown=shown,
        more=more,
        path=PATH,
    )


def _refuse_nested(git: Git) -> None:
    """One system inside another would leave open which of them a file belongs to."""
    parts = git.folder.split("/") if git.folder else []
    above = ["/".join(parts[:depth]) for depth in range(len(parts))]
    other = next((folder for folder in above if systems.is_begun(git, folder)), None)
    if other is None:
        begun = systems.of_index(git)
        below = [f for f in begun.folders | begun.nested if systems.is_below(f, git.folder)]
        other = min(below, default=None)
    if other is not None:
        raise LifecycleError(
            say(
                "there is a management system in {shown} already, and one cannot lie "
                "inside the other",
                shown=systems.shown(other),
            ),
            hint=say("Work in that one, or begin the new one in a folder beside it."),
        )


def begin_register(
    git: Git, *, persons: tuple[Person, ...], key: str = "", domain: str = ""
) -> Plan:
    """Plan the first authority register alone, where isodocs.yaml is there already.

    Arguments as for `start`. Raises LifecycleError where there is a register, or no isodocs.yaml.
    """
    snapshot = WorkTreeSnapshot(git)
    if PATH not in snapshot.entries:
        raise LifecycleError(
            say("there is no {path} yet", path=PATH),
            hint=say("`isodocs init` writes it, and the register with it."),
        )
    for path in snapshot.entries:
        if path.startswith(FOLDER):
            raise LifecycleError(
                say("there is an authority register already"),
                path=path,
                hint=say(
                    "`isodocs authority show` prints it; a change is proposed: `isodocs "
                    "authority propose FILE`."
                ),
            )
    files = snapshot.read([_ATTRIBUTES], refused={})
    attributes = next((file.data for _, file in files), None)
    return Plan(
        say("Set up the authority register. {approvers}.", approvers=_approvers(persons)),
        say("Begin the authority register"),
        (*_register(persons, _ROLES, key, domain), *_attributes(attributes)),
        (say("isodocs authority show    who may approve what"),),
    )


def domain_of(persons: Sequence[Person], domain: str = "") -> str:
    """The domain that signatures are made for: the one named, or that of the first address."""
    return domain or persons[0].emails[0].rpartition("@")[2]


def _register(
    persons: tuple[Person, ...], roles: Mapping[str, str], key: str, domain: str
) -> list[FileChange]:
    """The first version, and the proof for the key in it, both still unsigned."""
    domain = domain_of(persons, domain)
    register = authority_register.write(_authority(persons, roles, key, domain))
    authority_register.parse(register)  # what could not be read back must not be written
    changes = [FileChange(authority_register.path_of(1), None, register)]
    if key:
        proof = Enrolment(domain, persons[0].id, key)
        path, data = kinds.file_of(proof)
        changes.append(FileChange(path, None, data))
    return changes


def _attributes(attributes: bytes | None) -> list[FileChange]:
    wanted = _with_rules(attributes)
    return [] if wanted == attributes else [FileChange(_ATTRIBUTES, attributes, wanted)]


def _approvers(persons: Sequence[Person]) -> str:
    if len(persons) == 1:
        return say(
            "{name} has every role and may approve their own documents", name=persons[0].name
        )
    names = listed(person.name for person in persons)
    return say("{names} approve each other's documents", names=names)


def _id(name: str, taken: set[str]) -> str:
    words = re.sub(r"[^a-z0-9]+", " ", name.casefold()).split()
    candidates = [words[0] if words else "person", "-".join(words) or "person"]
    candidates += [f"{candidates[0]}-{number}" for number in range(2, len(taken) + 3)]
    return next(word for word in candidates if word not in taken and NAME.fullmatch(word))


def _authority(
    persons: tuple[Person, ...], roles: Mapping[str, str], key: str, domain: str
) -> Authority:
    ids = tuple(person.id for person in persons)
    if key:
        persons = (replace(persons[0], keys=(key,)), *persons[1:])
    assurance = "signed" if key else "recorded"
    return Authority(
        version=1,
        sha256="",
        people={person.id: person for person in persons},
        roles={role: Role(role, title, ids) for role, title in roles.items()},
        owners=ids[:1],
        threshold=1,
        rules=tuple(
            ApprovalRule(types, (role,), author_may_approve=len(persons) == 1, assurance=assurance)
            for types, role in _approving(roles)
        ),
        domain=domain,
        nonce=secrets.token_hex(16),
    )


def _approving(roles: Mapping[str, str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Which role approves which types of document: the first but what is for top management."""
    if TOP in roles:
        yield _FOR_TOP, TOP
    yield ("*",), next(iter(roles))


def _with_rules(attributes: bytes | None) -> bytes:
    """The attributes with our rules.

    Signed bytes must not depend on anyone's line ends; and rows that two people add to the end of
    a table on the same day both stay, instead of being a conflict (gitattributes(5), "union").
    """
    text = attributes or b""
    present = {" ".join(line.split()) for line in text.decode("utf-8", "replace").split("\n")}
    missing = [rule for rule in _RULES if rule not in present]
    if missing and text and not text.endswith(b"\n"):
        text += b"\n"
    return text + b"".join(rule.encode() + b"\n" for rule in missing)
