"""The register held against what this machine saw of it, and against a register beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from isodocs.authority import authority_register, controlled
from isodocs.model.authority import FOLDER
from isodocs.parsing import config as config_parsing
from tests.helpers import company, signed_company
from tests.helpers.command import refused, run
from tests.helpers.repository import RepositoryBuilder
from tests.helpers.signed_company import AUTHORITY, following, version_files
from tests.threats import attack

LAYOUT = controlled.digest(config_parsing.parse(company.CONFIG.encode()))
SECOND, THIRD = authority_register.path_of(2), authority_register.path_of(3)


@pytest.fixture
def works(repo: RepositoryBuilder) -> RepositoryBuilder:
    """The signed company on its first day."""
    repo.commit("Start", signed_company.base(), date="2024-01-02T09:00:00+00:00")
    return repo


class TestPins:
    @pytest.fixture(autouse=True)
    def config(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))

    def gaps(self, repo: RepositoryBuilder, *args: str) -> set[str]:
        """The codes of the pin rules that `check` reports."""
        text = run("check", "--exit-zero", "--format", "json", *args, at=repo.path)
        return {gap["code"] for gap in json.loads(text)["gaps"]} & {"CFG012", "CFG013", "CFG014"}

    def test_a_pin_is_asked_for_only_where_one_wants_it(
        self, works: RepositoryBuilder, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.gaps(works) == set()
        assert self.gaps(works, "--require-pin") == {"CFG012"}
        monkeypatch.setenv("ISODOCS_REQUIRE_PIN", "1")
        assert self.gaps(works) == {"CFG012"}
        assert "Nothing was kept" in run("authority", "pin", "-n", at=works.path)
        assert self.gaps(works) == {"CFG012"}
        text = run("authority", "pin", at=works.path)
        assert f"example.com: project {AUTHORITY.sha256}" in text
        assert self.gaps(works) == set()

    def test_10_rolled_back(self, works: RepositoryBuilder) -> None:
        """The version that took Ann's key away is made undone, history and all."""
        first = works.head()
        second = following(**signed_company.without_key(AUTHORITY, "ann"))
        works.commit("Revoked", version_files(second))
        run("authority", "pin", at=works.path)
        works.git("reset", "--quiet", "--hard", first)
        assert self.gaps(works) == {"CFG014"}
        assert "it ends with version 1, and 2 was seen" in refused(
            "authority", "pin", at=works.path
        )
        other = following(threshold=1)
        works.commit("Another version 2", version_files(other))
        assert self.gaps(works) == {"CFG014"}

    def test_10_replaced(self, works: RepositoryBuilder, tmp_path: Path) -> None:
        """Another repository under the same domain, with people of its own, that ignores it all."""
        run("authority", "pin", at=works.path)
        fake = RepositoryBuilder(tmp_path / "fake")
        config = f"{company.CONFIG}rules: {{ignore: [CFG]}}\n"
        theirs = signed_company.read_back(replace(AUTHORITY, owners=("ann",), threshold=1))
        files = {**signed_company.base(), **version_files(theirs, ["ann"]), "isodocs.yaml": config}
        fake.commit("Start", files)
        assert self.gaps(fake) == {"CFG013"}
        assert "is pinned with another first version" in refused("authority", "pin", at=fake.path)
        run("authority", "pin", "--name", "the other site", at=fake.path)
        assert self.gaps(fake, "--require-pin") == set()

    def test_a_new_version_is_remembered_by_pinning_again(self, works: RepositoryBuilder) -> None:
        run("authority", "pin", at=works.path)
        second = following(threshold=1)
        works.commit("Two", version_files(second))
        assert self.gaps(works, "--require-pin") == set()
        run("authority", "pin", at=works.path)
        shown = run("authority", "pin", "--show", at=works.path)
        assert f"version 2, {second.sha256}" in shown
        assert str(works.path / ".git") in shown

    def test_a_clone_is_known_too(self, works: RepositoryBuilder) -> None:
        run("authority", "pin", at=works.path)
        clone = works.clone()
        assert self.gaps(clone, "--require-pin") == set()
        run("authority", "pin", at=clone.path)
        assert run("authority", "pin", "--show", at=works.path).count("/.git\n") == 2
        assert "pinned as example.com already" in refused(
            "authority", "pin", "--name", "x", at=clone.path
        )

    def test_a_pin_is_removed(self, works: RepositoryBuilder) -> None:
        assert "is not pinned here" in refused("authority", "pin", "--remove", at=works.path)
        run("authority", "pin", at=works.path)
        run("authority", "pin", "--remove", "-n", at=works.path)
        assert self.gaps(works, "--require-pin") == set()
        run("authority", "pin", "--remove", at=works.path)
        assert "Nothing is pinned" in run("authority", "pin", "--show", at=works.path)

    def test_only_what_is_committed_is_pinned(self, repo: RepositoryBuilder) -> None:
        for path, content in signed_company.base().items():
            repo.write(path, content)
        assert "no authority register is committed here yet" in refused(
            "authority", "pin", at=repo.path
        )


