"""A matrix costs as much as its size, whatever its cells and headings say.

Times are compared for an input eight times as large, where the square would take 64 times as long.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from isodocs.assess.matrix import matrices
from isodocs.model.register import Register
from isodocs.parsing.markdown import outline
from isodocs.workspace import View, Workspace
from tests.helpers.company import CONFIG, approved, base
from tests.helpers.repository import RepositoryBuilder
from tests.parsing.test_growth import seconds

HEAD = "| Clause | Document |\n|---|---|\n"
TABLES: dict[str, Callable[[int], str]] = {
    "rows": lambda n: HEAD + "".join(f"| 8.{i} | SOP-001 |\n" for i in range(n)),
    "equal rows": lambda n: HEAD + "| 8.4 | SOP-001 |\n" * n,
    "rows with links": lambda n: HEAD + "| 8.4 | [a](sop-001.md) |\n" * n,
    "tables": lambda n: f"# ISO 9001\n\n{HEAD}| 8.4 | SOP-001 |\n\n" * (n // 4),
    "headings": lambda n: (
        "# A heading\n\n## Below it\n\nand words\n\n" * n + HEAD + "| 8.4 | SOP-001 |\n"
    ),
    "headings over tables": lambda n: "".join(
        f"# A {i}\n\n## ISO 9001\n\n{HEAD}| 8.4 | SOP-001 |\n\n" for i in range(n // 4)
    ),
    "columns": lambda n: f"|{'Clause|' * n}\n|{'---|' * n}\n|{'8.4|' * n}\n",
    "columns of documents": lambda n: (
        f"|{'Clause|Document|' * n}\n|{'---|' * 2 * n}\n|{'8.4|b|' * n}\n"
    ),
    "columns of standards": lambda n: (
        f"|ISO 9001|{'ISO 14001|' * n}\n|{'---|' * (n + 1)}\n|{'8.4|' * n}\n"
    ),
    "columns of crosses": lambda n: (
        f"|Clause|{'SOP-001|' * n}\n|---|{'---|' * n}\n|8.4|{'x|' * n}\n"
    ),
    "numbers in a cell": lambda n: f"{HEAD}| {'8.4, ' * n} | SOP-001 |\n",
    "names in a cell": lambda n: f"{HEAD}| 8.4 | {'SOP-001, ' * n} |\n",
    "words in a cell": lambda n: f"{HEAD}| 8.4 | {'Purchasing goods ' * n} |\n",
    "unknown names in a cell": lambda n: (
        f"{HEAD}| 8.4 | {''.join(f'SOP-{i}, ' for i in range(n))} |\n"
    ),
    "marks in a cell": lambda n: f"{HEAD}| 8.4 | {'a-_' * n} |\n",
    "links in a cell": lambda n: (
        f"{HEAD}| 8.4 | {''.join(f'[{i} b](sop-001.md) ' for i in range(n))} |\n"
    ),
    "links beside a cell": lambda n: (
        "| Clause | Document | Note |\n|---|---|---|\n| 8.4 | "
        f"{'word ' * n} | {''.join(f'[{i} b](sop-001.md) ' for i in range(n))} |\n"
    ),
}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> Register:
    repo = RepositoryBuilder(tmp_path_factory.mktemp("repo") / "repo")
    files = {
        **base(),
        "isodocs.yaml": CONFIG,
        **approved("FRM-001", title="Manual"),
        **approved("SOP-001", title="Purchasing goods"),
    }
    for name, content in files.items():
        repo.write(name, content)
    return Workspace.open(repo.path).register(View(date(2024, 6, 1)))


@pytest.mark.parametrize("name", TABLES)
def test_a_matrix_costs_as_much_as_its_size(name: str, register: Register) -> None:
    document = register.entries["FRM-001"].document
    serial = iter(range(1_000))

    def work(size: int) -> Callable[[], object]:
        read = outline(TABLES[name](size))
        assert read.tables
        return lambda: matrices(register, replace(document, blob=str(next(serial)) + name), read)

    small, large = work(250), work(2_000)
    assert seconds(large) <= 24 * max(seconds(small), 5e-4)
