"""APR016, REF007 and REF002: whether everything that a document shows can be looked at."""

from __future__ import annotations

import pytest

from tests.helpers.company import document, path
from tests.helpers.repository import RepositoryBuilder
from tests.rules.case import Case, Expected

SOP = path("SOP-001")


def draft(text: str) -> dict[str, str]:
    return {SOP: document(status="draft", body=f"# Purchasing\n\n{text}\n")}


PLAIN = {"documents/x.png": "x", "documents/part.md": "Wear gloves.\n"}

CASES = (
    Case(
        "APR016",
        "a picture and an include",
        work={**PLAIN, **draft("![a](x.png)\n\n{{#include part.md}}")},
    ),
    Case(
        "APR016",
        "a template decides",
        (Expected(f"{SOP}:12:1", "a template decides which file", "docs/shown-files.md"),),
        work=draft("![a]({{base}}/x.png)"),
    ),
    Case(
        "APR016",
        "within an included text",
        (
            Expected(
                "documents/part.md:2:1", "a script can show anything", "docs/shown-files.md"
            ),
        ),
        work={"documents/part.md": "a\n<script>x()</script>", **draft("{{#include part.md}}")},
    ),
    Case(
        "APR018",
        "a picture in the repository",
        work={"documents/x.png": "x", **draft("![a](x.png)")},
    ),
    Case("APR018", "a link to the web", work=draft("[a](https://example.com/x.png)")),
    Case(
        "APR018",
        "a picture on the web",
        (
            Expected(
                f"{SOP}:12:6",
                ("https://example.com/x.png is fetched from the web; approvals do not "
"cover its content"),
                "Add a copy to the repository and show that.",
                "warning",
            ),
        ),
        work=draft("![a](https://example.com/x.png)"),
    ),
    Case(
        "REF002",
        "a picture that an included text shows",
        (Expected("documents/part.md:3:6", "image to gone.png", "Correct the path"),),
        work={"documents/part.md": "a\n\n![a](gone.png)", **draft("{{#include part.md}}")},
    ),
    Case(
        "REF002",
        "an included text that Jekyll finds",
        work={"_includes/part.md": "a", **draft("{% include part.md %}")},
    ),
    Case(
        "DOC001",
        "a text that a document includes",
        work={**PLAIN, **draft("{{#include part.md}}")},
    ),
    Case(
        "DOC001",
        "a text that is named and not included",
        (Expected("documents/part.md:1", "has no front matter", "Begin the file", document=""),),
        work={**PLAIN, **draft("`{{#include part.md}}` and [part](part.md)")},
    ),
    Case(
        "DOC001",
        "texts that include each other, and no document includes them",
        (
            Expected("documents/a.md:1", "has no front matter", "Begin the file", document=""),
            Expected("documents/b.md:1", "has no front matter", "Begin the file", document=""),
        ),
        work={
            "documents/a.md": "{{#include b.md}}",
            "documents/b.md": "{{#include a.md}}",
            **draft("Buy."),
        },
    ),
)  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=str)
def test_case(case: Case, repo: RepositoryBuilder) -> None:
    case.prove(repo)
