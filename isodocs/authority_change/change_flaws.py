"""What would make no sense in the next version of the authority register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from isodocs.authority.authority_register import ASSURANCE, DOMAIN, document_types
from isodocs.authority.succession import holders
from isodocs.dataclass import immutable
from isodocs.statements import ssh_key, timestamp, webauthn
from isodocs.statements.seal import usable
from isodocs.words import agreed, did_you_mean, listed, say, spelled

if TYPE_CHECKING:
    from isodocs.model.authority import ApprovalRule, Authority, AuthorityHistory, Person

_PEOPLE = say("people")
_ENROL = say("Everyone enrols their own key: `isodocs authority enrol`.")


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
            hint = say("Write 'name:' as approvals should show it.")
            yield Flaw(("people", person.id), say("{id!r} has no name", id=person.id), hint)
        for email in person.emails:
            where = ("people", person.id, "emails")
            if "@" not in email.strip("@") or " " in email:
                yield Flaw(
                    where,
                    say("{email!r} is not an e-mail address", email=email),
                    say("Write ann@example.com."),
                )
            other = addresses.setdefault(email.casefold(), person)
            if other is not person:
                yield Flaw(
                    where,
                    say(
                        "{id!r} and {id_2!r} have the same address {email}",
                        id=other.id,
                        id_2=person.id,
                        email=email,
                    ),
                    say("The address says who wrote a text: each needs one of their own."),
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
            say(
                "{id!r} is {name}, and ids are never given to someone else",
                id=person.id,
                name=old.name,
            ),
            say(
                "Give {part} another id. If it is the same person, change the name in "
                "one version and the address in the next.",
                part=person.name or say("the new person"),
            ),
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
                    say(
                        "the key {fingerprint} is that of {other!r}, not one of {id!r}",
                        fingerprint=fingerprint,
                        other=other,
                        id=person.id,
                    ),
                    say("One key for two would let one person be two. {enrol}", enrol=_ENROL),
                )
            elif revoked := authority.revocation(fingerprint):
                yield Flaw(
                    where,
                    say(
                        "the key {fingerprint} is revoked ({reason}) and cannot come back",
                        fingerprint=fingerprint,
                        reason=revoked.reason,
                    ),
                    say("Make a new key. {enrol}", enrol=_ENROL),
                )


def _unknown(
    ids: Iterable[str], known: Mapping[str, object], where: tuple[str, ...], what: str
) -> Iterator[Flaw]:
    for id in ids:
        if id not in known:
            yield Flaw(
                where,
                say(
                    "{id!r} is not among the {what}.{did_you_mean}",
                    id=id,
                    what=what,
                    did_you_mean=did_you_mean(id, known),
                ),
                say("The {what} are {part}.", what=what, part=", ".join(known) or say("none")),
            )


def _roles(authority: Authority) -> Iterator[Flaw]:
    for role in authority.roles.values():
        if not role.title:
            hint = say("Write 'title:' as people call it.")
            yield Flaw(("roles", role.id), say("the role {id!r} has no title", id=role.id), hint)
        yield from _unknown(role.holders, authority.people, ("roles", role.id, "holders"), _PEOPLE)


def _owners(
    authority: Authority, before: Authority, proven: frozenset[tuple[str, str]]
) -> Iterator[Flaw]:
    """The register must stay one that someone can change."""
    yield from _unknown(authority.owners, authority.people, ("owners", "people"), _PEOPLE)
    count, threshold = len(authority.owners), authority.threshold
    if threshold > count:
        yield Flaw(
            ("owners", "threshold"),
            say(
                "{spelled} must sign, but there {agreed} only {spelled_2}",
                spelled=spelled(threshold, "owner"),
                agreed=agreed(count, "is", "are"),
                spelled_2=spelled(count, "owner"),
            ),
            say("Name more owners, or lower the threshold."),
        )
        return
    if not before.signed and not authority.signed:
        return
    able = [id for id in authority.owners if usable(authority, id, proven)]
    if len(able) < threshold:
        people = authority.people
        names = listed(people[id].name for id in able)
        others = [people[id].name for id in authority.owners if id in people and id not in able]
        verb = agreed(len(others), "enrols", "enrol")
        yield Flaw(
            ("owners",),
            say(
                "no one could change the register any more: {spelled} must sign, and "
                "{part} can with a proven key",
                spelled=spelled(threshold, "owner"),
                part=say("only {names}", names=names) if able else say("none of them"),
            ),
            say(
                "First {listed} {verb} a key (`isodocs authority enrol`), and it is "
                "taken in (`isodocs authority propose --enrolled`).",
                listed=listed(others),
                verb=verb,
            ),
        )


def _rules(authority: Authority, before: Authority, types: tuple[str, ...]) -> Iterator[Flaw]:
    named: set[str] = set()
    if not authority.rules:
        hint = say("Write at least '- types: [\"*\"]' with the roles that approve everything.")
        yield Flaw(("approvals",), say("no one may approve anything"), hint)
    declared = {*types, *(kind for rule in before.rules for kind in rule.types), "*"}
    for index, rule in enumerate(authority.rules):
        where = ("approvals", str(index))
        if not rule.types or not rule.roles:
            missing = "types" if not rule.types else "roles"
            yield Flaw(
                where,
                say("an approval rule needs '{missing}'", missing=missing),
                say("Write a list of them."),
            )
        yield from _unknown(rule.roles, authority.roles, (*where, "roles"), "roles")
        for kind in rule.types:
            if kind in named or "*" in named:
                why = (
                    say("an earlier rule names it") if kind in named else say("'*' comes before it")
                )
                yield Flaw(
                    (*where, "types"),
                    say("this rule never holds for {kind!r}: {why}", kind=kind, why=why),
                    say("Each type once, and '*' (all others) last."),
                )
            elif types and kind not in declared:
                yield Flaw(
                    (*where, "types"),
                    say(
                        "there is no document type {kind!r}.{did_you_mean}",
                        kind=kind,
                        did_you_mean=did_you_mean(kind, declared),
                    ),
                    say("Declare it below 'types:' in isodocs.yaml first."),
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
                say(
                    "{document_types} would need the approval of {title}, and no one "
                    "holds that role",
                    document_types=document_types(rule.types),
                    title=authority.roles[id].title,
                ),
                say("Name its holders below 'roles:', or leave it out of the rule."),
            )


def _reach(authority: Authority, rule: ApprovalRule, where: tuple[str, ...]) -> Iterator[Flaw]:
    if rule.assurance not in ASSURANCE:
        yield Flaw(
            (*where, "assurance"),
            say(
                "{assurance!r} is not an assurance.{did_you_mean}",
                assurance=rule.assurance,
                did_you_mean=did_you_mean(rule.assurance, ASSURANCE),
            ),
            say("From weak to strong: {assurance}.", assurance=", ".join(ASSURANCE)),
        )
    if any(role not in authority.roles for role in rule.roles):
        return
    able = {id for role in rule.roles for id in authority.roles[role].holders}
    vacant = any(not authority.roles[role].holders for role in rule.roles)
    if rule.persons > len(able) and not vacant:
        verb = agreed(len(able), "holds", "hold")
        yield Flaw(
            (*where, "persons"),
            say(
                "{document_types} need {spelled}, but only {spelled_2} {verb} their roles",
                document_types=document_types(rule.types),
                spelled=spelled(rule.persons, "person"),
                spelled_2=spelled(len(able), "person"),
                verb=verb,
            ),
            say("Let more people hold the roles, or ask for fewer."),
        )


def _domain(authority: Authority) -> Iterator[Flaw]:
    if not DOMAIN.fullmatch(authority.domain):
        hint = say("Write it as in an address, lower-case: example.com.")
        yield Flaw(("domain",), say("{domain!r} is not a domain", domain=authority.domain), hint)
    elif not authority.domain and any(p.keys for p in authority.people.values()):
        hint = say("Write your organisation's: domain: example.com")
        yield Flaw(("domain",), say("signatures need a domain, and there is none"), hint)


def _passkeys(authority: Authority) -> Iterator[Flaw]:
    """Addresses that are none, and passkeys without one to sign at."""
    for index, origin in enumerate(authority.passkey_origins):
        if not webauthn.host_of(origin):
            hint = say("Write it as the browser shows it, without a path: https://docs.example.com")
            where = ("passkey-origins", str(index))
            yield Flaw(
                where,
                say("{origin!r} is not an address where passkeys can be used", origin=origin),
                hint,
            )
    hosts = {webauthn.host_of(origin) for origin in authority.passkey_origins}
    for line, id in holders(authority).items():
        if (site := ssh_key.read_line(line).site) and site not in hosts:
            yield Flaw(
                ("people", id, "keys"),
                say(
                    "a passkey of {id!r} is for {site}, and 'passkey-origins' has no such address",
                    id=id,
                    site=site,
                ),
                say("Write the portal's: passkey-origins: [https://{site}]", site=site),
            )


def _roots(authority: Authority) -> Iterator[Flaw]:
    """Certificates that are none, or none where time stamps are wanted: nothing would count."""
    for index, root in enumerate(authority.timestamp_roots):
        try:
            timestamp.read_root(root)
        except timestamp.TimestampError as error:
            hint = say(
                "Write the whole certificate (PEM) as a block: '- |' and the lines below it."
            )
            yield Flaw(("timestamp-roots", str(index)), error.message, hint)
    for index, rule in enumerate(authority.rules):
        if rule.assurance == "timestamped" and not authority.timestamp_roots:
            yield Flaw(
                ("approvals", str(index), "assurance"),
                say("time stamps are wanted, and no authority is named whose stamps count"),
                say("Write the root certificate of one (PEM) below 'timestamp-roots:'."),
            )
