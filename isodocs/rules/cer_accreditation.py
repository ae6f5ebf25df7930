"""CER: whether the accreditation behind a certificate is recognised and verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.accreditation import (
    Accreditation,
    accreditation,
    arrangement,
    body,
    covers,
    other_arrangement,
)
from isodocs.assess.certification import certifications
from isodocs.model.gap import Finding, Level
from isodocs.model.period import Period
from isodocs.rules._certification import about_certificate
from isodocs.rules.rule import rule
from isodocs.standards.accreditation import accreditation_words
from isodocs.words import listed, say

if TYPE_CHECKING:
    from isodocs.model.certification import Certification
    from isodocs.model.record import Record
    from isodocs.model.register import Register

ACCREDITATION_CHECKED_EVERY = Period(12, "month")
"""How often the accreditation is verified at its source: advice, not a requirement."""


@rule("CER006", "accreditation-missing", Level.ERROR, blocks=False)
def accreditation_missing(register: Register) -> Iterator[Finding]:
    """A certificate does not show a recognised accreditation.

    Why: The competence of a certification body is shown by an accreditation for that scope,
    recognised under a multilateral arrangement (ISO/IEC 17011; GACI MRA, formerly IAF MLA).
    Customers and authorities reject other certificates.

    Example: The record does not name the accreditation of the certification body.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Quality Certificates Ltd
            decided: 2026-05-01
            expires: 2029-04-30
            ---
            # ISO 9001

    Remedy: Ask the certification body for its accreditation (body, number, scope) and check it with
    the accreditation body. Enter it with `recognised-under`. If there is no accreditation, plan a
    transfer to an accredited body.
    """
    names = {
        "accreditation-body": say("the accreditation body"),
        "accreditation-number": say("the number of the accreditation"),
        "accreditation-scope": say("the scope of the accreditation"),
        "recognised-under": say("the arrangement under which it is recognised"),
    }
    for certification, found in _in_use(register):
        missing = [names[name] for name in found.missing]
        if missing:
            yield about_certificate(
                certification,
                say(
                    "no recognised accreditation is shown: missing {missing}",
                    missing=listed(missing),
                ),
                say(
                    "Ask the certification body, and verify the answer with the accreditation body."
                ),
                "body",
                "accreditation",
            )


@rule("CER007", "accreditation-not-checked", Level.WARNING, blocks=False, by_calendar=True)
def accreditation_not_checked(register: Register) -> Iterator[Finding]:
    """The accreditation of a certification body has not been verified within a year.

    Why: Accreditations are suspended and withdrawn, and the certified organisation may not be
    informed. A certificate without accreditation is not recognised.

    Example: The accreditation was last verified in March 2024.

        records/certification/cert-9001.md:
            ---
            id: CERT-9001
            title: ISO 9001
            status: open
            standard: iso-9001-2015
            body: Certify Ltd
            accreditation-body: UKAS
            accreditation-number: "0042"
            accreditation-scope: ISO 9001, machining
            recognised-under: GACI MRA
            accreditation-verified: 2024-03-02
            decided: 2026-05-01
            expires: 2029-04-30
            ---
            # ISO 9001

    Remedy: Verify the accreditation with the accreditation body, keep the evidence in records/, and
    enter the date.
    """
    for certification, found in _in_use(register):
        by, checked = found.facts["accreditation-body"], found.looked_up
        if "accreditation-body" in found.missing:
            continue
        if checked is None or ACCREDITATION_CHECKED_EVERY.after(checked) < register.on:
            when = (
                say("was last verified on {checked}", checked=checked)
                if checked
                else say("has never been verified")
            )
            yield about_certificate(
                certification,
                say(
                    "the accreditation {facts} {when}",
                    facts=found.facts["accreditation-number"],
                    when=when,
                ),
                say("Verify it with {by}, and enter the date and the evidence.", by=by),
                "accreditation-verified",
                "accreditation",
            )


@rule("CER022", "accredited-for-another-standard", Level.ERROR, blocks=False)
def accredited_for_another_standard(register: Register) -> Iterator[Finding]:
    """The scope of the accreditation does not include the standard of the certificate.

    Why: An accreditation covers the standards and sectors in its scope (ISO/IEC 17011). A body that
    is accredited for one standard can issue certificates to another, but those are not accredited.

    Example: A certificate to ISO 22000, and `accreditation-scope: QMS, ISO 9001:2015, EA 3`.

    Remedy: Look up the scope with the accreditation body and copy it, including the number of the
    standard. If the standard is not in the scope, plan a transfer to a body that is accredited for
    it.
    """
    for certification, found in _in_use(register):
        standard = certification.record.text("standard")
        known = register.maps.get(standard)
        name = known.display_name if known else standard
        scope = found.facts["accreditation-scope"]
        if "accreditation-scope" not in found.missing and not covers(scope, standard, name):
            yield about_certificate(
                certification,
                say(
                    "the scope of the accreditation, {scope!r}, does not include {name}",
                    scope=scope,
                    name=name,
                ),
                say(
                    "Look up the scope with the accreditation body, and copy it with the standard."
                ),
                "accreditation-scope",
                "accreditation-scope",
            )
        elif entry := _other_entry(register, certification, found):
            listed_scope = entry.text("accreditation-scope")
            if listed_scope and not covers(listed_scope, standard, name):
                yield about_certificate(
                    certification,
                    say(
                        "the scope of the accreditation is {scope!r} here and {listed_scope!r} "
                        "in the entry of {id}, which does not include {name}",
                        scope=scope,
                        listed_scope=listed_scope,
                        id=entry.id,
                        name=name,
                    ),
                    say(
                        "Look up the scope with the accreditation body, and correct what is wrong."
                    ),
                    "accreditation-scope",
                    "accreditation-scope",
                )


@rule("CER023", "arrangement-unknown", Level.ERROR, blocks=False)
def arrangement_unknown(register: Register) -> Iterator[Finding]:
    """The accreditation is not recognised under a known multilateral arrangement.

    Why: Accreditation bodies recognise each other under one worldwide arrangement, the GACI MRA
    (until 2025 the IAF MLA), and under regional ones within it. Outside them an accreditation is
    not recognised in other countries (ISO/IEC 17011).

    Example: `recognised-under: international association of assessors`.

    Remedy: Look up the accreditation body among the signatories, and enter the name of the
    arrangement. The ILAC MRA does not count: it is for laboratories and inspection bodies.
    """
    for certification, found in _in_use(register):
        text = found.facts["recognised-under"]
        if "recognised-under" in found.missing or arrangement(text):
            continue
        other = other_arrangement(text)
        why = (
            say("is for laboratories and inspection")
            if other
            else say("is not a known arrangement")
        )
        yield about_certificate(
            certification,
            say("'recognised-under' is {text!r}, which {why}", text=text, why=why),
            say(
                "Enter one of {arrangements}.",
                arrangements=listed(accreditation_words().arrangements, "or"),
            ),
            "recognised-under",
            "recognised-under",
        )


@rule("CER025", "accreditation-ended", Level.ERROR, blocks=False, by_calendar=True)
def accreditation_ended(register: Register) -> Iterator[Finding]:
    """The accreditation of the certification body has ended.

    Why: A certificate is accredited only while the accreditation of its certification body is valid
    (ISO/IEC 17011).

    Example: `valid-until: 2026-03-31` for a certification body. It is May.

    Remedy: Look up the accreditation with the accreditation body and enter the new date. If it was
    not renewed, agree on a transfer to another certification body within six months.
    """
    for certification, found in _in_use(register):
        if found.valid_until and found.valid_until < register.on:
            yield about_certificate(
                certification,
                say(
                    "the accreditation of {body} ended on {valid_until}",
                    body=certification.record.text("body"),
                    valid_until=found.valid_until,
                ),
                say(
                    "Look it up with the accreditation body, and enter the new date in "
                    "'valid-until'."
                ),
                "body",
                "valid-until",
            )


def _other_entry(
    register: Register, certification: Certification, found: Accreditation
) -> Record | None:
    """The entry of the certification body, where the certificate speaks for itself."""
    entry = body(register, certification.record)
    return entry if entry is not found.record else None


def _in_use(register: Register) -> Iterator[tuple[Certification, Accreditation]]:
    """The certificates in use, each with the accreditation behind it."""
    for certification in certifications(register):
        if not certification.state.is_past:
            yield certification, accreditation(register, certification.record)
