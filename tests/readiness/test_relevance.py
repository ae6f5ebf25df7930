"""Readiness for one standard of several: its own gaps, and those that are about all."""

from __future__ import annotations

import pytest

from tests.helpers.command import invoke
from tests.helpers.company import CONFIG, approved, base, document, path
from tests.helpers.repository import RepositoryBuilder

QUALITY, SECURITY = "iso-9001-2015", "iso-27001-2022"
BOTH = CONFIG.replace(f"[{QUALITY}]", f"[{QUALITY}, {SECURITY}]")
ALONE = CONFIG.replace(QUALITY, SECURITY)
RISKS = (
    "id,kind,title,standard,owner,due,status\n"
    f"RSK-1,risk,Drawings seen,{SECURITY},quality-manager,2024-03-01,open\n"
    f"RSK-2,risk,Late deliveries,{QUALITY},quality-manager,2024-03-01,open\n"
    "RSK-3,risk,Flood,,quality-manager,2024-03-01,open\n"
)
EQUIPMENT = (
    "id,description,owner,status,since,interval\n"
    "CAL-1,Calliper,quality-manager,in-use,2020-01-01,12 months\n"
)
CERTIFICATE = (
    "---\nrecord: certification\nid: CERT-{id}\ntitle: A cycle\nstatus: open\nstandard: {id}\n"
    "body: Some Body\n{decided}---\n# A cycle\n"
)


def ask(repo: RepositoryBuilder, *args: str) -> str:
    return invoke("readiness", *args, "--on", "2024-06-01", at=repo.path, width=200).stdout


@pytest.fixture
def two_standards(repo: RepositoryBuilder) -> RepositoryBuilder:
    waiting = {
        path(id): document(id, title=title, clauses=claims)
        for id, title, claims in (
            ("SOP-002", "Delivery", f'{{{QUALITY}: ["8.5.4"]}}'),
            ("SOP-003", "Logging", f'{{{SECURITY}: ["A.8.15"]}}'),
            ("SOP-004", "Visitors", "{}"),
        )
    }
    records = {"records/risk.csv": RISKS, "records/equipment.csv": EQUIPMENT}
    files = {**base(), "isodocs.yaml": BOTH, **approved(), **waiting, **records}
    repo.commit("Start", files, date="2024-01-20T12:00:00+00:00")
    return repo


def test_a_document_counts_for_the_standards_that_it_answers(
    two_standards: RepositoryBuilder,
) -> None:
    quality = ask(two_standards, "stage-2", "--standard", QUALITY)
    security = ask(two_standards, "stage-2", "--standard", SECURITY)
    for id, here, there in (
        ("SOP-002", True, False),
        ("SOP-003", False, True),
        ("SOP-004", True, True),  # claims nothing, so it may be about any of them
    ):
        told = f"{id}: marked approved, but not yet approved"
        assert (told in quality, told in security) == (here, there), id


def test_a_record_counts_for_the_standards_that_it_names(two_standards: RepositoryBuilder) -> None:
    quality = ask(two_standards, "stage-2", "--standard", QUALITY)
    security = ask(two_standards, "stage-2", "--standard", SECURITY)
    for id, here, there in (("RSK-1", False, True), ("RSK-2", True, False), ("CAL-1", True, False)):
        assert (f"- {id} " in quality, f"- {id} " in security) == (here, there), id


def test_where_there_is_one_standard_all_of_it_counts(two_standards: RepositoryBuilder) -> None:
    two_standards.write("isodocs.yaml", ALONE)
    (two_standards.path / path("SOP-002")).unlink()
    two_standards.write("records/risk.csv", RISKS.replace(QUALITY, ""))
    text = ask(two_standards, "stage-2")
    assert all(f"- {id} " in text for id in ("RSK-1", "RSK-2", "RSK-3", "CAL-1"))


