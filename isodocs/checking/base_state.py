"""What holds for a commit or a push whatever it brings itself: the state at its base."""

from __future__ import annotations

from typing import TYPE_CHECKING

from isodocs.inventory.configuration import read_config
from isodocs.inventory.take import read_authority
from isodocs.model import layout, waiver
from isodocs.model.inventory import PushBase
from isodocs.parsing import waiver as waiver_parsing
from isodocs.repository.listed_files import below

if TYPE_CHECKING:
    from isodocs.model.waiver import Baseline
    from isodocs.repository.snapshot import CommitSnapshot


def state_at(snapshot: CommitSnapshot) -> PushBase:
    """What holds whatever comes next; no document is read for it."""
    recorded = list(below(snapshot.entries, layout.BASELINE))
    waivers = below(snapshot.entries, waiver.FOLDER)
    return PushBase(
        read_config(snapshot),
        read_authority(snapshot)[0],
        tuple(waiver_parsing.parse(p, file.data) for p, file in snapshot.read(waivers, refused={})),
        snapshot.entries,
        _baseline(snapshot, recorded) if recorded else waiver.NO_BASELINE,
    )


def _baseline(snapshot: CommitSnapshot, paths: list[str]) -> Baseline:
    from isodocs.inventory import baseline_files  # few systems have one

    return baseline_files.read({p: file.data for p, file in snapshot.read(paths, refused={})})
