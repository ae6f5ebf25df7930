"""What this machine remembers of one repository: rows of bytes under keys, in one SQLite file.

Anyone who keeps something here says in the key all that it depends on; what is found is then what
making it again would give. This module makes sure that what is found was put there by us:

- Each row carries a digest over the repository, the table, the key and the value, keyed with a
  secret that only this user can read. A row that is damaged, moved or planted is not a row.
- The file lies in the user's own cache folder, outside the repository, and no one else may write
  to it.
- Whatever goes wrong costs time: nothing here raises, and nothing waits longer than an instant.

It is asked before anything else is loaded, so it loads little itself: of `sqlite3` its core alone,
without the dates that it adds.
"""

from __future__ import annotations

import os
import stat
from _blake2 import blake2b  # that of `hashlib`, which loads OpenSSL
from _thread import RLock  # that of `threading`, which takes longer to load

from isodocs.machine import folders

TYPE_CHECKING = False  # as that of `typing`, which takes longer to load than an answer to find
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from sqlite3 import Connection

LIMIT = 256 * 1024 * 1024
"""Of a file larger than so many bytes the older half is dropped before more is added."""

SUFFIX = ".sqlite"
BESIDE = ("-journal", "-wal", "-shm")
_KEY_FILE = "store.key"
_SECRET_SIZE = 32
_SEAL = 32
_WAIT = 0.1  # seconds for another isodocs that is writing
_AT_ONCE = 500  # keys in one question; SQLite takes 999 in every version
_NO_LINK = os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEW_FILE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
_ABOUT = "about"
_NAME_KEY = b"repository"
_TABLE = "CREATE TABLE {} (number INTEGER PRIMARY KEY, key BLOB UNIQUE, sealed BLOB)"
"""The number grows with each row that is put, so that the oldest are known."""
_SCHEMA = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"


