"""What would make no sense in the next version of the authority register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import ASSURANCE, DOMAIN, document_types, holders
from isodocs.immutable import immutable
from isodocs.statements import ssh_key, timestamp, webauthn
from isodocs.statements.seal import usable
from isodocs.words import agreed, did_you_mean, listed, spelled

if TYPE_CHECKING:
    from isodocs.model.authority import ApprovalRule, Authority, AuthorityHistory, Person

_ENROL = "Everyone enrols their own key: `isodocs authority enrol`."


@immutable(frozen=True, slots=True)
class Flaw:
    """`where` are the keys of the editable form that lead to it."""

    where: tuple[str, ...]
    message: str
    hint: str


def find(
    authority: Authority,
    history: AuthorityHistory,
    proven: frozenset[tuple[str, str]],
    types: Iterable[str] = (),
) -> tuple[Flaw, ...]:
    """Every flaw of `authority` as the successor of `history`'s newest version.

    `proven` are the keys proven so far, `types` the document types that isodocs.yaml declares.
    """
    return (
        *_people(authority),
        *_identities(authority, history),
        *_keys(authority, history),
        *_roles(authority),
        *_owners(authority, history.current, proven),
        *_rules(authority, history.current, tuple(types)),
        *_domain(authority),
        *_passkeys(authority),
        *_roots(authority),
    )


def _people(authority: Authority) -> Iterator[Flaw]:
    addresses: dict[str, Person] = {}
    for person in authority.people.values():
        if not person.name:
            hint = "Write 'name:' as approvals should show it."
            yield Flaw(("people", person.id), f"{person.id!r} has no name", hint)
        for email in person.emails:
            where = ("people", person.id, "emails")
            if "@" not in email.strip("@") or " " in email:
                yield Flaw(where, f"{email!r} is not an e-mail address", "Write ann@example.com.")
            other = addresses.setdefault(email.casefold(), person)
            if other is not person:
                yield Flaw(
                    where,
                    f"{other.id!r} and {person.id!r} have the same address {email}",
                    "The address says who wrote a text: each needs one of their own.",
                )


def _identities(authority: Authority, history: AuthorityHistory) -> Iterator[Flaw]:
    """An id stays with one person: old approvals name it.

    Names change, addresses and keys too. Where the name and every address and key are others than
    those last known, it is someone else.
    """
    known: dict[str, Person] = {}
    for _, version in sorted(history.versions.items()):
        known.update(version.people)
    for person in authority.people.values():
        old = known.get(person.id)
        if old is None or old.name == person.name:
            continue
        addresses = {email.casefold() for email in old.emails}
        if addresses & {e.casefold() for e in person.emails} or {*old.keys} & {*person.keys}:
            continue
        yield Flaw(
            ("people", person.id),
            f"{person.id!r} is {old.name}, and ids are never given to someone else",
            f"Give {person.name or 'the new person'} another id. If it is the same person, change "
            "the name in one version and the address in the next.",
        )


def _keys(authority: Authority, history: AuthorityHistory) -> Iterator[Flaw]:
    owner: dict[str, str] = {}
    for _, version in sorted(history.versions.items()):
        owner.update(holders(version))
    for person in authority.people.values():
        where = ("people", person.id, "keys")
        for line in person.keys:
            fingerprint = ssh_key.read_line(line).fingerprint
            other = owner.setdefault(line, person.id)
            if other != person.id:
                yield Flaw(
                    where,
                    f"the key {fingerprint} is that of {other!r}, not one of {person.id!r}",
                    f"One key for two would let one person be two. {_ENROL}",
                )
            elif revoked := authority.revocation(fingerprint):
                yield Flaw(
                    where,
                    f"the key {fingerprint} is revoked ({revoked.reason}) and cannot come back",
                    f"Make a new key. {_ENROL}",
                )


def _unknown(
    ids: Iterable[str], known: Mapping[str, object], where: tuple[str, ...], what: str
) -> Iterator[Flaw]:
    for id in ids:
        if id not in known:
            yield Flaw(
                where,
                f"{id!r} is not among the {what}.{did_you_mean(id, known)}",
                f"The {what} are {', '.join(known) or 'none'}.",
            )


def _roles(authority: Authority) -> Iterator[Flaw]:
    for role in authority.roles.values():
        if not role.title:
            hint = "Write 'title:' as people call it."
            yield Flaw(("roles", role.id), f"the role {role.id!r} has no title", hint)
        yield from _unknown(role.holders, authority.people, ("roles", role.id, "holders"), "people")


def _owners(
    authority: Authority, before: Authority, proven: frozenset[tuple[str, str]]
) -> Iterator[Flaw]:
    """The register must stay one that someone can change."""
    yield from _unknown(authority.owners, authority.people, ("owners", "people"), "people")
    count, threshold = len(authority.owners), authority.threshold
    if threshold > count:
        yield Flaw(
            ("owners", "threshold"),
            f"{spelled(threshold, 'owner')} must sign, but there {agreed(count, 'is', 'are')} "
            f"only {spelled(count, 'owner')}",
            "Name more owners, or lower the threshold.",
        )
        return
    if not before.signed and not authority.signed:
        return
    able = [id for id in authority.owners if usable(authority, id, proven)]
    if len(able) < threshold:
        people = authority.people
        names = listed(people[id].name for id in able)
        others = [people[id].name for id in authority.owners if id in people and id not in able]
        verb = "enrols" if len(others) == 1 else "enrol"
        yield Flaw(
            ("owners",),
            f"no one could change the register any more: {spelled(threshold, 'owner')} must sign, "
            f"and {f'only {names}' if able else 'none of them'} can with a proven key",
            f"First {listed(others)} {verb} a key (`isodocs authority enrol`), and it is taken in "
            "(`isodocs authority propose --enrolled`).",
        )


def _rules(authority: Authority, before: Authority, types: tuple[str, ...]) -> Iterator[Flaw]:
    named: set[str] = set()
    if not authority.rules:
        hint = "Write at least '- types: [\"*\"]' with the roles that approve everything."
        yield Flaw(("approvals",), "no one may approve anything", hint)
    declared = {*types, *(kind for rule in before.rules for kind in rule.types), "*"}
    for index, rule in enumerate(authority.rules):
        where = ("approvals", str(index))
        if not rule.types or not rule.roles:
            missing = "types" if not rule.types else "roles"
            yield Flaw(where, f"an approval rule needs '{missing}'", "Write a list of them.")
        yield from _unknown(rule.roles, authority.roles, (*where, "roles"), "roles")
        for kind in rule.types:
            if kind in named or "*" in named:
                why = "an earlier rule names it" if kind in named else "'*' comes before it"
                yield Flaw(
                    (*where, "types"),
                    f"this rule never holds for {kind!r}: {why}",
                    "Each type once, and '*' (all others) last.",
                )
            elif types and kind not in declared:
                yield Flaw(
                    (*where, "types"),
                    f"there is no document type {kind!r}.{did_you_mean(kind, declared)}",
                    "Declare it below 'types:' in isodocs.yaml first.",
                )
        named.update(rule.types)
        yield from _vacant(authority, before, rule, where)
        yield from _reach(authority, rule, where)


def _vacant(
    authority: Authority, before: Authority, rule: ApprovalRule, where: tuple[str, ...]
) -> Iterator[Flaw]:
    """A new or changed rule that asks for a role without a holder.

    Where a role was asked for before and its holder has gone, that is only noted: people leave.
    """
    for id in rule.roles:
        asked = all((old := before.rule_for(kind)) and id in old.roles for kind in rule.types)
        if id in authority.roles and not authority.roles[id].holders and not asked:
            yield Flaw(
                (*where, "roles"),
                f"{document_types(rule.types)} would need the approval of "
                f"{authority.roles[id].title}, and no one holds that role",
                "Name its holders below 'roles:', or leave it out of the rule.",
            )


def _reach(authority: Authority, rule: ApprovalRule, where: tuple[str, ...]) -> Iterator[Flaw]:
    if rule.assurance not in ASSURANCE:
        yield Flaw(
            (*where, "assurance"),
            f"{rule.assurance!r} is not an assurance.{did_you_mean(rule.assurance, ASSURANCE)}",
            f"From weak to strong: {', '.join(ASSURANCE)}.",
        )
    if any(role not in authority.roles for role in rule.roles):
        return
    able = {id for role in rule.roles for id in authority.roles[role].holders}
    vacant = any(not authority.roles[role].holders for role in rule.roles)
    if rule.persons > len(able) and not vacant:
        verb = "holds" if len(able) == 1 else "hold"
        yield Flaw(
            (*where, "persons"),
            f"{document_types(rule.types)} need {spelled(rule.persons, 'person')}, but only "
            f"{spelled(len(able), 'person')} {verb} their roles",
            "Let more people hold the roles, or ask for fewer.",
        )


def _domain(authority: Authority) -> Iterator[Flaw]:
    if not DOMAIN.fullmatch(authority.domain):
        hint = "Write it as in an address, lower-case: example.com."
        yield Flaw(("domain",), f"{authority.domain!r} is not a domain", hint)
    elif not authority.domain and any(p.keys for p in authority.people.values()):
        hint = "Write your organisation's: domain: example.com"
        yield Flaw(("domain",), "signatures need a domain, and there is none", hint)


def _passkeys(authority: Authority) -> Iterator[Flaw]:
    """Addresses that are none, and passkeys without one to sign at."""
    for index, origin in enumerate(authority.passkey_origins):
        if not webauthn.host_of(origin):
            hint = "Write it as the browser shows it, without a path: https://docs.example.com"
            where = ("passkey-origins", str(index))
            yield Flaw(where, f"{origin!r} is not an address where passkeys can be used", hint)
    hosts = {webauthn.host_of(origin) for origin in authority.passkey_origins}
    for line, id in holders(authority).items():
        if (site := ssh_key.read_line(line).site) and site not in hosts:
            yield Flaw(
                ("people", id, "keys"),
                f"a passkey of {id!r} is for {site}, and 'passkey-origins' has no such address",
                f"Write the portal's: passkey-origins: [https://{site}]",
            )


def _roots(authority: Authority) -> Iterator[Flaw]:
    """Certificates that are none, or none where time stamps are wanted: nothing would count."""
    for index, root in enumerate(authority.timestamp_roots):
        try:
            timestamp.read_root(root)
        except timestamp.TimestampError as error:
            hint = "Write the whole certificate (PEM) as a block: '- |' and the lines below it."
            yield Flaw(("timestamp-roots", str(index)), error.message, hint)
    for index, rule in enumerate(authority.rules):
        if rule.assurance == "timestamped" and not authority.timestamp_roots:
            yield Flaw(
                ("approvals", str(index), "assurance"),
                "time stamps are wanted, and no authority is named whose stamps count",
                "Write the root certificate of one (PEM) below 'timestamp-roots:'.",
            )
