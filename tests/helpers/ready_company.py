"""A small company that an auditor would certify: everything that is asked for is there, once.

It works to ISO 9001 since 2023, is certified in September of that year and comes to its
recertification in 2026. Each step is a commit on the day on which it would have been made.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from isodocs.authority import authority_register
from isodocs.model.requirement import Requirement
from isodocs.standards import load
from tests.helpers.company import approval, base, document, path
from tests.helpers.repository import RepositoryBuilder

STANDARD = "iso-9001-2015"
YEARS = (2023, 2024, 2025, 2026)
IN_FORCE, STAGE_1, STAGE_2 = "2023-02-01", "2023-07-10", "2023-09-05"
SECTION = "What we keep of it: {kept}."
POLICY = "We deliver what we promise, and get better at it each year."
REPORT = "We looked at every clause, with samples of the shop floor. The system works."
MINUTES = "We went through the figures. The system suits us."
SURVEILLANCE, RECERTIFICATION = "2024-08-20", "2026-07-14"
CONFIG = f"""\
organisation: Test Works Ltd
owner: quality-manager
standards: [{STANDARD}]
documents:
  include: ["documents/**/*.md"]
types:
  policy: {{prefix: POL, review-every: 60 months}}
  objectives: {{prefix: OBJ, review-every: 60 months}}
  manual: {{prefix: MAN, review-every: 60 months}}
  procedure: {{prefix: SOP, review-every: 60 months}}
not-applicable:
  {STANDARD}:
    "8.3": {{justification: We make parts to drawings of our customers., document: MAN-001}}
none-of:
  complaint: Nobody has complained so far.
