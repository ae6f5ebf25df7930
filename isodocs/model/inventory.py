"""The inventory: what one snapshot holds, parsed and typed, before any history is known.

`take_inventory` reads it.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from typing import TYPE_CHECKING

from isodocs.dataclass import field, immutable
from isodocs.model.config import Config
from isodocs.model.own_maps import NONE, OwnMaps
from isodocs.model.paths import Paths, PathsKnown
from isodocs.model.waiver import NO_BASELINE, Baseline
from isodocs.named_tuple import NamedTuple

if TYPE_CHECKING:
    from isodocs.model.approval import ApprovalRecord, DelegationRecord
    from isodocs.model.authority import AuthorityHistory, Pending
    from isodocs.model.comment import CommentRecord
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


@immutable(frozen=True, slots=True)
class Inventory:
    """Everything a snapshot says."""

    label: str
    config: Config  # what applies; where a push is judged, its base's
    documents: tuple[Document, ...]
    outlines: Mapping[str, Outline]
    paths: Paths  # all files and folders, for references
    # The digest of each image or include that a controlled document shows; empty where something
    # is there that is not a plain file or cannot be read.
    shown: Mapping[str, str]
    approvals: tuple[ApprovalRecord, ...]
    delegations: tuple[DelegationRecord, ...]
    authority: AuthorityHistory | None
    waivers: tuple[Waiver, ...]
    waivers_in_force: tuple[Waiver, ...]  # those that silence a gap; of the base of a push
    unreadable: tuple[Unreadable, ...]
    arriving: frozenset[str] = frozenset()  # paths of statements that a push brings
    authority_problem: Unreadable | None = None
    authority_pending: Pending | None = None  # the version that awaits signatures
    declared: Config = field(default_factory=Config)  # the snapshot's own configuration
    uncontrolled: int = 0  # Markdown files with front matter that no one declared controlled
    records: tuple[Record, ...] = ()
    # The digest of each file that a record names together with a digest.
    evidence: Mapping[str, str] = field(default_factory=dict)
    # The snapshot's own, also where a push is judged: documents and the map that they answer
    # arrive together.
    own_maps: OwnMaps = NONE
    shown_by: Mapping[str, ShownFiles] = field(default_factory=dict)  # by path of the document
    confirmations: tuple[ConfirmationRecord, ...] = ()
    files: Paths = PathsKnown()  # the plain ones among `paths`
    baseline: Baseline = NO_BASELINE
    baseline_in_force: Baseline = NO_BASELINE  # that of the base of a push
    comments: tuple[CommentRecord, ...] = ()


@immutable(frozen=True, slots=True)
class PushBase:
    """What holds whatever a push itself brings: configuration, authority register, waivers.

    `paths` are those of all that was there before it, statements among them.
    """

    config: Config
    authority: AuthorityHistory | None
    waivers: tuple[Waiver, ...] = ()
    paths: Container[str] = frozenset()
    baseline: Baseline = NO_BASELINE