def test_only_what_was_certified_is_surveyed(two_standards: RepositoryBuilder) -> None:
    certified = CERTIFICATE.format(id=QUALITY, decided="decided: 2024-01-15\n")
    applying = CERTIFICATE.format(id=SECURITY, decided="")
    two_standards.write("records/CERT-9001.md", certified)
    two_standards.write("records/CERT-27001.md", applying)
    text = ask(two_standards, "surveillance")
    assert "Readiness for the surveillance audit, ISO 9001:2015" in text
    assert "Readiness for the surveillance audit, ISO/IEC 27001" not in text
    assert text.endswith(
        "Left out: ISO/IEC 27001:2022 (not certified yet); name it with --standard.\n"
    )
    assert "there is no certificate to survey" in ask(
        two_standards, "surveillance", "--standard", SECURITY
    )
    every = ask(two_standards, "stage-2")
    assert "stage 2, ISO 9001:2015" in every
    assert "stage 2, ISO/IEC 27001:2022" in every


def test_where_nothing_was_certified_every_standard_is_told(
    two_standards: RepositoryBuilder,
) -> None:
    text = ask(two_standards, "surveillance")
    assert text.count("Readiness for the surveillance audit") == 2
    assert "Left out" not in text


def test_an_audit_that_names_its_certificate_only_is_about_its_standard(
    two_standards: RepositoryBuilder,
) -> None:
    """And so is a finding that names that audit only."""
    two_standards.write("records/CERT-9001.md", CERTIFICATE.format(id=QUALITY, decided=""))
    two_standards.write(
        "records/certification-event.csv",
        f"id,certification,kind,planned\nEVT-1,CERT-{QUALITY},stage-2,2024-05-02\n",
    )
    two_standards.write(
        "records/nonconformities/nc-1.md",
        "---\nid: NC-1\ntitle: No agreed outputs\nstatus: open\nsource: stage-1\ngrade: major\n"
        "event: EVT-1\nraised: 2024-01-15\ndue: 2024-03-01\nowner: quality-manager\n---\n# Found\n",
    )
    for standard, expected in ((QUALITY, True), (SECURITY, False)):
        text = ask(two_standards, "stage-2", "--standard", standard)
        assert ("EVT-1: planned for 2024-05-02" in text) is expected
        assert ("NC-1 (major)" in text) is expected


def test_a_certificate_to_an_edition_without_a_map_counts_for_its_own_standard(
    two_standards: RepositoryBuilder,
) -> None:
    """So does one to a standard that is known and not worked to: for no other."""
    for id in ("iso-27001-2013", "iso-9001-2008", "iso-27701-2019"):
        decided = "decided: 2024-01-15\n"
        two_standards.write(f"records/{id}.md", CERTIFICATE.format(id=id, decided=decided))
    about = {id: ask(two_standards, "stage-2", "--standard", id) for id in (QUALITY, SECURITY)}
    for id, only in (("iso-27001-2013", SECURITY), ("iso-9001-2008", QUALITY)):
        assert [one for one, text in about.items() if f"CERT-{id}: " in text] == [only]
    assert not any("CERT-iso-27701-2019: " in text for text in about.values())


def test_a_laboratory_without_any_equipment_is_not_ready(
    two_standards: RepositoryBuilder,
) -> None:
    """For others than laboratories that is work to do before a surveillance."""
    (two_standards.path / "records/equipment.csv").unlink()
    two_standards.write("isodocs.yaml", CONFIG.replace(QUALITY, "iso-17025-2017"))
    blocking = ask(two_standards, "surveillance").partition("Worth fixing")[0]
    assert "nothing shows the equipment of the laboratory" in blocking
    for clause in ("6.5.1", "7.7.1"):
        assert f"ISO/IEC 17025:2017 {clause} requires a record" in blocking
    two_standards.write("isodocs.yaml", CONFIG)
    blocking, _, fixing = ask(two_standards, "surveillance").partition("Worth fixing")
    assert "nothing shows the equipment" in fixing
    assert "nothing shows the equipment" not in blocking
