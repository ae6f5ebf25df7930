"""What a text names, as seen from the standards of a register."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from isodocs.assess.scope import names_in, yardsticks
from isodocs.model.register import Register
from isodocs.parsing.standard_names import named
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG
from tests.helpers.repository import RepositoryBuilder


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    both = CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-27001-2022]")
    repo.commit("Start", {"isodocs.yaml": both}, date="2024-01-02T09:00:00+00:00")
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


@example("9001")
@example("27001")
@example("9001.8.5")
@example("A.5.1")
@example("8.5.1")
@given(st.text("A0127895.-", max_size=9))
def test_the_number_of_a_clause_is_no_name_and_that_of_a_standard_is(
    register: Register, text: str
) -> None:
    assert names_in(register, text) == named(text, yardsticks(register))


def test_a_standard_is_named_by_its_number_alone(register: Register) -> None:
    assert [found.standard for found in names_in(register, "27001")] == ["iso-27001-2022"]


CONTROLS = """\
id: c5-2020
display-name: C5
title: Controls of cloud services
publisher: An office
edition: "2020"
clauses:
  - {number: OPS-01, title: Capacity, kind: control}
"""


def test_an_own_standard_may_be_called_like_the_number_of_a_clause(repo: RepositoryBuilder) -> None:
    both = CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, c5-2020]")
    files = {"isodocs.yaml": both, ".isodocs/standards/c5-2020.yaml": CONTROLS}
    repo.commit("Start", files, date="2024-01-02T09:00:00+00:00")
    register = Workspace.open(repo.path).register(View(date(2024, 6, 1)))
    assert [found.standard for found in names_in(register, "C5")] == ["c5-2020"]
    assert names_in(register, "8.5.1") == ()
