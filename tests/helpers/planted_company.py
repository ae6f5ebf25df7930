"""A company whose words that no reader may meet are marked, each by where it is planted.

Every planted word begins with `Planted`. Its site is in German; a text in force is in Japanese.
"""

from __future__ import annotations

import json
from pathlib import Path

from tests.helpers.company import CONFIG, approval, base, document, path
from tests.helpers.markdown_texts import PICTURE, png
from tests.helpers.repository import RepositoryBuilder
from tests.rendering.test_html import HOSTILE

DAY = "2025-02-01"
MAP = "documents/map.png"
OLD_MAP, NEW_MAP = PICTURE, png(20, 30)
HIDDEN = "<!-- Plantedcomment -->"
EVIL = "</script><script>alert(1)</script></title><img src=x onerror=alert(1)>"
_YAML = json.dumps(EVIL)
_CONFIG = f"{CONFIG}language: de\nclassification: {{default: internal}}\n"
_BODY = f"""# Einkauf

{HIDDEN}

![Der Plan](map.png) Siehe [Schweißen](SOP-002.md#naht) und <b class="Plantedclass">prüfe</b>.

## Lieferanten {{{{clause="8.4.1"}}}}

Nur freigegebene Lieferanten. {{}}

| Prüfung | Frist |
|---|---|
| Größe | {{}} Tage |
"""
ANCIENT = document(title="Plantedancient", body=_BODY.format("Plantedancient", 10))
FORMER = document(
    revision=2,
    title="Einkauf Plantedformer",
    body=_BODY.format("Plantedformer wird gefragt.", 20),
    change="Fristen genannt. # Plantedyaml",
    effective="2024-04-01",
)
IN_FORCE = document(
    revision=3,
    title="Einkauf",
    body=_BODY.format("Geprüft wird die Schweißnaht.", 30),
    change="Fristen verlängert. # Plantedyaml",
    effective="2024-06-01",
    references="[SOP-002, SOP-008, SOP-010]",
)
DRAFT = document(
    revision=4,
    status="draft",
    title="Planteddraft",
    change="Planteddraft",
    body=_BODY.format("Planteddraft", 40),
)
WELDING = document(
    "SOP-002", title="Schweißen", body="# Schweißen\n\n## Naht\n\nNähte prüfen.\n", owner="ann"
)
USED = document("SOP-003", title="Plantedobsolete", body="# Plantedobsolete\n")
ENDED = document(
    "SOP-003",
    title="Plantedobsolete",
    body="# Plantedobsolete\n",
    status="obsolete",
    change="Plantedobsolete",
    effective="2024-09-10",
    superseded_by="SOP-002",
)
AWAITING = document("SOP-004", title="Plantedawaiting", body="# Plantedawaiting\n")
BEGUN = document("SOP-PlantedId", title="Plantedbegun", status="draft", body="# Plantedbegun\n")
TO_COME = document(
    "SOP-002",
    2,
    title="Schweißen Plantedfuture",
    body="# Schweißen\n\nPlantedfuture\n",
    change="Plantedfuture",
    effective="2030-01-01",
)
SECRET = document(
    "SOP-008",
    title="Plantedsecret",
    change="Plantedsecret",
    body="# Plantedsecret\n",
    classification="confidential",
)
ONCE_SECRET = document(
    "SOP-009",
    title="Lager",
    body="# Lager\n\nPlantedoncesecret\n",
    change="Plantedoncesecret",
    classification="confidential",
)
NOW_OPEN = document("SOP-009", 2, title="Lager", body="# Lager\n\nOffen.\n", change="Offen.")
JAPANESE = document(
    "SOP-010",
    title="検査手順書",
    language="ja",
    body="# 検査手順書\n\n寸法検査は毎日行う。測定器はカリブレーションする。\n",
)
SHOWING = document("SOP-012", title="Plantedshowing", body="# All\n\n![](SOP-008.md)\n")
HOSTILE_TEXT = document(
    "SOP-011", title=_YAML, change=_YAML, owner=_YAML, body="\n\n".join((*HOSTILE, "a\u2028b"))
)
READING = """id,title,kind,standard,documents,everybody,roles,persons,within
KNOW-1,Einkaufen,awareness,iso-9001-2015,SOP-001,no,quality-manager,ann,30 days
"""
READ = "person,document,revision,date,note\nann,SOP-001,3,2024-06-10,\n"
PROCESSES = """id,title,owner,documents
PRC-01,Beschaffung,quality-manager,SOP-001;SOP-008;SOP-003
"""


def planted_company(folder: Path) -> RepositoryBuilder:
    """Its repository."""
    repo = RepositoryBuilder(folder / "repo")
    sop, other = path("SOP-001"), path("SOP-002")
    files: dict[str, str | bytes] = {**base(), "isodocs.yaml": _CONFIG, sop: ANCIENT, MAP: OLD_MAP}
    files |= approval("SOP-001", 1, ANCIENT, shown={MAP: OLD_MAP})
    texts = {
        "SOP-002": WELDING,
        "SOP-003": USED,
        "SOP-008": SECRET,
        "SOP-009": ONCE_SECRET,
        "SOP-010": JAPANESE,
        "SOP-011": HOSTILE_TEXT,
    }
    for id, text in texts.items():
        files |= {path(id): text, **approval(id, 1, text)}
    shown = {path("SOP-008"): SECRET.encode()}
    files |= {path("SOP-012"): SHOWING, **approval("SOP-012", 1, SHOWING, shown=shown)}
    files |= {path("SOP-004"): AWAITING, path("SOP-PlantedId"): BEGUN}
    repo.commit("Issue", files, date="2024-01-20T11:00:00+00:00")
    at = "2024-03-20T10:00:00+00:00"
    files = {sop: FORMER, **approval("SOP-001", 2, FORMER, shown={MAP: OLD_MAP}, at=at)}
    files |= {path("SOP-009"): NOW_OPEN, **approval("SOP-009", 2, NOW_OPEN, at=at)}
    repo.commit("Revise", files, date="2024-03-20T11:00:00+00:00")
    at = "2024-05-20T10:00:00+00:00"
    files = {sop: IN_FORCE, MAP: NEW_MAP}
    files |= approval("SOP-001", 3, IN_FORCE, shown={MAP: NEW_MAP}, at=at)
    repo.commit("Revise again", files, date="2024-05-20T11:00:00+00:00")
    at = "2024-09-01T10:00:00+00:00"
    files = {path("SOP-003"): ENDED, **approval("SOP-003", 1, ENDED, at=at)}
    files |= {"records/competence.csv": READING, "records/confirmation.csv": READ}
    files |= {"records/process.csv": PROCESSES}
    repo.commit("Retire", files, date="2024-09-01T11:00:00+00:00")
    at = "2025-01-05T10:00:00+00:00"
    files = {sop: DRAFT, other: TO_COME, **approval("SOP-002", 2, TO_COME, at=at)}
    repo.commit("Begin", files, date="2025-01-10T09:00:00+00:00")
    return repo
