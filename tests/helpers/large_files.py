"""Git LFS without git-lfs: what it keeps in Git, and a stand-in for its filter."""

from __future__ import annotations

import hashlib
from pathlib import Path

from tests.helpers.repository import RepositoryBuilder

ATTRIBUTES = (
    "*.png filter=lfs diff=lfs merge=lfs -text\n*.pdf filter=lfs diff=lfs merge=lfs -text\n"
)


def pointer(content: bytes) -> bytes:
    """The pointer that Git LFS writes for a content."""
    digest, size = hashlib.sha256(content).hexdigest(), len(content)
    lines = ("version https://git-lfs.github.com/spec/v1", f"oid sha256:{digest}", f"size {size}")
    return ("\n".join(lines) + "\n").encode()


def with_filter(repo: RepositoryBuilder, store: Path) -> None:
    """Configure a filter named lfs that does what git-lfs does, with `store` for its contents."""
    store.mkdir()
    clean = (
        f'f="{store}/new"; cat > "$f"; h=$(sha256sum < "$f" | cut -c1-64); s=$(wc -c < "$f"); '
        f'mv "$f" "{store}/$h"; printf "version https://git-lfs.github.com/spec/v1\\n'
        'oid sha256:%s\\nsize %s\\n" "$h" "$s"'
    )
    smudge = f"h=$(sed -n 's/^oid sha256://p'); cat \"{store}/$h\""
    repo.configure("filter", "lfs", clean=clean, smudge=smudge, required="true")
