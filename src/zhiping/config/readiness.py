"""What this installation lacks, named: database, queue, disk, mail host, font, scanner, roots of seals. Asked by /readyz and setup-check.

Only the database is essential. Without the others the site still takes every submission: documents and
mail wait in the queue, and the lack is named here.
"""

from __future__ import annotations

import os
import shutil
import socket
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from zhiping.config import database

# A living worker reports every 10 seconds; a job that is due waits at most this long before we complain.
WORKER_SILENCE = timedelta(seconds=60)
JOB_WAIT = timedelta(minutes=5)
MAIL_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, told in both languages."""

    name: str
    ok: bool
    zh: str
    en: str
    essential: bool = False


def checks(home: Path) -> list[Check]:
    """Look at everything this installation needs, the essential first."""
    environment = database.check_environment()
    found = [check_database()]
    if found[0].ok:
        found.append(look_at_queue())
    return [
        *found,
        check_disk(home, environment.least_disk),
        check_mail(environment.mail_host, environment.mail_port, to_files=settings.EMAIL_FILE_PATH),
        look_at_fonts(),
        look_at_scanner(),
        check_seal_roots(settings.ESEAL_ROOTS, timezone.now()),
    ]


def check_database() -> Check:
    """Ask the database something."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError as error:
        said = " ".join(str(error).split())
        return Check(
            "database", False, f"数据库不可用：{said}", f"The database does not answer: {said}", essential=True
        )
    return Check("database", True, "数据库可用", "The database answers", essential=True)


def look_at_queue() -> Check:
    """Ask the queue how long ago a worker reported and how long the oldest due job waits."""
    from zhiping.jobs import queries  # noqa: PLC0415 -- needs Django set up

    try:
        with transaction.atomic():
            lag = queries.worker_lag(timezone.now())
    except DatabaseError:
        return Check(
            "queue", False, "后台队列的数据表还没有建立：请运行 zhiping migrate",
            "The tables of the queue are missing: run zhiping migrate",
        )  # fmt: skip
    return check_queue(lag.silence, lag.oldest_wait)


def check_queue(silence: timedelta | None, wait: timedelta) -> Check:
    """Judge the queue.

    Args: silence: since the newest report of a worker, None if there is none. wait: of the job due longest.
    """
    if silence is None or silence > WORKER_SILENCE:
        since = "" if silence is None else f" {silence.total_seconds():.0f} s"
        return Check(
            "queue", False, f"没有后台任务进程在运行{since}：请启动 zhiping worker，任务会保留到那时",
            f"No worker is running{since}: start zhiping worker; jobs are kept until then",
        )  # fmt: skip
    if wait > JOB_WAIT:
        return Check(
            "queue", False, f"后台任务积压：最早的已等待 {wait.total_seconds():.0f} 秒",
            f"Jobs pile up: the oldest has waited {wait.total_seconds():.0f} seconds",
        )  # fmt: skip
    return Check("queue", True, "后台任务进程正常", "A worker is at work")


def check_disk(folder: Path, least: int) -> Check:
    """Write a byte where the files go, and see how much room is left."""
    probe = folder / f".probe-{uuid.uuid4().hex}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(probe, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        try:
            os.write(descriptor, b"zhiping")
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
            probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Check("disk", False, f"无法写入 {folder}：{error.strerror}", f"Cannot write {folder}: {error.strerror}")
    told = f"{free // 1_000_000:,} MB"
    if free < least:
        return Check(
            "disk", False, f"磁盘空间不足：{folder} 仅剩 {told}", f"The disk is almost full: {told} at {folder}"
        )
    return Check("disk", True, f"磁盘可写，剩余 {told}", f"The disk can be written, {told} free")


