"""What `make` does before Python can: the interpreter, the environment, the browser."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from zhiping.config.environment import CHECKOUT

TOOLS = "/usr/bin:/bin"


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with nothing but what the scripts read."""
    shutil.copytree(CHECKOUT / "scripts", tmp_path / "scripts")
    shutil.copytree(CHECKOUT / "requirements", tmp_path / "requirements")
    shutil.copy(CHECKOUT / "pyproject.toml", tmp_path)
    return tmp_path


def program(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return path


def run(checkout: Path, *words: str, path: str = TOOLS) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [checkout / "scripts" / words[0], *words[1:]],
        env={"PATH": path, "HOME": str(checkout)}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_an_old_python_is_told_what_to_install(checkout: Path) -> None:
    old = program(checkout / "bin", "python3.9", '[ "$1" = --version ] && echo "Python 3.9.2" && exit 0\nexit 1')

    said = run(checkout, "setup", str(old))

    assert said.returncode == 1
    assert said.stderr.splitlines()[1] == (
        "Python 3.11 or newer is needed, found: Python 3.9.2. Install it (Debian/Ubuntu: apt install python3 "
        "python3-venv) or name it with make PYTHON=…."
    )
    assert not (checkout / ".venv").exists()


def test_a_python_without_its_venv_module_is_told_which_package_is_missing(checkout: Path) -> None:
    bare = program(checkout / "bin", "python3", f'[ "$1" = -m ] && exit 1\nexec {sys.executable} "$@"')
    version = f"{sys.version_info.major}.{sys.version_info.minor}"

    said = run(checkout, "setup", str(bare))

    assert said.returncode == 1
    assert said.stderr.splitlines()[-1] == (
        f"Cannot make a Python environment: install the venv module (Debian/Ubuntu: apt install python{version}-venv) "
        "and run it again."
    )
    assert not (checkout / ".venv").exists()


def test_a_named_browser_is_taken_before_any_other(checkout: Path) -> None:
    mine = program(checkout / "bin", "my-browser", "exit 0")

    said = subprocess.run(
        [checkout / "scripts" / "browser"], env={"PATH": TOOLS, "CHROME": str(mine)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert (said.returncode, said.stdout.strip()) == (0, str(mine))


def test_without_a_browser_and_without_root_one_line_says_how(checkout: Path) -> None:
    tools = checkout / "tools"
    program(tools, "id", "echo 1000")
    for name in ("sh", "dirname"):
        (tools / name).symlink_to(shutil.which(name, path=TOOLS) or name)

    said = run(checkout, "browser", path=str(tools))

    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.count("\n") == 1
    assert "apt install chromium fonts-noto-cjk" in said.stderr


def test_root_without_a_browser_installs_debians(checkout: Path) -> None:
    tools = checkout / "tools"
    program(tools, "id", "echo 0")
    installed = 'case "$*" in *install*chromium*) printf "#!/bin/sh\\n" > "$0.d"; mv "$0.d" "${0%/*}/chromium"; '
    program(tools, "apt-get", installed + 'chmod +x "${0%/*}/chromium";; esac')
    for name in ("sh", "dirname", "mv", "chmod"):
        (tools / name).symlink_to(shutil.which(name, path=TOOLS) or name)

    said = run(checkout, "browser", path=str(tools))

    assert (said.returncode, said.stdout.strip()) == (0, str(tools / "chromium"))


def test_the_pipeline_calls_exactly_make_test() -> None:
    lines = (CHECKOUT / ".ci" / "run").read_text(encoding="utf-8").splitlines()

    assert lines == ["#!/usr/bin/env bash", "set -euo pipefail", 'cd "$(dirname "$0")/.."', "make test"]
    assert os.access(CHECKOUT / ".ci" / "run", os.X_OK)