class TestTwoRegisters:
    """Two owners each write a version 2, on branches of their own (real Git, real merges)."""

    @pytest.fixture
    def parted(self, works: RepositoryBuilder) -> RepositoryBuilder:
        works.branch("left").commit("Left", version_files(following(threshold=1)))
        works.checkout("main").branch("right")
        right = following(owners=("quinn", "dora", "ann"))
        works.commit("Right", version_files(right))
        return works

    def test_git_takes_them_for_a_conflict(self, parted: RepositoryBuilder) -> None:
        with pytest.raises(AssertionError, match=r"CONFLICT|ended with 1"):
            parted.git("merge", "--no-edit", "left")
        conflicts = parted.git("diff", "--name-only", "--diff-filter=U").splitlines()
        assert SECOND in conflicts
        assert any(path.endswith(".sig") for path in conflicts)
        assert "Damaged" in run("authority", "show", at=parted.path)

    @pytest.mark.parametrize(
        ("keep", "path", "holds"),
        [
            pytest.param(
                lambda left, right: {"0002.json": left + right}, SECOND, 1, id="one file of both"
            ),
            pytest.param(lambda left, right: {"0003.json": left}, THIRD, 2, id="one after another"),
        ],
    )
    def test_a_merge_that_keeps_both_is_refused(
        self,
        parted: RepositoryBuilder,
        keep: Callable[[bytes, bytes], dict[str, bytes]],
        path: str,
        holds: int,
    ) -> None:
        """The merge has Right's files, signatures included; what Left wrote is put beside them."""
        left, right = (
            parted.git("show", f"{branch}:{SECOND}").encode() + b"\n"
            for branch in ("left", "right")
        )
        files = {f"{FOLDER}{name}": data for name, data in keep(left, right).items()}
        parted.merge("left", files=files)
        report = json.loads(
            run("check", "--exit-zero", "--format", "json", "--select", "CFG", at=parted.path)
        )
        (gap,) = [gap for gap in report["gaps"] if "cannot be read" in gap["message"]]
        assert (gap["code"], gap["path"]) == ("CFG004", path)
        shown = run("authority", "show", at=parted.path)
        assert "Damaged" in shown
        assert f"· version {holds}\n" in shown


class TestBoundLayout:
    """What isodocs.yaml controls is pushed in another form than the owners bound."""

    @pytest.fixture
    def bound(self, works: RepositoryBuilder) -> RepositoryBuilder:
        works.commit("Bound", version_files(following(controlled=LAYOUT)))
        return works

    @pytest.mark.parametrize(
        "line",
        [
            "rules: {ignore: [CFG, APR]}\n",
            "status-words: {released: approved}\n",
            "protected-branches: [other]\n",
        ],
    )
    def test_a_push_cannot_bring_another_layout(self, bound: RepositoryBuilder, line: str) -> None:
        base = bound.head()
        bound.commit("Looser", {"isodocs.yaml": company.CONFIG + line})
        assert "CFG011" in attack.refused_for(attack.push(bound, base))

    def test_other_settings_are_free(self, bound: RepositoryBuilder) -> None:
        base = bound.head()
        bound.commit("Soon", {"isodocs.yaml": f"{company.CONFIG}review-due-within: 6 weeks\n"})
        assert "CFG011" not in attack.refused_for(attack.push(bound, base))

    def test_the_owners_bind_the_new_one_first(self, bound: RepositoryBuilder) -> None:
        """Two pushes: a register counts for those that come after the one that brings it."""
        config = f"{company.CONFIG}protected-branches: [main, release]\n"
        digest = controlled.digest(config_parsing.parse(config.encode()))
        base = bound.head()
        third = following(following(controlled=LAYOUT), controlled=digest)
        bound.commit("Bind", version_files(third))
        between = bound.head()
        assert "CFG011" not in attack.refused_for(attack.push(bound, base))
        bound.commit("Use", {"isodocs.yaml": config})
        assert "CFG011" not in attack.refused_for(attack.push(bound, between))
