"""What a person can mend at start-up, said once in Chinese and once in English."""

from __future__ import annotations

import errno
from pathlib import Path


class Problem(Exception):
    """A start-up problem with its remedy, one sentence per language."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(en)
        self.zh = zh
        self.en = en


class WrongSetting(Problem):
    """A setting that cannot be read: no process that is given it can run, and starting it again mends nothing."""

    EXIT = 78
    """The exit code, as sysexits.h has it for a configuration error."""


def of_os_error(error: OSError, path: Path) -> Problem:
    """Say what an operating-system error at `path` means for the person who started the command."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return disk_full(path)
    if error.errno in {errno.EACCES, errno.EPERM, errno.EROFS}:
        return Problem(
            f"无法写入 {path}：请更改该目录的所有者或权限，或用环境变量 ZHIPING_HOME 指定一个可写的目录。",
            f"Cannot write {path}: change its owner or mode, or name a writable folder with ZHIPING_HOME.",
        )
    return Problem(
        f"无法使用 {path}：{error.strerror or error}。请检查 ZHIPING_HOME 所指的目录。",
        f"Cannot use {path}: {error.strerror or error}. Check the folder named by ZHIPING_HOME.",
    )


def disk_full(path: Path) -> Problem:
    """Say that the disk is full, and what to do."""
    return Problem(
        f"磁盘已满，无法写入 {path}：请腾出空间，或用 ZHIPING_HOME 换一个磁盘，然后再运行一次。",
        f"The disk is full at {path}: free some space, or choose another disk with ZHIPING_HOME, and run it again.",
    )