def check_mail(host: str, port: int, *, to_files: Path) -> Check:
    """See whether the mail host listens; without one mail is written to files."""
    if not host:
        return Check(
            "mail", settings.DEMO, f"没有设置邮件服务器（ZHIPING_MAIL_HOST），邮件写入 {to_files}",
            f"No mail host is set (ZHIPING_MAIL_HOST); mail is written to {to_files}",
        )  # fmt: skip
    try:
        socket.create_connection((host, port), timeout=MAIL_SECONDS).close()
    except OSError as error:
        return Check(
            "mail", False, f"邮件服务器 {host}:{port} 无法连接（{error}）：邮件保留在发件箱中",
            f"The mail host {host}:{port} does not answer ({error}); mail waits in the outbox",
        )  # fmt: skip
    return Check("mail", True, f"邮件服务器 {host}:{port} 可用", f"The mail host {host}:{port} answers")


def look_at_fonts() -> Check:
    """Ask the typesetter for the faces that documents need."""
    from zhiping.documents import queries  # noqa: PLC0415 -- slow import

    return check_fonts(queries.fonts_present())


def check_fonts(present: Mapping[str, bool]) -> Check:
    """See whether every face that documents need is there."""
    lacking = ", ".join(face for face, there in present.items() if not there)
    if lacking:
        return Check(
            "font", False, f"缺少字体 {lacking}，证书等文件会排队等待：请恢复源码中的 documents/fonts 目录",
            f"Fonts are missing: {lacking}; certificates and other documents wait: restore documents/fonts",
        )  # fmt: skip
    return Check("font", True, "文件所需字体齐全", "All fonts of the documents are there")


def look_at_scanner() -> Check:
    """Ask the virus scanner for its version, and the quarantine how many files wait."""
    from zhiping.files import ports, queries  # noqa: PLC0415 -- needs Django set up

    scanner = ports.scanner()
    if scanner is None:
        return check_scanner("", None, 0)
    try:
        with transaction.atomic():
            waiting = queries.in_quarantine()
    except DatabaseError:
        waiting = 0
    try:
        return check_scanner(scanner.version(), None, waiting)
    except ports.ScannerDown as fault:
        return check_scanner("", str(fault), waiting)


def check_scanner(version: str, fault: str | None, waiting: int) -> Check:
    """Judge the virus scanner. Args: version: "" where none is set or none answers; waiting: files in quarantine."""
    if fault is not None:
        return Check(
            "scanner", False, f"病毒扫描程序无应答（{fault}）：{waiting} 个文件在隔离区等待，照常接收新文件",
            f"The virus scanner does not answer ({fault}): {waiting} files wait in quarantine; new ones are still taken",
        )  # fmt: skip
    if not version:
        return Check(
            "scanner", True, "没有设置病毒扫描程序（ZHIPING_CLAMD），文件只按内容检查",
            "No virus scanner is set (ZHIPING_CLAMD); files are only judged by their content",
        )  # fmt: skip
    return Check(
        "scanner",
        True,
        f"病毒扫描程序可用：{version}，{waiting} 个文件等待扫描",
        f"The virus scanner answers: {version}; {waiting} files wait",
    )


def check_seal_roots(folder: Path | None, at: datetime) -> Check:
    """Read the certificates to which electronic seals must lead: there, readable, not run out.

    Without a folder no electronic seal counts, which is a choice and no lack.
    """
    from zhiping.integrations import eseal  # noqa: PLC0415 -- needs Django set up

    if folder is None:
        return Check("eseal", True, "未启用电子签章", "Electronic seals are not in use")
    try:
        found = eseal.certificates(folder)
        run_out = [c.subject.human_friendly for c in found if c.not_valid_after <= at or c.not_valid_before > at]
    except (OSError, ValueError, TypeError) as error:
        said = " ".join(str(error).split())[:120]
        return Check(
            "eseal", False, f"电子签章根证书读不出：{said}", f"The roots of electronic seals cannot be read: {said}"
        )
    if not found:
        return Check(
            "eseal", False, f"{folder} 中没有电子签章根证书", f"{folder} holds no root of electronic seals"
        )  # fmt: skip
    if run_out:
        who = "；".join(run_out)
        return Check(
            "eseal", False, f"电子签章根证书不在有效期内：{who}", f"Roots of electronic seals are not valid now: {who}"
        )
    return Check(
        "eseal", True, f"电子签章根证书 {len(found)} 个，均有效", f"{len(found)} roots of electronic seals, all valid"
    )
