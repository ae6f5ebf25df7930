"""Documents that do not say their type are known by few patterns, and by the right ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from isodocs.adoption.type_patterns import type_patterns
from isodocs.model.config import Config, DocumentType
from isodocs.parsing.document import type_by_path

MEANT = {"sop": "procedure", "plan": "plan", "Richtlinie": "policy", "policy": "policy"}
FOLDERS = ("", "sops/", "qms/", "qms/sops/", "qms/plans/")
NAMES = ("sop-audit", "audit-plan", "sop-plan", "01_Richtlinie_VPN", "plan", "x *", "[a]?-plan")


def read(path: str, patterns: dict[str, tuple[str, ...]]) -> str:
    kinds = {name: DocumentType(name, files=files) for name, files in patterns.items()}
    return type_by_path(path, Config(types=kinds))


@given(
    files=st.dictionaries(
        st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES), st.sampled_from("12")).map(
            lambda parts: f"{parts[0]}{parts[1]}-{parts[2]}.md"
        )
        | st.tuples(st.sampled_from(FOLDERS), st.sampled_from(NAMES)).map(
            lambda parts: f"{parts[0]}{parts[1]}.md"
        ),
        st.tuples(st.sampled_from(("", "procedure", "plan", "policy")), st.booleans()),
        max_size=25,
    )
)
def test_each_document_is_read_as_what_it_was_taken_for(files: dict[str, tuple[str, bool]]) -> None:
    types = {path: name for path, (name, _) in files.items() if name}
    silent = frozenset(path for path, (name, says) in files.items() if name and not says)
    patterns = type_patterns(sorted(files), types, silent, lambda word: MEANT.get(word, ""))
    assert {path: read(path, patterns) for path in silent} == {path: types[path] for path in silent}
    unknown = [path for path in files if path not in types]
    assert [read(path, patterns) for path in unknown] == [""] * len(unknown)
    assert sum(map(len, patterns.values())) <= len(silent)


@pytest.mark.parametrize(
    ("types", "patterns", "tomorrow"),
    [
        pytest.param(
            {f"docs/sop-{n}.md": "procedure" for n in range(9)}
            | {f"docs/{n}-plan.md": "plan" for n in range(9)},
            {"plan": ("**/*-plan.md",), "procedure": ("**/sop-*",)},
            {"other/sop-purchasing.md": "procedure", "docs/audit-plan.md": "plan"},
            id="words in names",
        ),
        pytest.param(
            {f"sops/{n}.md": "procedure" for n in range(9)} | {"sops/policy.md": "policy"},
            {"policy": ("sops/policy.md",), "procedure": ("sops/**",)},
            {"sops/new.md": "procedure"},
            id="a folder with an exception",
        ),
        pytest.param(
            {f"{n:04}_Richtlinie_{n}.md": "policy" for n in range(9)},
            {"policy": ("**/*_Richtlinie_*",)},
            {"0900_Richtlinie_VPN.md": "policy", "0900_VPN.md": ""},
            id="a word behind a number",
        ),
        pytest.param(
            {f"docs/vpn-{n}.md": "policy" for n in "ab"} | {"docs/vpn-c.md": "plan"},
            {"plan": ("docs/vpn-c.md",), "policy": ("docs/vpn-a.md", "docs/vpn-b.md")},
            {"docs/vpn-d.md": ""},
            id="a word that means no type",
        ),
    ],
)
def test_patterns_hold_for_the_documents_of_tomorrow(
    types: dict[str, str], patterns: dict[str, tuple[str, ...]], tomorrow: dict[str, str]
) -> None:
    found = type_patterns(types, types, frozenset(types), lambda word: MEANT.get(word, ""))
    assert found == patterns
    assert {path: read(path, found) for path in tomorrow} == tomorrow
