"""Parse the bodies of all documents in a folder with markdown-it-py, and do nothing else."""

from __future__ import annotations

import sys
from pathlib import Path

from markdown_it import MarkdownIt

parse = MarkdownIt("commonmark").enable("table").parse
for path in sorted(Path(sys.argv[1]).rglob("*.md")):
    parse(path.read_text(encoding="utf-8").partition("\n---\n")[2])
