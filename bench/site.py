"""The site as production serves it: `zhiping serve` with two web workers and the background worker, in processes."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

PATIENCE = 180
WORKERS = 2


class Site:
    """A running site. started_in: seconds from the command to the first answer. highest: MB a worker ever had."""

    def __init__(self, home: Path, log: Path) -> None:
        self.highest = 0.0
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = int(probe.getsockname()[1])
        more = {"ZHIPING_HOME": str(home), "ZHIPING_WEB_WORKERS": str(WORKERS)}
        # Whole seasons of people come from one address here; how often one of them may ask is not what is measured.
        kinds = ("OBJECTIONS", "LOOKUPS", "SEARCHES", "EXPORTS", "DOCUMENTS", "UPLOADS")
        more |= {f"ZHIPING_LIMIT_{kind}": "" for kind in kinds}
        command = [sys.executable, "-m", "zhiping.config", "serve", "--port", str(self.port)]
        environment = {k: v for k, v in os.environ.items() if k != "DATABASE_URL"} | more
        with log.open("ab") as stream:
            begun = time.perf_counter()
            self.process = subprocess.Popen(command, env=environment, stdout=stream, stderr=stream)
        self._wait(begun)
        self.started_in = time.perf_counter() - begun

    @property
    def address(self) -> tuple[str, int]:
        """Where it answers."""
        return "127.0.0.1", self.port

    def _wait(self, begun: float) -> None:
        while time.perf_counter() - begun < PATIENCE:
            asked = http.client.HTTPConnection(*self.address, timeout=5)
            try:
                asked.request("GET", "/")
                if asked.getresponse().status == http.HTTPStatus.OK:
                    return
            except OSError:
                time.sleep(0.01)
            finally:
                asked.close()
        raise SystemExit("the site did not answer")

    def memory(self) -> list[float]:
        """Return the resident memory of each web worker in MB."""
        return [_kilobytes(pid, "VmRSS") / 1024 for pid in self._workers()]

    def helpers(self) -> list[float]:
        """Return the resident memory of what each web worker has started to read strangers' files, in MB."""
        return [sum(_kilobytes(pid, "VmRSS") / 1024 for pid in _children(worker)) for worker in self._workers()]

    def peak(self) -> list[float]:
        """Return the highest memory each web worker has had since `forget_peak`, in MB."""
        found = [_kilobytes(pid, "VmHWM") / 1024 for pid in self._workers()]
        self.highest = max(self.highest, *found)
        return found

    def forget_peak(self) -> None:
        """Count each worker's highest memory anew, so that a line does not answer for an earlier one."""
        self.peak()
        for pid in self._workers():
            Path(f"/proc/{pid}/clear_refs").write_text("5", encoding="ascii")

    def _workers(self) -> list[int]:
        served = [pid for pid in _children(self.process.pid) if "zhiping.config.serving" in _command(pid)]
        found = [pid for web in served for pid in _children(web)]
        if len(found) != WORKERS:
            raise SystemExit(f"{len(found)} web workers found, not {WORKERS}: their memory cannot be measured")
        return found

    def stop(self) -> None:
        """End it as Ctrl-C does."""
        self.process.terminate()
        self.process.wait(PATIENCE)


def _children(parent: int) -> list[int]:
    told = " ".join(path.read_text() for path in Path(f"/proc/{parent}/task").glob("*/children"))
    return [int(pid) for pid in told.split()]


def _command(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def _kilobytes(pid: int, name: str) -> int:
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith(name)), 0)
