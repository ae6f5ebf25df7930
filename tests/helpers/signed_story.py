"""Half a year in the test company with keys: what an audit trail has to tell, and how sure."""

from __future__ import annotations

from isodocs.model.approval import Decision, Meaning
from tests.helpers.company import ANN, CONFIG, DORA, QUINN, document, path
from tests.helpers.repository import Content, RepositoryBuilder
from tests.helpers.signed_company import (
    AUTHORITY,
    approval,
    base,
    deputy,
    following,
    holding,
    version_files,
)

DAY = "2024-07-01"
"""The day on which the story is looked at."""
EVE = "Eve <eve@example.com>"

ONE = document(body="# Purchasing\n\nBuy from approved suppliers only.\n\n![flow](flow.svg)\n")
TWO = document(revision=2, body="# Purchasing\n\nBuy better.\n", effective="2024-05-01")
POLICY = document("POL-001", title="Quality policy", body="# Quality policy\n\nRight first time.\n")
STORING = document("SOP-002", title="Storing", body="# Storing\n\nDry and clean.\n")
RETIRED = document(
    "SOP-002", status="obsolete", title="Storing", body="# Storing\n\nDry and clean.\n"
)
FLOW: dict[str, bytes] = {"documents/flow.svg": b"<svg/>"}
VERSION_2 = following(roles=holding(AUTHORITY, "author", "ann", "dora"))
REJECTION = approval(
    "SOP-001",
    2,
    TWO,
    decision=Decision.REJECT,
    reason="Say what better means.",
    at="2024-04-12T16:00:00+02:00",
)
FORGED = approval(
    "SOP-001",
    2,
    TWO,
    decision=Decision.WITHDRAW,
    meaning=Meaning.WITHDRAWAL,
    signed=False,
    reason="Not from Quinn.",
    at="2024-05-20T10:00:00+00:00",
)
WAIVER = """\
rule: DOC011
document: SOP-002
reason: The role is being filled.
granted-by: dora
granted: 2024-06-01
until: 2024-12-31
"""


def tell(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Commit the story to an empty repository, and leave a draft in its files."""

    def step(message: str, files: dict[str, Content], author: str, day: str) -> None:
        repo.commit(message, files, author=author, date=f"{day}T17:00:00+00:00")

    step("Start", dict(base()), QUINN, "2024-01-02")
    draft = ONE.replace("status: approved", "status: draft").replace("effective: 2024-02-01\n", "")
    step("Draft SOP-001", {path(): draft, **FLOW}, ANN, "2024-01-10")
    step("Submit SOP-001", {path(): ONE}, ANN, "2024-01-18")
    step("Approve SOP-001", dict(approval("SOP-001", 1, ONE, shown=FLOW)), QUINN, "2024-01-21")
    both: dict[str, Content] = {
        **approval("POL-001", 1, POLICY, at="2024-01-22T07:30:00+00:00"),
        **approval(
            "POL-001", 1, POLICY, role="director", person="dora", at="2024-01-22T08:30:00+01:00"
        ),
    }
    step("Policy", {path("POL-001"): POLICY, **both}, ANN, "2024-01-22")
    away = deputy(start="2024-02-01", until="2024-02-29", at="2024-01-30T10:00:00+00:00")
    step("Dora stands in", dict(away), QUINN, "2024-01-30")
    instead = approval("SOP-002", 1, STORING, person="dora", at="2024-02-10T10:00:00+00:00")
    step("Storing", {path("SOP-002"): STORING, **instead}, ANN, "2024-02-11")
    step("Dora writes too", dict(version_files(VERSION_2)), QUINN, "2024-03-01")
    step("SOP-001 rev 2", {path(): TWO}, ANN, "2024-04-10")
    step("Reject SOP-001", dict(REJECTION), QUINN, "2024-04-12")
    yes = approval("SOP-001", 2, TWO, at="2024-04-15T10:00:00+00:00", by=VERSION_2)
    step("Approve SOP-001", dict(yes), QUINN, "2024-04-15")
    step("Not from Quinn", dict(FORGED), EVE, "2024-05-20")
    step("Tidy up", dict.fromkeys(FORGED), EVE, "2024-05-21")
    settings = CONFIG.replace("24 months", "36 months")
    waiver: dict[str, Content] = {".isodocs/waivers/role.yaml": WAIVER}
    step("Settings", {"isodocs.yaml": settings, **waiver}, DORA, "2024-06-01")
    again = approval(
        "POL-001",
        1,
        POLICY,
        meaning=Meaning.PERIODIC_REVIEW,
        at="2024-06-03T09:00:00+00:00",
        by=VERSION_2,
        reason="Still says what we do.",
    )
    step("Review the policy", dict(again), QUINN, "2024-06-03")
    end = approval("SOP-002", 1, RETIRED, at="2024-06-09T10:00:00+00:00", by=VERSION_2)
    step("Retire storing", {path("SOP-002"): RETIRED, **end}, ANN, "2024-06-10")
    step("Sort", {path(): None, "documents/purchasing/SOP-001.md": TWO}, EVE, "2024-06-11")
    step("A slip", {"documents/purchasing/SOP-001.md": TWO + "Or not.\n"}, EVE, "2024-06-12")
    step("An audit", {"records/audits/2024-1.md": "---\nid: AUD-1\n---\n"}, DORA, "2024-06-20")
    repo.write(path("SOP-003"), document("SOP-003", status="draft", title="Auditing"))
    return repo