class Store:
    """The rows of one repository. Open it with `of`; without one, everything is made again."""

    def __init__(self, path: str, repository: str, secret: bytes) -> None:
        self._path, self._repository = path, os.fsencode(repository)
        self._sealer = blake2b(key=secret, digest_size=_SEAL)
        self._sealer.update(_framed(self._repository))
        self._reading: Connection | None = None
        self._tables: frozenset[str] = frozenset()
        self._asked = False
        self._lock = RLock()
        """Held while the file is read or written: threads may share what is remembered."""

    def get(self, table: str, key: bytes) -> bytes | None:
        """The value under a key; None where there is none that we put there."""
        return self.get_all(table, (key,)).get(key)

    def get_all(self, table: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """The values under those of the keys that have one that we put there."""
        found = {}
        for key, sealed in self.sealed(table, keys).items():
            value = sealed[_SEAL:]
            if self._seal(table, key, value) == sealed[:_SEAL]:
                found[key] = value
        return found

    def sealed(self, table: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        """What the file has under the keys, each after a seal that is not looked at."""
        with self._lock:
            return self._read(table, keys)

    def _read(self, table: str, keys: Iterable[bytes]) -> dict[bytes, bytes]:
        if not self._asked:
            self._open()
        if self._reading is None or table not in self._tables:
            return {}
        wanted = list(keys)
        found: dict[bytes, bytes] = {}
        try:
            for start in range(0, len(wanted), _AT_ONCE):
                some = wanted[start : start + _AT_ONCE]
                marks = ",".join("?" * len(some))
                query = f"SELECT key, sealed FROM {table} WHERE key IN ({marks})"  # noqa: S608
                rows = self._reading.execute(query, some)
                found.update((key, row) for key, row in rows if isinstance(row, bytes))
        except _faults() as error:
            self._give_up(error)
        return found

    def put(self, table: str, rows: Mapping[bytes, bytes], *, most: int = 0) -> None:
        """Keep these rows, all or none, if that can be done at once.

        `most` is how many rows the table may have, 0 for any number; the oldest go first.
        """
        with self._lock:
            self._put(table, rows, most)

    def _put(self, table: str, rows: Mapping[bytes, bytes], most: int) -> None:
        self.close()
        if not rows:
            return
        import _sqlite3 as sqlite3

        try:
            if not _make_folder(os.path.dirname(self._path)) or not _make_file(self._path):
                return
            connection = sqlite3.connect(self._path, timeout=_WAIT, isolation_level=None)
            try:
                connection.execute(
                    "PRAGMA synchronous = OFF"
                )  # a row that is cut short is not read
                connection.execute("BEGIN IMMEDIATE")
                shrink = os.stat(self._path).st_size > LIMIT
                self._write(connection, table, rows, most, shrink)
                connection.execute("COMMIT")
                if shrink:
                    connection.execute("VACUUM")
            finally:
                connection.close()
        except _faults() as error:
            self._give_up(error)

    def close(self) -> None:
        """Let go of the file; what is asked next opens it again."""
        with self._lock:
            if self._reading is not None:
                self._reading.close()
            self._reading, self._asked = None, False

    def _write(
        self,
        connection: Connection,
        table: str,
        rows: Mapping[bytes, bytes],
        most: int,
        shrink: bool,
    ) -> None:
        known = _tables(connection)
        for name in known if shrink else ():
            middle = f"SELECT (min(number) + max(number)) / 2 FROM {name}"  # noqa: S608
            connection.execute(f"DELETE FROM {name} WHERE number <= ({middle})")  # noqa: S608
        new = [(table, rows)]
        if _ABOUT not in known:
            new.append((_ABOUT, {_NAME_KEY: self._repository}))
        for name, pairs in new:
            if name not in known:
                connection.execute(_TABLE.format(name))
            sealed = ((key, self._seal(name, key, value) + value) for key, value in pairs.items())
            query = f"INSERT OR REPLACE INTO {name} (key, sealed) VALUES (?, ?)"  # noqa: S608
            connection.executemany(query, sealed)
        if most:
            oldest = f"SELECT max(number) - {most:d} FROM {table}"  # noqa: S608
            connection.execute(f"DELETE FROM {table} WHERE number <= ({oldest})")  # noqa: S608

    def _open(self) -> None:
        self._asked = True
        if not _is_own_file(self._path) or not _is_own_folder(os.path.dirname(self._path)):
            return
        import _sqlite3 as sqlite3

        try:
            address = f"{_uri(self._path)}?mode=ro"
            self._reading = sqlite3.connect(
                address, uri=True, timeout=_WAIT, check_same_thread=False
            )
            self._tables = _tables(self._reading)
        except _faults() as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Read no more from it; a file that is not a database, or a damaged one, is taken away."""
        import _sqlite3 as sqlite3

        self.close()
        self._asked = True
        if not isinstance(error, (sqlite3.OperationalError, OSError)):
            _remove(self._path)  # else it is locked, read-only or full: nothing is wrong with it

    def _seal(self, table: str, key: bytes, value: bytes) -> bytes:
        digest = self._sealer.copy()
        digest.update(_framed(table.encode()))
        digest.update(_framed(key))
        digest.update(value)
        return digest.digest()


def of(repository: str, top: str) -> Store | None:
    """The store of a repository, known by the absolute path of its common Git directory.

    None where nothing may be remembered (`$ISODOCS_NO_CACHE`), where there is no folder for it
    outside of the repository and its work tree `top`, or no secret that only this user can read.
    """
    place, inside = folder(), (top, repository)
    if place is None or any(folders.lies_within(place, each) for each in inside):
        return None
    secret = _secret(inside)
    repository = os.path.realpath(repository)
    return Store(os.path.join(place, _name(repository)), repository, secret) if secret else None


def repository_of(path: str) -> str:
    """The Git directory whose store is at `path`; empty where it does not say so credibly."""
    kept = Store(path, "", b"")
    claim = os.fsdecode(kept.sealed(_ABOUT, (_NAME_KEY,)).get(_NAME_KEY, b"")[_SEAL:])
    kept.close()
    return claim if os.path.basename(path) == _name(claim) else ""


def folder() -> str | None:
    """The folder of all stores: `$XDG_CACHE_HOME/isodocs`, or the same below `~/.cache`.

    None for a user without a home, and where `$ISODOCS_NO_CACHE` is set.
    """
    base = None if os.environ.get("ISODOCS_NO_CACHE") else folders.cache()
    return os.path.join(base, "isodocs") if base else None


def _name(repository: str) -> str:
    return blake2b(os.fsencode(repository), digest_size=16).hexdigest() + SUFFIX


def _secret(inside: Iterable[str]) -> bytes | None:
    """The secret of this user, made on first use; None where it cannot be one."""
    base = folders.state()
    place = os.path.join(base, "isodocs") if base else ""
    if not place or any(folders.lies_within(place, each) for each in inside):
        return None
    path = os.path.join(place, _KEY_FILE)
    try:
        if not os.path.lexists(path):
            if not _make_folder(place):
                return None
            # Of two that make it at once one wins; what the other has sealed is made again.
            new = f"{path}.{os.getpid()}"
            with os.fdopen(os.open(new, _NEW_FILE, 0o600), "wb") as file:
                file.write(os.urandom(_SECRET_SIZE))
            os.replace(new, path)
        with os.fdopen(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as file:
            found = os.fstat(file.fileno())
            own = found.st_uid == os.getuid() and not found.st_mode & 0o077
            secret = file.read(_SECRET_SIZE + 1)
    except OSError:
        return None
    return secret if own and _is_own_folder(place) and len(secret) == _SECRET_SIZE else None


def _make_folder(path: str) -> bool:
    os.makedirs(path, mode=0o700, exist_ok=True)
    return _is_own_folder(path)


def _make_file(path: str) -> bool:
    """Make the file where there is none: SQLite would let the umask say who may read it."""
    if not os.path.lexists(path):
        os.close(os.open(path, _NEW_FILE, 0o600))
    return _is_own_file(path)


def _is_own_folder(path: str) -> bool:
    return _is_own(path, stat.S_IFDIR)


def _is_own_file(path: str) -> bool:
    return _is_own(path, stat.S_IFREG)


def _is_own(path: str, kind: int) -> bool:
    """Whether it is this user's own, no link, and no one else may write it."""
    try:
        found = os.lstat(path)
    except OSError:
        return False
    mode = found.st_mode
    return stat.S_IFMT(mode) == kind and found.st_uid == os.getuid() and not mode & 0o022


def _tables(connection: Connection) -> frozenset[str]:
    """The tables in the file; an empty one has none yet.

    Raises sqlite3.DatabaseError where anything else is in it: a view or a trigger is a program.
    """
    import _sqlite3 as sqlite3

    schema = dict(connection.execute(_SCHEMA))
    if any(sql != _TABLE.format(name) for name, sql in schema.items()):
        raise sqlite3.DatabaseError("not a store of isodocs")
    return frozenset(schema)


def _faults() -> tuple[type[Exception], ...]:
    """What a damaged, foreign or unreachable file makes SQLite raise."""
    import _sqlite3 as sqlite3

    return (sqlite3.Error, OSError, MemoryError, OverflowError, ValueError)


def _remove(path: str) -> None:
    try:
        for suffix in (*BESIDE, ""):
            if os.path.lexists(path + suffix):
                os.unlink(path + suffix)
    except OSError:
        return  # it has to stay, and is found damaged again


def _uri(path: str) -> str:
    """The path as SQLite takes it (sqlite.org/uri.html)."""
    for special in "%?#":
        path = path.replace(special, f"%{ord(special):02x}")
    return f"file:{path}"


def _framed(data: bytes) -> bytes:
    """The data with its length before it, so that nothing can be read in two ways."""
    return len(data).to_bytes(8, "big") + data
