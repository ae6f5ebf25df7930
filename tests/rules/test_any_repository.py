"""Whatever a repository holds: rules never fail, and say nothing twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from isodocs import formats
from isodocs.reports.check import CheckReport
from tests.helpers.company import CONFIG, approval, base, document
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import run

ID = st.sampled_from(["SOP-001", "SOP-002", "FRM-001", "sop-001", "x y", ""])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "revision": st.sampled_from(["1", "2", "4", "2b", "0", ""]),
        "status": st.sampled_from(["draft", "approved", "obsolete", "final"]),
        "title": st.sampled_from(["", "[a, b]", "A"]),
        "owner": st.sampled_from(["quinn", "nobody", ""]),
        "effective": st.sampled_from(["2024-02-01", "2024-02-30", "2030-01-01"]),
        "review_every": st.sampled_from(["1 day", "12 months", "often"]),
        "references": st.sampled_from(["[SOP-002, FRM-001]", "[nothing]", "SOP-001"]),
        "superseded_by": st.sampled_from(["SOP-002", "nothing"]),
        "clauses": st.sampled_from(['["8.4"]', "[8.10, 4.1]", "{iso-14001-2015: [8.1]}", "{a: }"]),
        "approved_by": st.just("Quinn"),
        "colour": st.just("red"),
    },
)
BODY = st.lists(
    st.sampled_from(
        [
            "# A\n",
            '## B {clause="8.4.1"}\n',
            "## C {clause=99}\n",
            "Text.\n",
            "TBD\n",
            "[a](SOP-002.md#b)\n",
            "![a](../x.png)\n",
            "[b](htp://x)\n",
            "{{< include y.md >}}\n",
        ]
    ),
    max_size=4,
).map("\n".join)
TEXT = st.one_of(
    st.builds(lambda name, fields, body: document(name, body=body, **fields), ID, FIELDS, BODY),
    st.sampled_from(["", "---\n", "\0", "---\nid: [\n---\n", "---\nid: &a SOP-001\n---\n"]),
)
FILES = st.dictionaries(
    st.sampled_from(["SOP-001.md", "SOP-002.md", "x/FRM-001.md", "sop-001.md"]), TEXT, max_size=4
)


@pytest.fixture(scope="module")
def one_approved(tmp_path_factory: pytest.TempPathFactory) -> RepositoryBuilder:
    """A repository with one approved document in its history."""
    repo = RepositoryBuilder(tmp_path_factory.mktemp("any") / "repo")
    text = document()
    repo.commit("Start", {**base(), "documents/SOP-001.md": text, **approval("SOP-001", 1, text)})
    return repo


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    FILES, st.sampled_from([CONFIG, "", "rules: {ignore: [XXX]}\n", CONFIG + "fields: {id: no}\n"])
)
def test_no_rule_fails_or_says_a_thing_twice(
    one_approved: RepositoryBuilder, files: Mapping[str, str], config: str
) -> None:
    for place in (one_approved.path / "documents").rglob("*.md"):
        place.unlink()
    one_approved.write("isodocs.yaml", config)
    for name, content in files.items():
        one_approved.write(f"documents/{name}", content)
    result = run(one_approved)
    told = Counter((g.code, str(g.finding.place), g.finding.message) for g in result.gaps)
    assert not [gap for gap, times in told.items() if times > 1]
    for gap in result.gaps:
        assert gap.finding.message
        assert gap.finding.hint, gap.code
        assert gap.finding.place.line >= 0
    assert formats.write(CheckReport(result.checked, full=True), "text")
