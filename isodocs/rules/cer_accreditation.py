"""CER: whether the accreditation behind a certificate is recognised and verified."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from isodocs.assess.certification import certifications
from isodocs.model.gap import Finding, Level
from isodocs.model.period import Period
from isodocs.rules._certification import PAST, finding
from isodocs.rules.rule import rule
from isodocs.words import listed

if TYPE_CHECKING:
    from isodocs.model.register import Register

ACCREDITATION_CHECKED_EVERY = Period(12, "month")
"""How often the accreditation is verified at its source: advice, not a requirement."""


@rule("CER006", "accreditation-missing", Level.ERROR, blocks=False)
def accreditation_missing(register: Register) -> Iterator[Finding]:
    """A certificate does not show a recognised accreditation.

    Why: The competence of a certification body is shown by an accreditation for that scope,
    recognised under a multilateral arrangement (ISO/IEC 17011, IAF MLA). Customers and authorities
    reject other certificates.

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
        "accreditation-body": "the accreditation body",
        "accreditation-number": "the number of the accreditation",
        "accreditation-scope": "the scope of the accreditation",
        "recognised-under": "the arrangement under which it is recognised",
    }
    for certification in certifications(register):
        missing = [what for name, what in names.items() if not certification.record.text(name)]
        if missing and certification.state not in PAST:
            yield finding(
                certification,
                f"no recognised accreditation is shown: missing {listed(missing)}",
                "Ask the certification body, and verify the answer with the accreditation body.",
                "body",
                "accreditation",
            )


@rule("CER007", "accreditation-not-checked", Level.WARNING, blocks=False)
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
            recognised-under: IAF MLA
            accreditation-verified: 2024-03-02
            decided: 2026-05-01
            expires: 2029-04-30
            ---
            # ISO 9001

    Remedy: Verify the accreditation with the accreditation body, keep the evidence in records/, and
    enter the date.
    """
    for certification in certifications(register):
        record = certification.record
        if certification.state in PAST or not record.text("accreditation-body"):
            continue
        checked = record.day("accreditation-verified")
        if checked is None or ACCREDITATION_CHECKED_EVERY.after(checked) < register.on:
            when = f"was last verified on {checked}" if checked else "has never been verified"
            yield finding(
                certification,
                f"the accreditation {record.text('accreditation-number')} {when}",
                f"Verify it with {record.text('accreditation-body')}, and enter the date and "
                "the evidence.",
                "accreditation-verified",
                "accreditation",
            )
