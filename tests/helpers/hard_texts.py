"""Texts that are hard to print: long, wide, nested, in many scripts, or hardly there."""

from __future__ import annotations


def _table(columns: int, rows: int, cell: str) -> str:
    head = "| " + " | ".join(f"Column {at}" for at in range(columns)) + " |\n"
    line = "| " + " | ".join([cell] * columns) + " |\n"
    return f"{head}|{'---|' * columns}\n{line * rows}"


PATH = "path\\\\" * 60
HARD = {
    "long-table": "# Plan\n\n" + _table(5, 120, "a limit of the bore as drawn"),
    "wide-table": "# Matrix\n\n" + _table(12, 15, "consulted with the head"),
    "wider-table": "# Matrix\n\n" + _table(18, 4, "v"),
    "manual": "# Manual\n\n"
    + "".join(
        f"## {at} Chapter\n\n### {at}.1 Section\n\n{'Processes act on each other. ' * 60}\n\n"
        "- first\n  - below it\n    1. numbered\n\n"
        for at in range(1, 40)
    ),
    "nested": "# Lists\n\n1. a\n   - b\n     - c\n       - d\n\n> quoted\n>\n> - in a list\n\n"
    "```python\n" + "x = 1  # a comment that goes on\n" * 3 + "```\n\nTerm[^1].\n\n[^1]: Note.\n\n"
    "- [x] done\n\n![A map](map.png)\n\nSmall ![sign](small.png) in words, <https://example.com>.\n",
    "umlauts": "# Prüfmittel\n\näöüß ÄÖÜẞ « à l'œuvre » ¿qué? Łódź Ελληνικά Кириллица µm Ω x²\n",
    "japanese": "# 文書管理規定\n\n本規定は、文書の作成、承認、配布及び廃止の手順を定める。\n\n"
    "| 項目 | 担当 |\n|---|---|\n| 承認 | 品質部長 |\n",
    "arabic": "# مراقبة الوثائق\n\nيجب اعتماد كل وثيقة قبل استخدامها.\n",
    "signs": "# Signs\n\nStop ⛔, look 👀, tick ☑ ✗, \ue000 and ∑ → ∞.\n",
    "long-words": f"# {'Word' * 40}\n\n{PATH}\n\n| A |\n|---|\n| {'x' * 300} |\n",
    "html": "# Raw\n\n<table><caption>C</caption><tr><th>h<th>i<tr><td rowspan=2>a<td>b<tr><td>c"
    "</table>\n\n"
    "<details><summary>More</summary>\n\ntext\n\n</details>\n",
    "one-line": "Wear gloves.\n",
    "nothing": "\n",
}
LANGUAGES = {"umlauts": "de", "japanese": "ja", "arabic": "ar"}
