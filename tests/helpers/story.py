"""A year and a half in the test company, with what the reading commands have to tell of."""

from __future__ import annotations

from isodocs.model.approval import Decision, Meaning
from tests.helpers.company import ANN, CONFIG, DORA, QUINN, approval, base, document, path
from tests.helpers.repository import RepositoryBuilder

DAY = "2025-06-15"
"""The day on which the story is looked at."""

MOVED = "documents/purchasing/SOP-001.md"
_CONFIG = f"""{CONFIG}\
not-applicable:
  iso-9001-2015:
    "8.3":
      justification: Test Works makes parts to its customers' drawings.
      document: POL-001
"""
_PURCHASING = """\
# Purchasing

## Scope

All purchases of material and services for both sites, whoever orders them.

## Evaluating suppliers {clause="8.4.1"}

The buyer evaluates each supplier every twelve months, by deliveries on time, by parts returned and
by how complaints were answered, and keeps the result on the supplier's card in the purchasing
office for five years.

- delivery
- quality

## Ordering

Orders are written.
"""
_PURCHASING_2 = (
    _PURCHASING.replace("each supplier every twelve", "each critical supplier every six")
    .replace("- quality\n", "- quality\n- price\n")
    .replace("## Ordering\n\nOrders are written.\n", "## Receiving\n\nGoods are counted.\n")
)


def tell(repo: RepositoryBuilder) -> RepositoryBuilder:
    """Commit the story to an empty repository, and leave the draft of a revision in its files."""
    _first_half(repo)
    _second_half(repo)
    draft = document(
        revision=3,
        status="draft",
        body=_PURCHASING_2.replace("six months", "three months"),
        change="Three months.",
        clauses='{iso-9001-2015: ["8.4"]}',
    )
    repo.write(MOVED, draft)
    return repo


def _first_half(repo: RepositoryBuilder) -> None:
    repo.commit(
        "Start", {**base(), "isodocs.yaml": _CONFIG}, author=QUINN, date="2024-01-02T09:00Z"
    )
    draft = document(status="draft", body=_PURCHASING)
    repo.commit("Draft SOP-001", {path(): draft}, author=ANN, date="2024-01-10T09:00Z")
    one = document(body=_PURCHASING)
    repo.commit("Submit SOP-001", {path(): one}, author=ANN, date="2024-01-18T09:00Z")
    repo.commit(
        "Approve SOP-001", approval("SOP-001", 1, one), author=QUINN, date="2024-01-20T10:05Z"
    )
    policy = document(
        "POL-001",
        title="Quality policy",
        body='# Quality policy {clause="5.2.1"}\n\nParts are right the first time.\n',
        clauses='{iso-9001-2015: ["5.2", "4.1"]}',
    )
    both = {
        **approval("POL-001", 1, policy),
        **approval(
            "POL-001", 1, policy, role="director", person="dora", at="2024-01-22T08:30:00+01:00"
        ),
    }
    repo.commit("POL-001", {path("POL-001"): policy, **both}, author=ANN, date="2024-01-22T08:00Z")
    form = document("FRM-001", title="検査記録 Inspection record", owner="dora", effective="")
    form_approval = approval("FRM-001", 1, form, at="2024-02-01T10:00:00+00:00")
    repo.commit(
        "FRM-001", {path("FRM-001"): form, **form_approval}, author=ANN, date="2024-02-01T10:30Z"
    )


def _second_half(repo: RepositoryBuilder) -> None:
    one = document(body=_PURCHASING)
    repo.commit("Sort", {path(): None, MOVED: one}, author=QUINN, date="2024-03-01T09:00Z")
    two = document(
        revision=2, body=_PURCHASING_2, effective="2024-06-01", clauses='{iso-9001-2015: ["8.4"]}'
    )
    repo.commit("SOP-001 rev 2", {MOVED: two}, author=ANN, date="2024-05-10T09:00Z")
    no = approval(
        "SOP-001",
        2,
        two,
        decision=Decision.REJECT,
        reason="Say what happens to rejected goods.",
        at="2024-05-11T16:00:00+02:00",
    )
    yes = approval("SOP-001", 2, two, at="2024-05-14T11:00:00+02:00")
    moved = {name.replace(path(), MOVED): data for name, data in {**no, **yes}.items()}
    repo.commit("Decide on SOP-001", moved, author=QUINN, date="2024-05-14T12:00Z")
    policy = (repo.path / path("POL-001")).read_bytes()
    reviews = {
        **approval(
            "POL-001",
            1,
            policy,
            meaning=Meaning.PERIODIC_REVIEW,
            reason="Still says what we do.",
            at="2025-01-15T09:00:00+00:00",
        )
    }
    repo.commit("Review POL-001", reviews, author=QUINN, date="2025-01-15T09:10Z")
    storing = document("SOP-002", title="Storing", review_every="12 months")
    repo.commit(
        "SOP-002",
        {path("SOP-002"): storing, **approval("SOP-002", 1, storing)},
        author=ANN,
        date="2024-05-20T09:00Z",
    )
    repo.commit(
        "Fix a word",
        {path("SOP-002"): storing.replace("approved suppliers", "any supplier")},
        author=ANN,
        date="2024-07-01T09:00Z",
    )
    gone = document("SOP-004", "1", "obsolete", title="Telex")
    repo.commit(
        "SOP-004",
        {path("SOP-004"): gone, **approval("SOP-004", 1, gone)},
        author=DORA,
        date="2024-08-01T09:00Z",
    )
    waiting = document("SOP-003", title="Auditing", clauses='{iso-9001-2015: ["9.2.1"]}')
    repo.commit("SOP-003", {path("SOP-003"): waiting}, author=ANN, date="2025-02-01T09:00Z")
