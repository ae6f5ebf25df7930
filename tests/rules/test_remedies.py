"""The example of each rule is closed by its own remedy, and nothing new comes of it.

A step is the honest deed that the remedy names, as an edit of the example's files: a text replaced,
or a file added. A rule whose example no edit of files closes is listed with the reason.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from datetime import datetime

import pytest

from isodocs.model.gap import Gap, Level
from isodocs.rules.registry import all_rules
from tests.helpers import clock
from tests.helpers.command import run as command
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import COVERAGE, run
from tests.rules.test_reference import COMPANY, DAY

Edit = tuple[str, str, str]
"""A path, the text that is replaced, and what takes its place; an empty text adds to the file."""

A_YEAR_LATER = "2027-06-01"
GONE = "\0"
"""What takes the place of a file that is removed."""
PURCHASING = "documents/purchasing.md"
NC26, NC25 = "records/nonconformities/nc-2026-004.md", "records/nonconformities/nc-2025-004.md"
AUDIT = "records/audits/aud-2026-02.md"
CERTIFICATE = "records/certification/cert-9001.md"
EVENTS = "records/certification-event.csv"
SOA = "records/applicability/iso-27001-2022.csv"
ACTION, TRAINING = "records/action.csv", "records/training.csv"

LICENCE = "ef57060cff4d72b631a026d115f7ee38b23bc5f7848828d8ef568f74ceaa1278"
AGAIN = """\
---
id: NC-2026-009
title: Gauges not calibrated, again
status: open
source: process
grade: minor
raised: 2026-05-18
recurrence-of: [NC-2025-004]
due: 2026-09-01
owner: quality-manager
---
# Gauges not calibrated, again
"""
AUDITED_AGAIN = """\
---
id: AUD-2026-03
title: Purchasing, by somebody else
status: done
standards: [iso-9001-2015]
criteria: [ISO 9001]
scope: Purchasing
documents: [SOP-001]
auditors: [dora]
planned: 2026-05-26
started: 2026-05-26
finished: 2026-05-26
---
# Purchasing
"""
REVIEW = """\
---
id: MR-2026
title: Management review 2026
status: held
standards: [iso-9001-2015]
chair: director
held: 2026-05-06
---
# Management review 2026
"""
ACCREDITED = """\
accreditation-body: UKAS
accreditation-number: "0042"
accreditation-scope: ISO 9001
recognised-under: IAF MLA
accreditation-verified: 2026-05-20
decided:"""

STEPS: Mapping[str, Sequence[Edit]] = {
    # -- documents
    "DOC001": [(PURCHASING, "title:", "id: SOP-001\ntitle:")],
    "DOC002": [(PURCHASING, "SOP 014/2", "SOP-014")],
    "DOC004": [("documents/inspection-assembly.md", "sop-014", "SOP-015")],
    "DOC005": [("documents/inspection.md", "type: form", "type: procedure")],
    "DOC006": [(PURCHASING, "id: SOP-001", "id: SOP-001\nowner: quality-manager")],
    "DOC007": [(PURCHASING, "aproved", "draft")],
    "DOC008": [(PURCHASING, "efective", "effective")],
    "DOC009": [
        (PURCHASING, "<<<<<<< HEAD\nTwo quotes.\n=======\n", ""),
        (PURCHASING, ">>>>>>> other\n", ""),
    ],
    "DOC010": [(PURCHASING, "proceedure", "procedure")],
    "DOC011": [(PURCHASING, "quality-manger", "quality-manager")],
    "DOC025": [(PURCHASING, "confidental", "confidential")],
    "DOC012": [("documents/Steps.svg", "<svg/>\n", GONE)],
    "DOC027": [(PURCHASING, "jp", "ja")],
    "DOC028": [("documents/purchasing.de.md", "revision: 2", "revision: 3")],
    "DOC029": [("documents/einkauf.md", "translation-of: SOP-001\n", "")],
    "DOC030": [("documents/purchasing.de.md", "confidential", "internal")],
    "DOC031": [("documents/purchasing.fr.md", "language", "translation-of: SOP-001\nlanguage")],
    "REV001": [(PURCHASING, "4b", "4")],
    # -- references
    "REF001": [(PURCHASING, "FRM-220", "FRM-022")],
    "REF002": [(PURCHASING, "](order.md)", "](forms/order.md)")],
    "REF003": [(PURCHASING, "#evaluating-suppliers", "#supplier-evaluation")],
    "REF006": [(PURCHASING, "]()", "](manual.md)")],
    # -- clauses
    "CLS001": [(PURCHASING, "8.5.7", "8.5.6")],
    "CLS002": [(PURCHASING, "iso-9001:", "iso-9001-2015:")],
    "CLS003": [("documents/design.md", "", "\nWho asks for a change writes it down.\n")],
    "CLS008": [(PURCHASING, "SOP-041", "SOP-014")],
    "CLS011": [(PURCHASING, "ISO 14001:2015", "ISO 9001:2015")],
    "CLS012": [
        ("documents/quality.md", '"4.1", "4.2", "4.3", "5.1.1", "5.1.2", "6.1", "6.3", ', "")
    ],
    "CLS013": [("isodocs.yaml", "none-of: {equipment: Nothing is measured.}\n", "")],
    # -- nonconformities
    "NCR001": [
        (
            NC26,
            "due:",
            "cause: The list had no owner.\naction: The list has one.\n"
            "action-by: ann\nimplemented: 2026-03-02\nverified: 2026-03-09\n"
            "verified-by: quinn\ndue:",
        )
    ],
    "NCR003": [(NC26, "verified-by: ann", "verified-by: quinn")],
    "NCR004": [
        (
            NC25,
            "owner:",
            "effectiveness-reviewed: 2026-05-04\neffective: yes\n"
            "effectiveness-reviewed-by: quinn\nclosed: 2026-05-04\nowner:",
        ),
        (NC25, "status: open", "status: closed"),
    ],
    "NCR006": [(NC26, "owner:", "recurrence-of: [NC-2025-004]\nowner:")],
    "NCR007": [(NC26, "verified: 2026-05-02", "verified: 2026-05-22")],
    "NCR008": [(NC26, "raised:", "due: 2026-08-12\nraised:")],
    # -- audits
    "AUD003": [(TRAINING, "ann,AUD-INT,2026-05-20", "ann,AUD-INT,2026-05-04")],
    "AUD005": [(AUDIT, "finished:", "reported: 2026-03-10\nfinished:")],
    "AUD006": [(AUDIT, "started:", "findings: [NC-2026-004]\nstarted:")],
    "AUD007": [(AUDIT, "status: closed", "status: done"), (AUDIT, "closed: 2026-05-20\n", "")],
    "AUD009": [
        (
            "records/management-reviews/mr-2026.md",
            "audit-results,",
            "audit-results, supplier-performance,",
        )
    ],
    # -- certification
    "CER002": [
        (EVENTS, "", "id,certification,kind,planned\nEV-9,CERT-9001,surveillance,2026-06-15\n")
    ],
    "CER007": [(CERTIFICATE, "2024-03-02", "2026-05-20")],
    "CER008": [(CERTIFICATE, "suspended:", "reinstated: 2026-05-04\nsuspended:")],
    "CER009": [(CERTIFICATE, "2030-04-30", "2029-04-30")],
    # -- records
    "REC001": [(ACTION, '"Label the gauges', '"Label the gauges"')],
    "REC002": [(ACTION, "quinn,", "quinn,2026-09-01")],
    "REC003": [(ACTION, "2026-09-31", "2026-09-30")],
    "REC004": [(ACTION, "evidense", "note")],
    "REC006": [(ACTION, "quality-manger", "quality-manager")],
    "REC014": [(ACTION, "2026-03-31,", "2026-03-31,2026-05-29")],
    "REC016": [(ACTION, "2027-05-04", "2026-05-04")],
    "REC017": [("records/complaint.csv", "2026-05-05", "2026-05-15")],
    "REC020": [("records/feedback.csv", "2026-05-04,survey,8 of 10\n2026", "2026")],
    "REC021": [("records/objective.csv", "9 %", "1.4 %")],
    "REC022": [(TRAINING, "2026-01-12", "2026-03-12")],
    "REC026": [("records/people.csv", "quality-manger", "quality-manager")],
    "REC030": [("records/complaint.csv", "machning", "Machining")],
    # -- competence
    "TRN001": [(TRAINING, "", "person,competence,date\nann,AUD-INT,2026-05-04\n")],
    "TRN002": [(TRAINING, "", "ann,MEAS,2026-05-18,yes\n")],
    "TRN003": [
        (TRAINING, "date\n", "date,evaluated,evaluated-by,result\n"),
        (TRAINING, "2026-01-12", "2026-01-12,2026-02-12,quinn,effective"),
    ],
    "TRN004": [
        (TRAINING, "date\n", "date,recognised\n"),
        (TRAINING, "01-12", "01-12,Register of auditors"),
    ],
    "TRN005": [(TRAINING, "", "ann,FORK,2026-05-18,2027-05-17\n")],
    "TRN006": [(TRAINING, ",ann,effective", ",quinn,effective")],
    # -- applicability
    "SOA004": [(SOA, "A.7.4,no,", "A.7.4,no,We have no premises")],
    "SOA005": [(SOA, "yes,Loss of data,implemented", "yes,Loss of data,planned")],
    "SOA006": [(SOA, "yes,Loss of data,implemented,SOP-014", "yes,Loss of data,planned,")],
    "SOA008": [(SOA, "implemented", "")],
    "APR021": [
        (
            ".isodocs/comments/SOP-001/0123456789abcdef.json",
            '{"v": 1, "type": "comment", "doc": "SOP-001"}\n',
            GONE,
        )
    ],
    "APR011": [(PURCHASING, "approved-by: Quinn Quality\n", "")],
    "APR016": [
        (PURCHASING, '<img src="{{ logo }}">', "![Logo](logo.svg)"),
        ("documents/logo.svg", "", "<svg/>\n"),
    ],
    "APR018": [
        ("documents/evacuation.md", "https://example.com/plan.png", "plan.png"),
        ("documents/plan.png", "", "PNG"),
    ],
    "DOC026": [
        (PURCHASING, "Quotes |", "Quotes | Above |"),
        (PURCHASING, "--------|\n", "--------|----|\n"),
    ],
    "DOC021": [(PURCHASING, "TBD", "500")],
    "REV008": [(PURCHASING, "revision: 4", "revision: 4\nchange: Two quotes are needed.")],
    "NCR005": [("records/nonconformities/nc-2026-009.md", "", AGAIN)],
    "AUD001": [("records/audit-programme.csv", "2026-04-01,2026-04-30", "2026-07-01,2026-07-31")],
    "AUD002": [("records/audit-programme.csv", ",8.4,", ",4; 5; 6; 7; 8; 9; 10,")],
    "AUD004": [
        ("records/audits/aud-2026-03.md", "", AUDITED_AGAIN),
        (
            "records/competence.yaml",
            "",
            "- {id: AUDITOR, title: Auditing, kind: internal-auditor, persons: [dora]}\n",
        ),
        (TRAINING, "", "person,competence,date\ndora,AUDITOR,2024-03-01\n"),
    ],
    "AUD008": [("records/management-reviews/mr-2026.md", "", REVIEW)],
    "AUD010": [
        (
            "records/audit-programme.csv",
            "3 years,2028-04-01,2028-04-30",
            "1 year,2026-09-01,2026-09-30",
        )
    ],
    "AUD017": [("records/audit-programme.csv", ",machining,", ",machining; dispatch,")],
    "AUD011": [(AUDIT, "sites: [Mill Lane]", "sites: [Mill Lane, Quern Street]")],
    "AUD012": [
        (
            "records/competence.yaml",
            "",
            "- {id: AUDITOR, title: Auditing, kind: internal-auditor, persons: [ann]}\n",
        ),
        (TRAINING, "", "person,competence,date\nann,AUDITOR,2024-03-01\n"),
    ],
    "AUD013": [
        (
            "records/management-reviews/mr-2026-01.md",
            "attendees: [quinn]",
            "attendees: [quinn, dora]",
        )
    ],
    "AUD016": [
        (AUDIT, "auditors: [ann]", "auditors: [quinn]"),
        ("records/competence.yaml", "persons: [ann]", "persons: [quinn]"),
        (TRAINING, "ann,", "quinn,"),
    ],
    "CER001": [
        (
            EVENTS,
            "",
            "id,certification,kind,planned,started,finished,result\nEV-9,CERT-9001,surveillance,2026-05-28,2026-05-28,2026-05-28,recommended\n",
        )
    ],
    "CER003": [(CERTIFICATE, "expires:", "withdrawn: 2026-05-14\nexpires:")],
    "CER004": [
        ("records/nonconformities/nc-2025-007.md", "due:", "body-verified: 2026-05-28\ndue:"),
        (EVENTS, "", "EV-3,CERT-9001,stage-2,2026-05-27,2026-05-27,2026-05-28,recommended\n"),
    ],
    "CER005": [(CERTIFICATE, "2026-05-01", "2026-05-22")],
    "CER006": [(CERTIFICATE, "decided:", ACCREDITED)],
    "CER032": [
        (EVENTS, "", "EV-4,CERT-9001,surveillance,2026-05-27,2026-05-27,2026-05-28,recommended\n")
    ],
    "CFG017": [(".isodocs/waivers/manual-review.yaml", "until: 2034", "until: 2027")],
    "CFG005": [(".isodocs/waivers/manual-review.yaml", "granted:", "until: 2026-08-31\ngranted:")],
    "PEO002": [("records/people.csv", "2026-03-31", "2026-05-31")],
    "PEO003": [("records/people.csv", "", "dora,Dora Director,warehouse-lead,\n")],
    "REC005": [
        ("records/trianing.csv", "", GONE),
        (TRAINING, "", "person,competence,date\nann,MEAS,2026-03-02\n"),
        (
            "records/competence.yaml",
            "",
            "- {id: MEAS, title: Measuring, kind: process, persons: [ann]}\n",
        ),
    ],
    "REC009": [("records/training.yaml", "0" * 64, LICENCE)],
    "REC010": [
        (TRAINING, "certificate\n", "certificate,certificate-sha256\n"),
        (TRAINING, "licence.txt", f"licence.txt,{LICENCE}"),
    ],
    "REC011": [
        ("records/external-document.csv", ",WI-004", ","),
        ("records/external-document.csv", "", "DRW-12-C,Shaft,issue C,current,,WI-004\n"),
    ],
    "REC013": [("records/equipment.csv", "in-use", "quarantined")],
    "REC018": [
        (ACTION, "due,dropped", "due,dropped,note"),
        (ACTION, "2026-05-04", "2026-05-04,The gauges were sold"),
    ],
    "REC019": [(ACTION, "2026-05-05,quinn", "2026-05-05,ann")],
    "REC023": [
        ("records/complaint.csv", "owner\n", "owner,due\n"),
        ("records/complaint.csv", "parts,quinn", "parts,quinn,2026-07-01"),
    ],
    "REC031": [
        ("records/issue.csv", "kind\n", "kind,climate-change,relevant,effect\n"),
        (
            "records/issue.csv",
            "external\n",
            "external,,yes,Fewer orders\nISS-02,Climate,external,yes,no,It changes nothing here\n",
        ),
    ],
    "REC032": [
        ("records/measurement.csv", "target\n", "target,follows\n"),
        ("records/measurement.csv", "95 %", "95 %,A-1: a second carrier"),
        (ACTION, "", "id,what,owner,due\nA-1,Find a second carrier,quinn,2026-09-01\n"),
    ],
    "REC033": [("records/evidence.csv", ",8.1,", ",iso-9001-2015:8.1,")],
    "SOA003": [(SOA, "A.8.35", "A.8.34")],
    "TRN010": [("records/provider.csv", "courses,", "courses,2026-05-20")],
    "CLS009": [
        (
            "isodocs.yaml",
            "standards: [iso-9001-2015]\nin-preparation: [iso-14001-2015]",
            "standards: [iso-9001-2015, iso-14001-2015]",
        )
    ],
    "CLS010": [("documents/review.md", "iso-14001-2015: [", 'iso-14001-2015: ["9.3", ')],
    "PEO001": [("records/equipment.csv", ",rita,", ",quinn,")],
    "TRN011": [("records/provider.csv", "ISO 14001 courses", "ISO 9001 and ISO 14001 courses")],
    # -- configuration
    "CFG008": [("isodocs.yaml", 'docs/**/*.md"]\n', 'documents/**/*.md"]\nrequired: [id]\n')],
    "CFG001": [("isodocs.yaml", "exta-fields", "extra-fields")],
    "CFG002": [("isodocs.yaml", "[iso-9001]", "[iso-9001-2015]")],
    "CFG015": [
        (".isodocs/standards/acme-quality-2026.yaml", '"1", title: P', '"2", title: P'),
        (
            ".isodocs/standards/acme-quality-2026.yaml",
            "title: ACME",
            "publisher: ACME\ntitle: ACME",
        ),
        (".isodocs/standards/acme-quality-2026.yaml", "summary", "asks"),
        (".isodocs/standards/acme-quality-2026.yaml", "summary", "asks"),
    ],
}
COMMANDS: Mapping[str, Sequence[Edit]] = {
    "CFG006": [],
    "DOC003": [],
    "REC007": [],
    "NCR002": [
        (
            NC26,
            "owner:",
            "cause: The list had no owner.\naction: The list has one.\naction-by: ann\n"
            "implemented: 2026-05-04\nverified: 2026-05-11\nverified-by: quinn\n"
            "effectiveness-reviewed: 2026-05-29\neffectiveness-reviewed-by: quinn\n"
            "effective: yes\nclosed: 2026-06-01\nowner:",
        ),
        (NC26, "status: open", "status: closed"),
    ],
}
"""Rules whose hint prints a command: the first is run as printed, and then these edits follow."""

FINAL = "revision: 1\nstatus: approved\neffective: 2026-06-01"
MANUAL = ("documents/manual.md", "id: MAN-001", f"id: MAN-001\ntype: procedure\n{FINAL}")
APPROVED: Mapping[str, tuple[Sequence[Edit], str]] = {
    "APR001": ([(PURCHASING, "id: SOP-001", "id: SOP-001\nrevision: 1")], "SOP-001"),
    "CLS005": ([(PURCHASING, "status: draft", f"type: procedure\n{FINAL}")], "SOP-001"),
    "CLS007": (
        [
            (
                "isodocs.yaml",
                '"5.1": {justification: too much work}',
                '"8.3": {justification: "We make to drawings of our customers", document: MAN-001}',
            ),
            MANUAL,
        ],
        "MAN-001",
    ),
    "REF005": ([("documents/order.md", "status: draft", f"type: form\n{FINAL}")], "FRM-022"),
    "SOA009": ([(SOA, "planned,", "implemented,MAN-001"), MANUAL], "MAN-001"),
}
"""Rules that an approval ends: what is edited, and the document that Quinn then approves."""

NOT_BY_FILES: Mapping[str, str] = {
    "CLS004": "a document for each of 65 clauses ends it",
    "SOA001": "93 controls are decided; tests/commands/test_soa.py does it",
    "SOA002": "93 controls are decided; tests/commands/test_soa.py does it",
    "SOA007": "an approval ends it",
    "SOA010": "what the statement of the other edition then lacks is told instead",
}
"""Rules whose example no edit of files closes, each with the reason."""
RULES = all_rules()


def counting(found: Sequence[Gap]) -> set[str]:
    """The rules that find a gap which counts; what clauses no document answers is left aside."""
    return {gap.code for gap in found if gap.level is not Level.NOTE} - COVERAGE


def edit(repo: RepositoryBuilder, edits: Sequence[Edit]) -> None:
    for path, old, new in edits:
        file = repo.path / path
        before = file.read_text(encoding="utf-8") if file.exists() else ""
        assert old in before, f"{path} does not say {old!r}"
        if new == GONE:
            file.unlink()
        else:
            repo.write(path, before.replace(old, new, 1) if old else before + new)


@pytest.mark.parametrize("code", [*STEPS, *COMMANDS, *APPROVED])
def test_the_remedy_closes_the_gap(
    code: str, repo: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path, text in {**COMPANY, **RULES[code].document.files}.items():
        repo.write(path, text)
    before = run(repo, DAY).gaps
    blocking = {gap.fingerprint for gap in before if gap.code == code}
    moment = datetime.fromisoformat(f"{DAY}T09:00:00+00:00")
    clock.stop(monkeypatch, moment)
    if code in COMMANDS:
        (gap,) = (gap for gap in before if gap.code == code)
        printed, *_ = re.findall(r"`isodocs ([^`]+)`", gap.finding.hint)
        agreed = ["--yes"] if printed.startswith("waive") else []
        command(*shlex.split(printed), *agreed, at=repo.path)
    edit(repo, APPROVED[code][0] if code in APPROVED else {**STEPS, **COMMANDS}[code])
    if code in APPROVED:
        repo.git("add", "--all")
        repo.commit("Write it", {}, date="2026-05-29T09:00:00+00:00")
        command("approve", APPROVED[code][1], "--as", "quinn", "--yes", at=repo.path)
    after = run(repo, DAY).gaps
    told = "\n".join(f"{gap.code} {gap.finding.message}" for gap in after)
    assert code not in {gap.code for gap in after}, told
    assert counting(after) <= counting(before), told
    if RULES[code].stops and not RULES[code].by_calendar:
        later = {gap.fingerprint for gap in run(repo, A_YEAR_LATER).gaps}
        assert blocking.isdisjoint(later), "what was settled comes back"


def test_every_example_is_closed_or_says_why_not() -> None:
    examples = {rule.code for rule in RULES.values() if rule.document.files}
    kinds = (STEPS, COMMANDS, APPROVED, NOT_BY_FILES)
    assert sorted(code for kind in kinds for code in kind) == sorted(examples)
