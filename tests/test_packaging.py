"""The wheel, as people install it: it brings its schemas, its standards and its sample.

It is built from the source distribution, which is built from the checkout, so that both are whole.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from isodocs.lifecycle.sample import materialise

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ("isodocs", "schemas", "sample-repo")
HIDDEN = "files/.hidden/.file"
FILES = ("setup.cfg", "pyproject.toml", "README.md", "LICENSE")


def test_the_wheel_makes_the_same_sample_as_the_checkout(tmp_path: Path) -> None:
    site = unpacked_wheel(tmp_path)
    copy = tmp_path / "copy"
    packages = (("schemas", "_schemas"), ("sample-repo", "_sample_repo"))
    for name, packaged in packages:
        assert tree(site / "isodocs" / packaged) == tree(copy / name)
    assert HIDDEN in tree(site / "isodocs" / "_sample_repo")
    data = tuple(f"{packaged}/" for _, packaged in packages)
    # every package that is in the checkout, without a list of them
    code = {name for name in tree(site / "isodocs") if not name.startswith(data)}
    assert code == set(tree(copy / "isodocs"))

    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {**os.environ, "PYTHONPATH": str(site)}
    run = {"cwd": elsewhere, "env": env, "capture_output": True, "text": True}
    where = [sys.executable, "-c", "import isodocs; print(isodocs.__file__)"]
    assert subprocess.run(where, check=True, **run).stdout.startswith(str(site))
    subprocess.run([sys.executable, "-m", "isodocs", "demo", "made"], check=True, **run)
    checked = subprocess.run(
        [sys.executable, "-m", "isodocs", "-C", "made", "check", "--on", "2026-11-20"],
        check=False,
        **run,
    )
    assert checked.returncode == 1, checked.stderr
    assert "ISO 9001:2015" in checked.stdout

    here = tmp_path / "from the checkout"
    materialise(here)
    assert head(elsewhere / "made") == head(here)


def unpacked_wheel(tmp_path: Path) -> Path:
    """Build the wheel from a copy, so that no build folder is left in the checkout; unpack it."""
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in SOURCES:
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(ROOT / name, copy / name, symlinks=True, ignore=ignored)
    hidden = copy / "sample-repo" / HIDDEN
    hidden.parent.mkdir(parents=True)
    hidden.write_text("a file in a hidden folder\n")
    for name in FILES:
        shutil.copy(ROOT / name, copy / name)
    build = [sys.executable, "-m", "build", "--no-isolation", "--outdir", "dist", "."]
    built = subprocess.run(build, cwd=copy, capture_output=True, encoding="utf-8", check=False)
    assert built.returncode == 0, built.stderr or built.stdout
    (wheel,) = (copy / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(tmp_path / "site")
    return tmp_path / "site"


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def head(repository: Path) -> str:
    process = subprocess.run(
        ["git", "rev-parse", "HEAD"],
        cwd=repository,
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return process.stdout
