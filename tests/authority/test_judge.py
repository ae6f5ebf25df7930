"""What the approvals of one form amount to, judged without a repository."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.authority.authorship import Authorship
from isodocs.authority.judge import Judge
from isodocs.model.approval import ApprovalRecord, Decision, Meaning, Sealed
from isodocs.model.authority import Authority, AuthorityHistory
from isodocs.model.config import Config
from isodocs.model.graph import CommitGraph
from isodocs.model.history import DocumentHistory, Form, Ledger, Stamp, Transition, Writing
from isodocs.model.judgement import Ground, Judgement
from isodocs.model.shown import Shown
from isodocs.parsing import document as document_parsing
from isodocs.statements import kinds
from tests.helpers.company import AUTHORITY, approval, authority, document, path

QUINN, DORA = ("quinn", "quality-manager"), ("dora", "director")
POLICY = document("POL-001")


def stamp(order: int, email: str = "ann@example.com") -> Stamp:
    return Stamp(order, f"{order:040d}", email.split("@")[0], email, None, "A change")


def form(text: str = POLICY, order: int = 1) -> Form:
    data = text.encode()
    blob = hashlib.sha1(data).hexdigest()
    return Form(document_parsing.parse(path("POL-001"), blob, data, Config()), stamp(order))


def record(
    who: tuple[str, str] = QUINN,
    text: str = POLICY,
    *,
    hour: int = 10,
    decision: Decision = Decision.APPROVE,
    meaning: Meaning = Meaning.APPROVAL,
    by: Authority = AUTHORITY,
    shown: dict[str, bytes] | None = None,
    project: str = AUTHORITY.sha256,
) -> ApprovalRecord:
    ((name, data),) = approval(
        "POL-001",
        1,
        text,
        person=who[0],
        role=who[1],
        at=f"2024-01-20T{hour:02}:00:00+00:00",
        decision=decision,
        meaning=Meaning.WITHDRAWAL if decision is Decision.WITHDRAW else meaning,
        by=by,
        shown=shown,
        project=project,
    ).items()
    (record,) = kinds.read_approvals(name, Sealed(data))
    return record


def judge(
    *records: ApprovalRecord,
    of: Form | None = None,
    versions: tuple[Authority, ...] = (AUTHORITY,),
    authors: tuple[Stamp, ...] = (),
    arrivals: dict[str, Stamp] | None = None,
    shown: Shown | None = None,
) -> Judgement:
    history = AuthorityHistory({a.version: a for a in versions}, versions[0].sha256)
    judged = of or form()
    line = CommitGraph.of([(), *((order,) for order in range(20))])
    written = {judged.document.body_sha256: tuple(Writing(a, (), "POL-001") for a in authors)}
    ledger = Ledger(arrivals=arrivals or {}, graph=line, writings=written)
    steps = (Transition(None, judged.document, judged.first),)
    authorship = Authorship(judged, DocumentHistory("POL-001", (), steps), ledger)
    return Judge(history, ledger).judge(judged, records, authorship, shown)


def grounds(judgement: Judgement) -> list[Ground]:
    return [refusal.ground for refusal in judgement.refused]


def test_two_roles_in_two_persons_make_a_policy_approved() -> None:
    first = judge(record())
    assert not first.complete
    assert first.missing_roles == ("director",)
    assert first.missing_persons == 0  # the director will be the second person
    assert judge(record(), record(DORA)).complete


def test_one_person_in_two_roles_is_one_person() -> None:
    both = authority(director="quinn")
    here = both.sha256
    first = record(by=both, project=here)
    records = (first, record(("quinn", "director"), by=both, project=here))
    found = judge(*records, versions=(both,))
    assert found.missing_roles == ()
    assert found.missing_persons == 1
    assert not found.complete


def test_the_same_approval_twice_is_one_approval() -> None:
    assert judge(record(hour=10), record(hour=11)).missing_roles == ("director",)


def test_the_day_is_that_of_the_last_approval() -> None:
    found = judge(record(hour=9), record(DORA, hour=15))
    assert str(found.day) == "2024-01-20"
    assert len(found.statements) == 2


@pytest.mark.parametrize("decision", [Decision.REJECT, Decision.WITHDRAW])
def test_the_last_word_of_a_person_counts(decision: Decision) -> None:
    taken_back = record(hour=11, decision=decision)
    found = judge(record(hour=10), taken_back, record(DORA))
    assert found.missing_roles == ("quality-manager",)
    assert found.rejected == ((taken_back,) if decision is Decision.REJECT else ())
    again = judge(record(hour=10), taken_back, record(hour=12), record(DORA))
    assert again.complete
    assert again.rejected == ()  # who approves after a rejection has changed their mind


def test_a_rejection_stands_when_somebody_else_approves() -> None:
    found = judge(record(decision=Decision.REJECT), record(DORA, hour=12))
    assert len(found.rejected) == 1


def test_a_review_without_change_is_no_approval() -> None:
    found = judge(record(meaning=Meaning.PERIODIC_REVIEW))
    assert found.accepted == ()
    assert str(found.last_review) == "2024-01-20"


def test_other_bytes_do_not_count() -> None:
    assert grounds(judge(record(text=POLICY + "!"))) == [Ground.OTHER_BYTES]


def test_another_role_or_person_does_not_count() -> None:
    assert grounds(judge(record(("ann", "author")))) == [Ground.WRONG_ROLE]
    assert grounds(judge(record(("dora", "quality-manager")))) == [Ground.WRONG_ROLE]


def test_who_wrote_it_is_known_by_address_without_capitals() -> None:
    found = judge(record(), record(DORA), authors=(stamp(1, "QUINN@Example.com"),))
    assert grounds(found) == [Ground.AUTHOR]
    assert found.missing_roles == ("quality-manager",)


def test_an_author_may_approve_where_the_register_says_so() -> None:
    rules = tuple(replace(rule, author_may_approve=True) for rule in AUTHORITY.rules)
    alone = replace(AUTHORITY, rules=rules)
    here = alone.sha256
    records = (record(by=alone, project=here), record(DORA, by=alone, project=here))
    assert judge(*records, versions=(alone,), authors=(stamp(1, "quinn@example.com"),)).complete


def test_a_record_older_than_the_form_comes_too_early() -> None:
    early = record()
    found = judge(early, of=form(order=5), arrivals={early.path: stamp(4)})
    assert grounds(found) == [Ground.TOO_EARLY]
    assert not grounds(judge(early, of=form(order=5), arrivals={early.path: stamp(5)}))


def test_what_the_document_shows_must_be_listed_as_it_is() -> None:
    digest = hashlib.sha256(b"<svg/>").hexdigest()
    shown = Shown({"documents/flow.svg": digest})
    listed = record(shown={"documents/flow.svg": b"<svg/>"})
    assert not grounds(judge(listed, shown=shown))
    assert grounds(judge(record(), shown=shown)) == [Ground.NOT_LISTED]
    swapped = Shown({"documents/flow.svg": hashlib.sha256(b"other").hexdigest()})
    assert grounds(judge(listed, shown=swapped)) == [Ground.NOT_LISTED]
    assert not grounds(judge(listed))  # an old form: its surroundings are not at hand


def test_an_approval_by_a_register_unknown_here_does_not_count() -> None:
    elsewhere = authority(director="quinn")
    found = judge(record(by=elsewhere))
    assert grounds(found) == [Ground.AUTHORITY]


def test_where_no_rule_names_the_type_nobody_may_approve() -> None:
    none = replace(AUTHORITY, rules=AUTHORITY.rules[1:])
    none = replace(none, rules=(replace(none.rules[0], types=("form",)),))
    found = judge(versions=(none,))
    assert found.rule is None
    assert not found.complete


WHO = st.sampled_from([QUINN, DORA, ("ann", "author"), ("ann", "director"), ("quinn", "director")])
RECORDS = st.lists(
    st.builds(
        record,
        WHO,
        st.sampled_from([POLICY, POLICY + "!"]),
        hour=st.integers(0, 23),
        decision=st.sampled_from(Decision),
    ),
    max_size=6,
)


@given(RECORDS)
def test_order_of_files_does_not_matter_and_only_the_right_ones_approve(
    records: list[ApprovalRecord],
) -> None:
    found = judge(*records)
    shuffled = sorted(records, key=lambda r: hashlib.sha256(r.path.encode()).hexdigest())
    assert judge(*shuffled) == found
    voices = {(s.person, s.role) for s in found.statements}
    assert voices <= {QUINN, DORA}
    assert found.complete == (voices == {QUINN, DORA})
    assert all(s.document_sha256 == form().document.sha256 for s in found.statements)
