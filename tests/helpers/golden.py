"""Reports as they should read, kept beside the tests; `UPDATE_GOLDEN=1 pytest` writes them."""

from __future__ import annotations

import os
from pathlib import Path

_FOLDER = Path(__file__).parents[1] / "commands" / "golden"


def check(name: str, text: str) -> None:
    """Fail unless `text` is what `tests/commands/golden/<name>.txt` holds."""
    file = _FOLDER / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(text, encoding="utf-8")
    assert text == file.read_text(encoding="utf-8")
