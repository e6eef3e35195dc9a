"""Both kinds of binaries pass the same tests; each home is removed with its server afterwards."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.config.embedded import person as people
from zhiping.config.embedded import layout, server


@pytest.fixture(scope="module", params=["wheel", "machine"])
def pg_bin(request: pytest.FixtureRequest) -> Path:
    """The folder of PostgreSQL's programs: the wheel's newest, and one installed on the machine."""
    if request.param == "wheel":
        return people.WHEEL / "pginstall" / "bin"
    found = people.machine()
    if found is None:
        pytest.skip("no PostgreSQL 15 or newer is installed on this machine (apt install postgresql)")
    return found


@pytest.fixture
def home() -> Iterator[Path]:
    """An empty home, in memory where there is room: these tests make and remove many databases."""
    memory = Path("/dev/shm")
    roomy = memory.is_dir() and shutil.disk_usage(memory).free > 2 * 10**9
    above = Path(tempfile.mkdtemp(prefix="zhiping-test-", dir=memory if roomy else None))
    above.chmod(0o755)
    folder = above / "home"
    yield folder
    if folder.exists():
        server.stop(folder)
        layout.remove(folder)
    shutil.rmtree(above)


@pytest.fixture(scope="module")
def url(pg_bin: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of one running server, for tests that only ask it something."""
    folder = tmp_path_factory.mktemp("asked")
    with people.person(folder, pg_bin=pg_bin) as one:
        yield one.wait().url
    server.stop(folder)
    layout.remove(folder)


@pytest.fixture
def as_root() -> None:
    """Tests of what only root can do."""
    if os.geteuid() != 0:
        pytest.skip("needs root: it starts processes of another account")


@pytest.fixture(scope="session")
def stranger() -> Iterator[people.Portable]:
    """What the account `nobody` needs to run the supervisor."""
    with people.portable() as found:
        if found is None:
            pytest.skip("needs a Python 3.11 or newer in /usr/bin that every account can run")
        yield found


@pytest.fixture
def open_folder(stranger: people.Portable) -> Path:
    """An empty folder that every account can pass through."""
    folder = Path(tempfile.mkdtemp(dir=stranger.folder))
    folder.chmod(0o755)
    return folder
