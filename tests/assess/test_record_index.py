"""The records of a register: found by id, with the people and roles of table and register."""

from __future__ import annotations

from datetime import date

import pytest

from isodocs.assess.record_index import RecordIndex, cited, record_index, standards_of
from isodocs.model.register import Register
from isodocs.standards.clause import UnknownClause
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, base
from tests.helpers.repository import RepositoryBuilder

CSV = """id,title,standards,clauses,planned,due
AP-1,One,iso-9001-2015,"8.4.1; 8.10",2024-03-01,2024-06-30
AP-2,Two,iso-9001-2015; iso-27001-2022,"9.2.1; 6.1.3",2024-03-01,2024-06-30
AP-3,Any,,"iso-27001-2022:6.1.3; 6.1.3; 8.4.1; 9.9",2024-03-01,2024-06-30
AP-1,Again,iso-9001-2015,,2024-03-01,2024-06-30
"""


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("company") / "repo")
    config = CONFIG.replace("[iso-9001-2015]", "[iso-9001-2015, iso-27001-2022]")
    files = {
        **base(),
        "isodocs.yaml": config,
        "records/people.csv": "id,name,roles\nquinn,Q.,welder\nwes,Wes W,welder; author\n",
        "records/audit-programme.csv": CSV,
    }
    for path, content in files.items():
        repo.write(path, content)
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


def test_people_and_roles_of_table_and_register_are_one(register: Register) -> None:
    index = record_index(register)
    assert set(index.people) == {"ann", "quinn", "dora", "wes"}
    assert index.roles["welder"] == {"quinn", "wes"}
    assert index.roles["author"] == {"ann", "wes"}
    assert index.roles["director"] == {"dora"}


def test_it_is_made_once(register: Register) -> None:
    assert record_index(register) is record_index(register)


def test_an_identifier_used_twice_is_the_first(register: Register) -> None:
    index: RecordIndex = record_index(register)
    first = index.find("audit-programme", "AP-1")
    assert first is not None
    assert first.text("title") == "One"
    assert index.anywhere("AP-1") is first
    assert index.find("audit", "AP-1") is None


def test_a_clause_is_of_each_standard_named_that_has_it(register: Register) -> None:
    one, two, three, _ = register.records["audit-programme"]
    assert standards_of(two) == ("iso-9001-2015", "iso-27001-2022")
    said = [
        [c.message if isinstance(c, UnknownClause) else str(c) for c in cited(register, row)]
        for row in (one, two, three)
    ]
    assert said[0][0] == "iso-9001-2015:8.4.1"
    assert said[0][1].startswith("8.10 is not in ISO 9001:2015")
    assert said[1] == ["iso-9001-2015:9.2.1", "iso-27001-2022:9.2.1", "iso-27001-2022:6.1.3"]
    assert said[2][:3] == ["iso-27001-2022:6.1.3", "iso-27001-2022:6.1.3", "iso-9001-2015:8.4.1"]
    assert said[2][3].startswith("9.9 is not in ISO 9001:2015")
