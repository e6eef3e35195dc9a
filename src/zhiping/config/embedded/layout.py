"""Where the embedded server keeps what: under ZHIPING_HOME, or where an unprivileged account can reach."""

from __future__ import annotations

import json
import os
import pwd
import re
import secrets
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from zhiping.config.problem import Problem

# A server of root's may not run as root; its files stand here when its account cannot reach ZHIPING_HOME.
OUTSIDE = (Path("/var/lib/zhiping"), Path("/var/tmp/zhiping"))  # noqa: S108 -- checked to be root's
# Accounts that the server of root's may run as, best first; `nobody` is everywhere.
ACCOUNTS = ("zhiping", "postgres", "nobody")
# sun_path holds 107 bytes; the socket's own name takes 20 of them.
LONGEST_SOCKET_FOLDER = 80
PLAIN = re.compile(r"[A-Za-z0-9/._-]+")


@dataclass(frozen=True, slots=True)
class Account:
    """An operating-system account."""

    name: str
    uid: int
    gid: int


@dataclass(frozen=True, slots=True)
class Files:
    """The fixed files under a home; they are never removed while a server may run."""

    folder: Path

    @property
    def users(self) -> Path:
        """Held shared by each process that uses the server."""
        return self.folder / "users.lock"

    @property
    def guardian(self) -> Path:
        """Held by the one guardian process."""
        return self.folder / "guardian.lock"

    @property
    def server(self) -> Path:
        """Held by the guardian and, inherited, by every process of the server."""
        return self.folder / "server.lock"

    @property
    def state(self) -> Path:
        """What the guardian says: its pid and the address."""
        return self.folder / "state.json"

    @property
    def where(self) -> Path:
        """Where the cluster and its socket really are."""
        return self.folder / "where.json"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a home's cluster lives and who runs it."""

    cluster: Path
    sockets: Path
    account: Account

    @property
    def data(self) -> Path:
        """PostgreSQL's data directory."""
        return self.cluster / "data"


def files(home: Path) -> Files:
    """Return the fixed files of this home."""
    return Files(home / "postgres")


def me() -> Account:
    """Return the account of this process.

    Raises: Problem when the uid has no name, which PostgreSQL needs.
    """
    uid = os.geteuid()
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise Problem(
            f"用户编号 {uid} 没有账户名，内嵌的 PostgreSQL 无法启动：请用有名称的账户运行，或设置 DATABASE_URL。",
            f"User id {uid} has no account name, which PostgreSQL needs: run as a named account, or set DATABASE_URL.",
        ) from None
    return Account(entry.pw_name, uid, entry.pw_gid)


def server_account() -> Account:
    """Return the account that a new server runs as: ourselves, or for root an unprivileged one."""
    if os.geteuid() != 0:
        return me()
    wanted = os.environ.get("ZHIPING_PG_USER")
    for name in (wanted,) if wanted else ACCOUNTS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise Problem(
        "以 root 运行时，PostgreSQL 需要一个普通账户（zhiping、postgres 或 nobody）：请建立其中之一，"
        "或用 ZHIPING_PG_USER 指定。",
        "Run by root, PostgreSQL needs an ordinary account (zhiping, postgres or nobody): make one, "
        "or name one with ZHIPING_PG_USER.",
    )


def may_reach(account: Account, folder: Path) -> bool:
    """Say whether the account can pass through this folder and all above it."""
    if account.uid == os.geteuid():
        return True
    tried = subprocess.run(
        ["/bin/sh", "-c", 'test -x "$1"', "sh", str(folder)],
        user=account.uid, group=account.gid, extra_groups=[], cwd="/", check=False, capture_output=True,
    )  # fmt: skip
    return tried.returncode == 0


