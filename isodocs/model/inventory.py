"""The inventory: what one snapshot holds, parsed and typed, before any history is known.

`take_inventory` reads it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from isodocs.model.config import Config
from isodocs.model.own_maps import NONE, OwnMaps

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord, DelegationRecord
    from isodocs.model.authority import AuthorityHistory, Pending
    from isodocs.model.confirmation import ConfirmationRecord
    from isodocs.model.document import Document
    from isodocs.model.outline import Outline
    from isodocs.model.problem import Problem
    from isodocs.model.record import Record
    from isodocs.model.shown import ShownFiles
    from isodocs.model.waiver import Waiver


class Unreadable(NamedTuple):
    """A path that should be a controlled file and is not one that may be read."""

    path: str
    problem: Problem


@dataclass(frozen=True, slots=True)
class Inventory:
    """Everything a snapshot says.

    `paths` are all files and folders of the snapshot, for references, `files` its plain files;
    `uncontrolled` counts
    Markdown files with front matter that no one declared controlled. `shown` gives the digest of
    each local image or include that a controlled document shows, empty where something is
    there that is not a plain file or cannot be read; `shown_by` says by the path of each document
    what it shows. `arriving` are the paths of the
    statements that a push brings, where one is judged. `waivers` are those of the
    snapshot, `waivers_in_force` those that silence a gap: the same, unless a push is judged. So is
    `declared`, the snapshot's own configuration, beside `config`, the one that holds.
    `authority_pending` is the version of the authority register that awaits signatures.
    `evidence` gives the digest of each file that a record names together with a digest.
    `own_maps` are the snapshot's own requirement maps, also where a push is judged: documents and
    the map that they answer arrive together.
    """

    label: str
    config: Config
    documents: tuple[Document, ...]
    outlines: Mapping[str, Outline]
    paths: frozenset[str]
    shown: Mapping[str, str]
    approvals: tuple[ApprovalRecord, ...]
    delegations: tuple[DelegationRecord, ...]
    authority: AuthorityHistory | None
    waivers: tuple[Waiver, ...]
    waivers_in_force: tuple[Waiver, ...]
    unreadable: tuple[Unreadable, ...]
    arriving: frozenset[str] = frozenset()
    authority_problem: Unreadable | None = None
    authority_pending: Pending | None = None
    declared: Config = field(default_factory=Config)
    uncontrolled: int = 0
    records: tuple[Record, ...] = ()
    evidence: Mapping[str, str] = field(default_factory=dict)
    own_maps: OwnMaps = NONE
    shown_by: Mapping[str, ShownFiles] = field(default_factory=dict)
    confirmations: tuple[ConfirmationRecord, ...] = ()
    files: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class PushBase:
    """What holds whatever a push itself brings: configuration, authority register and waivers.

    `statements` are the paths of the statements that were there before it.
    """

    config: Config
    authority: AuthorityHistory | None
    waivers: tuple[Waiver, ...] = ()
    statements: frozenset[str] = frozenset()