"""
INPUTS = (
    "earlier-actions, changes, interested-parties, customer-satisfaction, objectives, "
    "process-performance, product-conformity, nonconformities, monitoring, audit-results, "
    "supplier-performance, resources, risk-actions, improvement"
)
KEPT_ELSEWHERE = ("4.4.2", "7.5.3.2", "8.1", "8.2.3.2", "8.5.2", "8.5.3", "8.6")
_APPROVED = "2023-01-20T10:00:00+00:00"
_PEOPLE = "id,name,roles,top-management,joined\n"
_STAFF = (
    "ann,Ann Author,author,no,2020-01-06\n"
    "quinn,Quinn Quality,quality-manager,no,2020-01-06\n"
    "dora,Dora Director,director,yes,2020-01-06\n"
    "ines,Ines Independent,auditor,no,2020-01-06\n"
)
_COMPETENCE = (
    "id,title,kind,everybody,persons,since\n"
    "AWARE,Policy and own part,awareness,yes,,2023-02-01\n"
    "AUDIT,Internal auditing,internal-auditor,,ines,2023-02-01\n"
)


def _of_the_manual() -> list[Requirement]:
    named = {"5.2.1", "5.2.2", "6.2.1", "6.2.2"}
    return [
        clause
        for clause in load.load(STANDARD).auditable
        if clause.number not in named and not clause.number.startswith("8.3.")
    ]


def _split(clauses: int) -> dict[str, str | bytes]:
    """Documents of so many clauses each, all with the same sentence, in place of the manual."""
    every = _of_the_manual()
    files: dict[str, str | bytes] = {}
    for at in range(0, len(every), clauses):
        id = f"SOP-{at + 1:03}" if at else "MAN-001"
        numbers = ", ".join(f'"{clause.number}"' for clause in every[at : at + clauses])
        body = f"# Part {id}\n\nWe do what the standard asks.\n"
        files |= _document(id, f"Part {id}", "procedure" if at else "manual", body, numbers)
    return files


def _manual(section: str) -> str:
    sections = "".join(
        f'## {clause.title} {{clause="{clause.number}"}}\n\n'
        f"{section.format(title=clause.title.lower(), kept=clause.evidence[0].what.lower())}\n\n"
        for clause in _of_the_manual()
    )
    return f"# Quality manual\n\nParts to drawings.\n\n{sections}"


def _document(
    id: str, title: str, kind: str, body: str, clauses: str = ""
) -> dict[str, str | bytes]:
    text = document(
        id,
        title=title,
        type=kind,
        body=body,
        effective=IN_FORCE,
        clauses=f"{{{STANDARD}: [{clauses}]}}" if clauses else "",
    )
    files: dict[str, str | bytes] = {path(id): text, **approval(id, 1, text, at=_APPROVED)}
    if kind == "policy":
        files |= approval(id, 1, text, person="dora", role="director", at=_APPROVED)
    return files


def _story(kind: str, id: str, told: str, /, **fields: str) -> dict[str, str | bytes]:
    lines = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in fields.items())
    text = f"---\nrecord: {kind}\nid: {id}\n{lines}---\n# {id}\n\n{told}\n"
    return {f"records/{kind}/{id}.md": text}


def audit(year: int) -> dict[str, str | bytes]:
    return _story(
        "audit",
        f"AUD-{year}",
        REPORT,
        title="The whole system",
        status="closed",
        standards=f"[{STANDARD}]",
        criteria="[ISO 9001]",
        scope="Everything",
        clauses='["4", "5", "6", "7", "8", "9", "10"]',
        auditors="[ines]",
        lead_auditor="ines",
        auditees="[quinn]",
        planned=f"{year}-05-15",
        started=f"{year}-05-15",
        finished=f"{year}-05-17",
        reported=f"{year}-05-20",
        closed=f"{year}-05-20",
        conclusion="It works.",
    )


def _review(year: int) -> dict[str, str | bytes]:
    return _story(
        "management-review",
        f"MR-{year}",
        MINUTES,
        title=f"Management review {year}",
        status="closed",
        standards=f"[{STANDARD}]",
        planned=f"{year}-06-20",
        held=f"{year}-06-20",
        chair="dora",
        attendees="[dora, quinn]",
        inputs=f"[{INPUTS}]",
        outputs="[improvement, system-changes, resources]",
        next_due=f"{year + 1}-06-30",
        closed=f"{year}-06-20",
    )


def _planned_review() -> dict[str, str | bytes]:
    return _story(
        "management-review",
        "MR-2023",
        "To come.",
        title="Management review 2023",
        status="planned",
        standards=f"[{STANDARD}]",
        planned="2023-06-20",
        chair="dora",
    )


def _programme(until: int) -> dict[str, str | bytes]:
    rows = "".join(
        f"AP-{year},The whole system,{STANDARD},4; 5; 6; 7; 8; 9; 10,{year}-05-01,{year}-05-31,"
        f"ines,quality-manager,{f'AUD-{year}' if year <= until else ''}\n"
        for year in YEARS
    )
    head = "id,title,standards,clauses,planned,due,auditors,owner,audit\n"
    return {"records/audit-programme.csv": head + rows}


def _yearly(year: int) -> dict[str, str | bytes]:
    """The tables whose rows are looked at again each May."""
    day = f"{year}-05-10"
    kept = "".join(
        f"EVI-{number.replace('.', '')},Records of {number},Job system,{number},quality-manager,"
        f"{day},quinn,Ten jobs\n"
        for number in KEPT_ELSEWHERE
    )
    calibrated = "".join(
        f"CAL-001,{each}-05-10,passed,Metroservice,C-{each},NPL\n" for each in YEARS if each <= year
    )
    return {
        "records/evidence.csv": "id,what,where,clauses,owner,looked-at,looked-at-by,seen\n" + kept,
        "records/calibration.csv": (
            "equipment,calibrated,result,performed-by,certificate,traceable-to\n" + calibrated
        ),
        "records/objective.csv": (
            "id,title,measure,target,standards,owner,start,due,measure-every,status\n"
            f"OBJ-1,On time,Deliveries on time,at least 95 %,{STANDARD},quality-manager,2023-02-01,"
            "2027-01-31,13 months,open\n"
        ),
        "records/measurement.csv": (
            "objective,supplier,figure,date,value,unit,target\n"
            f"OBJ-1,,,{day},96,%,\n,SUP-1,points,{day},90,points,at least 80 points\n"
        ),
        "records/risk.csv": (
            "id,kind,title,owner,likelihood,impact,level,assessed,assess-every,treatment,status,"
            "note\nRSK-1,risk,The only grinder retires,quality-manager,2,2,low,"
            f"{day},15 months,accept,accepted,Dora accepts it\n"
        ),
        "records/supplier.csv": (
            "id,name,supplies,status,importance,criteria,owner,approved,evaluate-every\n"
            "SUP-1,Metalstock,Bar,approved,high,Points,quality-manager,2023-02-10,15 months\n"
        ),
    }


def _nonconformity() -> dict[str, str | bytes]:
    return _story(
        "nonconformity",
        "NC-2023-001",
        "A gauge was not marked.",
        title="A gauge without its mark",
        status="closed",
        source="process",
        grade="minor",
        standard=STANDARD,
        clauses='["7.1.5.2"]',
        owner="quality-manager",
        raised="2023-02-10",
        due="2023-04-10",
        correction="Marked",
        corrected="2023-02-10",
        cause="The pen was dry",
        action="Engraved marks",
        action_by="ann",
        implemented="2023-02-20",
        verified="2023-02-24",
        verified_by="quinn",
        effectiveness_reviewed="2023-05-08",
        effectiveness_reviewed_by="quinn",
        effective="yes",
        closed="2023-05-08",
    )


def _change() -> dict[str, str | bytes]:
    return _story(
        "change",
        "CHG-2023-001",
        "It went well.",
        title="A second shift",
        status="closed",
        purpose="Capacity",
        owner="quality-manager",
        requested="2023-03-01",
        requested_by="ann",
        approved="2023-03-05",
        approved_by="dora",
        implemented="2023-04-03",
        reviewed="2023-05-08",
        reviewed_by="quinn",
        effective="yes",
        closed="2023-05-08",
    )


def _certification(verified: str, decided: str = "") -> dict[str, str | bytes]:
    return {
        **_story(
            "certification",
            "CERT-1",
            "The cycle.",
            title="ISO 9001, 2023 to 2026",
            status="open",
            standard=STANDARD,
            owner="quality-manager",
            body="Northgate",
            accreditation_body="UKAS",
            accreditation_number='"001"',
            accreditation_scope="ISO 9001:2015",
            recognised_under="IAF MLA",
            accreditation_verified=verified,
            accreditation_verified_by="quinn",
            applied="2023-02-06",
            **({"decided": decided, "issued": decided, "expires": "2026-09-24"} if decided else {}),
        )
    }


def _events(held: int) -> dict[str, str | bytes]:
    """The audits of the body; so many of them are held."""
    arranged = (
        ("S1", "stage-1", STAGE_1),
        ("S2", "stage-2", STAGE_2),
        ("V1", "surveillance", SURVEILLANCE),
        ("V2", "surveillance", "2025-08-19"),
        ("R1", "recertification", RECERTIFICATION),
    )
    rows = "".join(
        f"{id},CERT-1,{STANDARD},{kind},{day},yes,"
        + (f"{day},{day},recommended\n" if number < held else ",,\n")
        for number, (id, kind, day) in enumerate(arranged[: max(held + 1, 2)])
    )
    head = "id,certification,standard,kind,planned,confirmed,started,finished,result\n"
    return {"records/certification-event.csv": head + rows}


def _steps(
    section: str, policy: str, split: int
) -> Iterator[tuple[str, Mapping[str, str | bytes]]]:
    """Every commit: its day, and what it brings."""
    yield (
        "2023-01-20",
        {
            **base(),
            "isodocs.yaml": CONFIG,
            **(
                _split(split)
                if split
                else _document("MAN-001", "Quality manual", "manual", _manual(section))
            ),
            **_document(
                "POL-001",
                "Quality policy",
                "policy",
                f"# Quality policy\n\n{policy}\n",
                '"5.2.1", "5.2.2"',
            ),
            **_document(
                "OBJ-001",
                "Quality objectives",
                "objectives",
                "# Quality objectives\n\nNinety-five of a hundred deliveries come on time.\n",
                '"6.2.1", "6.2.2"',
            ),
        },
    )
    yield (
        "2023-02-06",
        {
            "records/people.csv": _PEOPLE + _STAFF,
            "records/competence.csv": _COMPETENCE,
            "records/equipment.csv": (
                "id,description,status,interval,since,owner\n"
                "CAL-001,Calliper,in-use,15 months,2023-05-10,quality-manager\n"
            ),
            **_planned_review(),
            **_programme(2022),
            **_certification("2023-02-06"),
            **_events(0),
        },
    )
    training = "person,competence,date,provider,evaluated,evaluated-by,result\n" + "".join(
        f"{who},AWARE,2023-02-01,Dora,,,\n" for who in ("ann", "quinn", "dora", "ines")
    )
    training += "ines,AUDIT,2023-02-03,Some School,2023-02-05,quinn,effective\n"
    yield "2023-02-07", {"records/training.csv": training}
    yield "2023-05-10", {**_yearly(2023), **_nonconformity(), **_change()}
    for number, year in enumerate(YEARS):
        if number:
            seen = _certification(f"{year}-05-10", "2023-09-25")
            yield f"{year}-05-10", {**_yearly(year), **seen}
        yield f"{year}-05-20", {**audit(year), **_programme(year)}
        yield f"{year}-06-20", _review(year)
        if year == YEARS[0]:
            yield STAGE_1, _events(1)
            yield STAGE_2, _events(2)
            yield "2023-09-25", _certification("2023-02-06", "2023-09-25")
        elif year < YEARS[-1]:
            yield f"{year}-08-20", _events(number + 2)


def build(
    repo: RepositoryBuilder,
    until: str = "9999",
    told: Mapping[str, str] | None = None,
    section: str = SECTION,
    policy: str = POLICY,
    split: int = 0,
) -> RepositoryBuilder:
    """The company as it was at the end of a day; `told` are records that it wrote otherwise.

    Each section of its manual says `section`, and its policy says `policy`. With `split`, documents
    of so many clauses that all say the same take the place of the manual.
    """
    for day, files in _steps(section, policy, split):
        if day <= until:
            for old, new in (told or {}).items():
                files = {
                    name: text.replace(old, new) if isinstance(text, str) else text
                    for name, text in files.items()
                }
            repo.commit(f"What there is on {day}", files, date=f"{day}T12:00:00+00:00")
    return repo


AUTHORITY = authority_register.path_of(1)
