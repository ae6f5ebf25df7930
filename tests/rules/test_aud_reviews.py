"""AUD: who was at the management review, and whether what it looks at is known."""

from __future__ import annotations

import pytest

from isodocs.standards.management_review import agendas
from tests.helpers.company import CONFIG, approved
from tests.helpers.repository import Content, RepositoryBuilder
from tests.rules.case import Case, Expected, run
from tests.rules.test_aud_audits import ON, review
from tests.rules.test_cfg_configuration import ACME, OWN

WHERE = "records/management-reviews/one.md"
PEOPLE = "id,name,roles,left,manager,top-management\n"
GONE = "dora,Dora Director,,2024-04-30,,\n"
COMPANY: dict[str, Content] = approved()


def by_quinn(people: str) -> dict[str, Content]:
    """The only director has left, and the quality manager held the review."""
    table = {"records/people.csv": PEOPLE + GONE + people}
    return {**COMPANY, **review(chair="quinn"), **table}


def gap(place: str, says: str, hint: str, level: str = "warning") -> Expected:
    return Expected(place, says, hint, level, document="")


CASES = (
    Case("AUD013", "the chair holds the role of a director", work={**COMPANY, **review()}, on=ON),
    Case(
        "AUD013",
        "the director only took part",
        work={**COMPANY, **review(chair="quality-manager", attendees="[dora]")},
        on=ON,
    ),
    Case(
        "AUD013",
        "the quality manager reviewed alone",
        (gap(f"{WHERE}:1", "MR-1: no one of top management (dora) was there", "Hold it again"),),
        work={**COMPANY, **review(chair="quality-manager")},
        on=ON,
    ),
    Case(
        "AUD013",
        "the person who is marked was not there",
        (gap(f"{WHERE}:1", "no one of top management (olga)", "Hold it again"),),
        work={**COMPANY, **review(), "records/people.csv": PEOPLE + "olga,Olga Owner,,,,yes\n"},
        on=ON,
    ),
    Case("AUD014", "it is known by the role", work={**COMPANY, **review()}, on=ON),
    Case(
        "AUD014",
        "it is known by whom no one is above",
        work=by_quinn("quinn,Quinn,,,,\nann,Ann,,,quinn,\n"),
        also={"PEO001"},
        on=ON,
    ),
    Case(
        "AUD014",
        "no role and no person says it",
        (
            gap(
                f"{WHERE}:6:1",
                "MR-1: the records do not say who is top management, so their presence "
                "cannot be checked",
                "people table",
                "note",
            ),
        ),
        work=by_quinn(""),
        also={"PEO001"},
        on=ON,
        example=True,
    ),
    Case("AUD015", "a standard whose list is known", work={**COMPANY, **review()}, on=ON),
    Case(
        "AUD015",
        "your own map",
        (
            gap(
                f"{WHERE}:8:1",
                "MR-1: the inputs that Acme Q-26 requires of a review are not known",
                "minutes",
                "note",
            ),
        ),
        work={**COMPANY, **OWN, **review(standards="[iso-9001-2015, acme-quality-2026]")},
        config=ACME,
        on=ON,
        example=True,
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)


@pytest.mark.parametrize("standard", agendas())
def test_each_point_of_each_standard_is_missed(standard: str, repo: RepositoryBuilder) -> None:
    """A review with every word is complete; without the words of one point it is not."""
    repo.write("isodocs.yaml", CONFIG.replace("iso-9001-2015", standard))
    for part, agenda in agendas()[standard].items():
        for point in agenda.points:
            words = [word for p in agenda.points for word in p if word not in point]
            assert agenda.left_out(words) == (point[0],), part
            assert not agenda.left_out([*words, point[-1]]), part
    for text in ("[improvement]", every("inputs", standard)):
        fields = {"standards": f"[{standard}]", "outputs": every("outputs", standard)}
        for path, story in review(inputs=text, **fields).items():
            repo.write(path, story)
        found = [gap for gap in run(repo, ON).gaps if gap.code in ("AUD009", "REC003")]
        assert len(found) == (text == "[improvement]"), found


@pytest.mark.parametrize(
    ("held", "complete"), [("2024-03-04", True), ("2023-12-04", False)], ids=["a month", "four"]
)
def test_a_review_in_two_meetings_is_one(
    held: str, complete: bool, repo: RepositoryBuilder
) -> None:
    """What one meeting left for the other is not missing; what was long ago is."""
    words = [point[0] for point in agendas()["iso-9001-2015"]["inputs"].points]
    outputs = every("outputs", "iso-9001-2015")
    for text, day, name in (
        (words[:5], held, "MR-0"),
        (words[5:], "2024-04-08", "MR-1"),
    ):
        fields = {"inputs": f"[{', '.join(text)}]", "outputs": outputs, "held": day}
        for story in review(**fields).values():
            body = str(story).replace("id: MR-1", f"id: {name}")
            repo.write(f"records/management-reviews/{name}.md", body)
    repo.write("isodocs.yaml", CONFIG)
    found = [gap for gap in run(repo, ON).gaps if gap.code == "AUD009"]
    assert (not found) is complete, found


def every(part: str, standard: str) -> str:
    points = agendas()[standard][part].points
    return f"[{', '.join(word for point in points for word in point)}]"
