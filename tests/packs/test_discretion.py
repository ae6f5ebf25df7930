"""What a pack says of people and of closed documents, where it must say something."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from isodocs.model.audit import AuditKind
from isodocs.packs.discretion import Discretion
from isodocs.packs.kept_back import KeptBack
from isodocs.readiness.readiness import readiness_by_standard
from isodocs.workspace import View, Workspace
from tests.packs.conftest import MadePack

NOTHING = KeptBack({}, {}, frozenset(), frozenset())
NAMES = ("Ann Author", "Quinn Quality", "Dora Director", "ann", "quinn", "dora")


def test_no_one_is_named_for_what_they_were_not_trained_in(pack: MadePack) -> None:
    """Each point about competence is there, without a name; with people, with them."""
    workspace = Workspace.open(Path(pack.repo.path))
    register = workspace.register(View(date(2026, 1, 1), latest=True))
    (found,) = readiness_by_standard(register, AuditKind.SURVEILLANCE)
    said = {}
    for with_people in (True, False):
        shown = Discretion(register, NOTHING, with_people=with_people).readiness(found)
        assert shown.verdict is found.verdict
        about = [p.message for p in shown.points if p.area == "competence"]
        about += [p.message for p in shown.points if "competent as an" in p.message]
        said[with_people] = " | ".join(about)
    words = {word.strip(".,:;()") for word in said[False].split()}
    assert any(name in said[True] for name in NAMES)
    assert said[False]
    assert words.isdisjoint(NAMES)
    assert "Ann Author" not in said[False]
    assert "annual" not in said[False]
