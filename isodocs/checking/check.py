"""One check: the register of a view, the gaps its rules yield, the coverage they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from functools import cached_property
from typing import TYPE_CHECKING

from isodocs.assess.coverage import coverage
from isodocs.assess.coverage_strength import coverage_strength, summary
from isodocs.checking.run import baseline_in_force, rules_ignored, run
from isodocs.dataclass import immutable
from isodocs.errors import IsodocsError
from isodocs.model.checked import Checked, StandardChecked
from isodocs.model.document import State, plain
from isodocs.model.gap import EVERYTHING, LookedAt, looked_at
from isodocs.words import say

if TYPE_CHECKING:
    from isodocs.model.coverage import Coverage
    from isodocs.model.gap import Gap
    from isodocs.model.register import Entry, Register

STANDARDS = "standards"
"""What is noted as read for what is said of standards."""


@immutable(frozen=True)
class CheckResult:
    """What `check` found."""

    register: Register
    gaps: tuple[Gap, ...]
    coverages: Mapping[str, Coverage]
    looked_at: LookedAt = EVERYTHING

    @cached_property
    def checked(self) -> Checked:
        """The same as values, to be reported or remembered."""
        register = self.register
        waiting = register.config.in_preparation
        return Checked(
            register.on,
            register.source,
            register.config.organisation,
            standards(register, self.coverages),
            waiting,
            counted_states(register.listed),
            self.gaps,
            self.looked_at,
            baseline_in_force(register).burn_down,
        )


def counted_states(entries: Iterable[Entry]) -> Mapping[State, int]:
    """How many documents are in each state; states no one is in are left out."""
    counts = dict.fromkeys(State, 0)
    for entry in entries:
        counts[entry.state] += 1
    return {state: count for state, count in counts.items() if count}


def standards(
    register: Register, coverages: Mapping[str, Coverage] | None = None
) -> Mapping[str, StandardChecked]:
    """What there is to say of each standard; `coverages` where they are known already."""
    with register.watch.working(STANDARDS) if register.watch else nullcontext():
        if coverages is None:
            coverages = covered(register)
        return {id: _standard(register, coverage) for id, coverage in coverages.items()}


def covered(register: Register) -> Mapping[str, Coverage]:
    """The coverage of each standard."""
    with register.watch.working(STANDARDS) if register.watch else nullcontext():
        return {id: coverage(register, id) for id in register.maps}


def _standard(register: Register, coverage: Coverage) -> StandardChecked:
    strength = coverage_strength(register, coverage)
    name = register.maps[coverage.standard].display_name
    counts = {str(status): count for status, count in coverage.counts.items()}
    return StandardChecked(name, summary(coverage), strength.said, counts, strength._asdict())


def check(
    register: Register,
    *,
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    paths: Sequence[str] = (),
) -> CheckResult:
    """Run the rules over `register`.

    `select` and `ignore` take rule codes, families or names. `paths` (files, folders or document
    identifiers, relative to the repository) narrow what is reported, never what is looked at.
    Raises IsodocsError for a path that the snapshot does not know, ConfigurationError for an
    unknown rule.
    """
    gaps = run(register, select=select, ignore=ignore)
    if paths:
        wanted = [known(register, path) for path in paths]
        gaps = tuple(gap for gap in gaps if any(concerns(gap, path) for path in wanted))
    coverages = covered(register)
    seen = looked_at(
        {"rules": select, "paths": paths},
        {"rules": ignore, "ignored_rules": rules_ignored(register)},
    )
    return CheckResult(register, gaps, coverages, seen)


def known(register: Register, path: str) -> str:
    """A path as gaps are found by it (see `check`); raises IsodocsError for an unknown one."""
    from isodocs.words import did_you_mean

    path = path.rstrip("/")
    if path in register.inventory.paths or path in register.entries or path in ("", "."):
        return path
    if any(entry.place_path == path for entry in register):
        return path
    names = [*register.entries, *(document.path for document in register.documents)]
    raise IsodocsError(
        say(
            "there is no file, folder or document {path!r} here.{did_you_mean}",
            path=path,
            did_you_mean=did_you_mean(path, names),
        ),
        hint=say("`isodocs register` lists every controlled document."),
    )


def concerns(gap: Gap, path: str) -> bool:
    """Whether a gap is of this path, as `known` has it; of a document, in whatever language."""
    place, document = gap.finding.place.path, gap.finding.document
    named = ("", ".", place, document, plain(document))
    return path in named or place.startswith(f"{path}/")