def recorded(home: Path) -> Place | None:
    """Return the place written down for this home, if any.

    Raises: Problem when the recorded cluster has been removed behind our back.
    """
    where = files(home).where
    try:
        told = json.loads(where.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    cluster = Path(told["cluster"])
    try:
        entry = pwd.getpwuid(cluster.stat().st_uid)
    except (FileNotFoundError, KeyError):
        raise Problem(
            f"{where} 所记的数据库目录 {cluster} 已不存在或所有者未知：请恢复它，或运行 zhiping reset 重新开始。",
            f"The database folder {cluster} recorded in {where} is gone or its owner unknown: restore it, "
            "or start over with zhiping reset.",
        ) from None
    return Place(cluster, Path(told["sockets"]), Account(entry.pw_name, entry.pw_uid, entry.pw_gid))


def settle(home: Path) -> Place:
    """Return the place of this home's cluster, choosing and recording it on first use; its folders exist."""
    place = recorded(home) or _choose(home)
    if os.geteuid() not in {0, place.account.uid}:
        raise Problem(
            f"{place.cluster} 属于账户 {place.account.name}：请以该账户运行，或用 ZHIPING_HOME 换一个目录。",
            f"{place.cluster} belongs to {place.account.name}: run as that account, or choose another ZHIPING_HOME.",
        )
    _own_folder(place.sockets, place.account)
    return place


def _choose(home: Path) -> Place:
    account = server_account()
    name = secrets.token_hex(6)
    inside = files(home).folder / "cluster"
    cluster = inside if may_reach(account, inside.parent) else _outside() / name
    _own_folder(cluster, account)
    (cluster / "home").write_text(str(home), encoding="utf-8")
    sockets = cluster / "run"
    if len(os.fsencode(sockets)) > LONGEST_SOCKET_FOLDER or not PLAIN.fullmatch(str(sockets)):
        temporary = tempfile.gettempdir()
        # The folder is closed to others and refused when somebody else made it.
        short = temporary if len(os.fsencode(temporary)) < LONGEST_SOCKET_FOLDER // 2 else "/tmp"  # noqa: S108
        sockets = Path(short) / f"zhiping-{name}"
    write_json(files(home).where, {"cluster": str(cluster), "sockets": str(sockets)})
    return Place(cluster, sockets, account)


def _outside() -> Path:
    """Return a folder of root's that every account can pass through."""
    for folder in OUTSIDE:
        try:
            folder.mkdir(mode=0o755, exist_ok=True)
            folder.chmod(0o755)
        except OSError:
            continue
        if folder.stat().st_uid == 0 and not folder.is_symlink():
            return folder
    raise Problem(
        "无法在 /var/lib 或 /var/tmp 下建立数据库目录：请用 ZHIPING_HOME 指定一个普通账户也能到达的目录，"
        "或设置 DATABASE_URL。",
        "Cannot make a database folder under /var/lib or /var/tmp: name a ZHIPING_HOME that an ordinary account "
        "can reach, or set DATABASE_URL.",
    )


def _own_folder(folder: Path, account: Account) -> None:
    """Make a folder that only its account may enter; refuse one that somebody else put there first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    found = folder.lstat()
    if folder.is_symlink() or found.st_uid not in {os.geteuid(), account.uid}:
        raise Problem(
            f"{folder} 属于他人，不能使用：请删除它后再运行。",
            f"{folder} belongs to somebody else and is not used: remove it and run again.",
        )
    folder.chmod(0o700)
    if found.st_uid != account.uid:
        os.chown(folder, account.uid, account.gid)


def remove(home: Path) -> None:
    """Remove the cluster of this home wherever it is. The server must have ended."""
    where = files(home).where
    if where.exists():
        told = json.loads(where.read_text(encoding="utf-8"))
        for folder in (told["cluster"], told["sockets"]):
            shutil.rmtree(folder, ignore_errors=True)
        where.unlink()
    shutil.rmtree(files(home).folder / "cluster", ignore_errors=True)
    for left in (left for folder in OUTSIDE for left in folder.glob("*/home") if os.geteuid() == 0):
        if left.read_text(encoding="utf-8") == str(home):
            shutil.rmtree(left.parent, ignore_errors=True)


def write_json(path: Path, value: object) -> None:
    """Replace a small file at once: a reader sees the old one or the new one."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    draft.replace(path)
