"""What Git does to index, commits, branches and settings, by whoever runs it."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.threats.file_steps import DOCUMENTS, FILES, SOP
from tests.threats.world import World

REVISIONS = st.sampled_from(("HEAD", "HEAD~1", "HEAD~3", "main", "side", "v1"))
SETTINGS = (
    ("core.autocrlf", "true"),
    ("core.autocrlf", "input"),
    ("core.eol", "crlf"),
    ("core.ignorecase", "true"),
    ("core.fileMode", "false"),
    ("core.symlinks", "false"),
    ("core.trustctime", "false"),
    ("core.checkStat", "minimal"),
    ("core.untrackedCache", "true"),
    ("core.quotePath", "false"),
    ("core.precomposeUnicode", "true"),
    ("core.excludesFile", "~/ours"),
    ("filter.ours.clean", "tr a e"),
    ("filter.lfs.clean", "git-lfs clean -- %f"),
    ("diff.renames", "copies"),
    ("log.showSignature", "true"),
    ("i18n.logOutputEncoding", "latin1"),
    ("index.version", "4"),
    ("feature.manyFiles", "true"),
    ("isodocs.unknown", "1"),
)
ATTRIBUTES = (
    "*.md text eol=crlf\n",
    "*.md filter=ours\n",
    "*.svg filter=lfs\n",
    "* ident\n",
    "*.md -text\n",
    "",
)


class GitSteps(World):
    """Steps of Git; one that Git refuses changes what it changes."""

    @rule(name=st.one_of(st.just("."), FILES))
    def stage(self, name: str) -> None:
        self.git("add", "--all", "--", name)

    @rule(name=FILES)
    def unstage(self, name: str) -> None:
        self.git("reset", "--quiet", "--", name)

    @rule(name=FILES)
    def forget_in_the_index(self, name: str) -> None:
        self.git("rm", "--quiet", "-r", "--cached", "--", name)

    @rule(all=st.booleans(), judged=st.booleans())
    def commit(self, all: bool, judged: bool) -> None:
        """With both hooks, as Git calls them, or without."""
        if all:
            self.git("add", "--all")
        message = b"Change"
        if judged:
            found = self.compared(("hook", "run", "pre-commit"))
            if found.code:
                return
            message = self.compared(("hook", "run", "commit-msg")).out or message
        self.git("commit", "--quiet", "--no-verify", "--allow-empty", "-F", "-", stdin=message)

    @rule()
    def amend(self) -> None:
        self.git("commit", "--quiet", "--no-verify", "--amend", "--allow-empty", "-m", "Otherwise")

    @rule(name=st.sampled_from(DOCUMENTS))
    def commit_a_part(self, name: str) -> None:
        self.git("commit", "--quiet", "--no-verify", "-m", "A part", "--only", "--", name)

    @rule(rev=REVISIONS, detached=st.booleans(), forced=st.booleans())
    def checkout(self, rev: str, detached: bool, forced: bool) -> None:
        how = ["--force"] if forced else []
        self.git("checkout", "--quiet", *how, *(["--detach"] if detached else []), rev)

    @rule(name=st.sampled_from(("side", "quality/two")), start=REVISIONS)
    def branch(self, name: str, start: str) -> None:
        if self.git("checkout", "--quiet", "-b", name, start) is None:
            self.git("branch", "--quiet", "-D", name)

    @rule(rev=REVISIONS, way=st.sampled_from(("ort", "ours", "theirs", "no-commit", "ff-only")))
    def merge(self, rev: str, way: str) -> None:
        """Where it fails, the conflict stays in files and index."""
        how = {
            "ours": ["-s", "ours"],
            "theirs": ["-X", "theirs"],
            "no-commit": ["--no-commit"],
            "ff-only": ["--ff-only"],
        }
        self.git("merge", "--quiet", "--no-edit", *how.get(way, ["--no-ff"]), rev)

    @rule(what=st.sampled_from(("merge", "rebase", "cherry-pick", "revert")), go_on=st.booleans())
    def end_what_was_begun(self, what: str, go_on: bool) -> None:
        if go_on:
            self.git("add", "--all")
        self.git(what, "--continue" if go_on else "--abort")

    @rule(rev=REVISIONS, what=st.sampled_from(("rebase", "cherry-pick", "revert")))
    def replay(self, rev: str, what: str) -> None:
        self.git(what, *(["--no-edit"] if what == "revert" else []), rev)

    @rule(rev=REVISIONS, how=st.sampled_from(("--soft", "--mixed", "--hard", "--keep")))
    def reset(self, rev: str, how: str) -> None:
        self.git("reset", "--quiet", how, rev)

    @rule(rev=REVISIONS, name=st.one_of(st.just("."), FILES))
    def restore(self, rev: str, name: str) -> None:
        self.git("checkout", rev, "--", name)

    @rule(rev=REVISIONS, name=FILES)
    def show_into_file(self, rev: str, name: str) -> None:
        """The old content, and nothing staged."""
        self.git("restore", "--source", rev, "--worktree", "--", name)

    @rule()
    def put_aside_and_back(self) -> None:
        self.git("stash", "--quiet")
        if self.commits % 2:
            self.git("stash", "pop", "--quiet")

    @rule(name=st.sampled_from(("v1", "main", "HEAD")), rev=REVISIONS)
    def tag(self, name: str, rev: str) -> None:
        self.git("tag", "--force", name, rev)

    @rule(rev=REVISIONS)
    def move_the_branch(self, rev: str) -> None:
        """As a push into this repository does: files and index stay."""
        self.git("update-ref", "refs/heads/main", rev)

    @rule(name=FILES, flag=st.sampled_from(("assume-unchanged", "skip-worktree")), no=st.booleans())
    def hide(self, name: str, flag: str, no: bool) -> None:
        self.git("update-index", f"--{'no-' if no else ''}{flag}", "--", name)

    @rule(name=FILES, mode=st.sampled_from(("+x", "-x")))
    def stage_a_mode(self, name: str, mode: str) -> None:
        self.git("update-index", f"--chmod={mode}", "--", name)

    @rule(name=st.sampled_from(DOCUMENTS))
    def stage_a_link(self, name: str) -> None:
        blob = self.git("hash-object", "-w", "--stdin", stdin=SOP.encode())
        place = f"{self.folder}/{name}" if self.folder else name
        self.git("update-index", "--add", "--cacheinfo", f"120000,{blob},{place}")

    @rule(name=FILES)
    def promise(self, name: str) -> None:
        self.git("add", "--intent-to-add", "--", name)

    @rule()
    def lose_the_index(self) -> None:
        (self.repo.path / ".git/index").unlink(missing_ok=True)

    @rule(what=st.sampled_from(("status", "gc", "repack", "pack-refs", "commit-graph")))
    def look_after(self, what: str) -> None:
        """It may write the index again, and makes and removes its lock."""
        args = {
            "gc": ("gc", "--quiet", "--prune=now"),
            "repack": ("repack", "-adq"),
            "pack-refs": ("pack-refs", "--all"),
            "commit-graph": ("commit-graph", "write", "--reachable", "--changed-paths"),
        }
        self.git(*args.get(what, (what,)))

    @rule(setting=st.sampled_from(SETTINGS), own=st.booleans())
    def configure_git(self, setting: tuple[str, str], own: bool) -> None:
        if own:
            self.git("config", "--file", str(self.home / ".gitconfig"), *setting)
        else:
            self.git("config", *setting)

    @rule(
        place=st.sampled_from(
            (".gitattributes", "documents/.gitattributes", ".git/info/attributes")
        ),
        text=st.sampled_from(ATTRIBUTES),
    )
    def attributes(self, place: str, text: str) -> None:
        path = self.repo.path / place if place.startswith(".git/") else self.path(place)
        if path.parent.is_dir():
            path.write_text(text)

    @rule()
    def replace(self) -> None:
        self.git("replace", "--force", "HEAD", "HEAD~2")

    @rule(depth=st.booleans())
    def cut_history(self, depth: bool) -> None:
        """As a shallow clone has it."""
        shallow, commit = self.repo.path / ".git/shallow", self.git("rev-parse", "HEAD~3")
        if shallow.exists():
            shallow.unlink()
        elif depth and commit:
            shallow.write_text(f"{commit}\n")

    @rule()
    def lose_an_object(self) -> None:
        """A text that is neither in the object database nor in the work tree any more."""
        found = sorted((self.repo.path / ".git/objects").glob("??/*"))
        if found:
            found[self.commits % len(found)].unlink()

    @rule(refused=st.booleans())
    def push(self, refused: bool) -> None:
        """Judged by the server, and then there."""
        found = self.compared(("hook", "run", "pre-receive"))
        if refused or not found.code:
            self.be_received()
