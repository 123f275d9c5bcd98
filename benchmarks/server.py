"""The product behind gunicorn, and a client that takes the time."""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 4
HELLO = "/hello/"
PATIENCE = 60
"""Seconds after which an unanswered request is given up."""


@dataclass(frozen=True)
class Reply:
    status: int
    seconds: float
    body: bytes = field(repr=False)
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    first_byte: float = 0.0

    @property
    def text(self) -> str:
        return self.body.decode()


class Client:
    """One kept-alive connection."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._connection = http.client.HTTPConnection(HOST, port, timeout=PATIENCE)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Reply:
        begun = time.perf_counter()
        try:
            self._connection.request("GET", path, headers=dict(headers or {}))
            response = self._connection.getresponse()
            start = response.read(1)
            first_byte = time.perf_counter() - begun
            body = start + response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return Reply(0, time.perf_counter() - begun, b"")
        seconds = time.perf_counter() - begun
        lowered = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, seconds, body, lowered, first_byte)

    def stream(self, path: str) -> Iterator[bytes]:
        """The body piece by piece. Whoever stops listening closes the connection."""
        connection = http.client.HTTPConnection(HOST, self._port, timeout=10 * PATIENCE)
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            if response.status != http.client.OK:
                raise AssertionError(f"{path}: status {response.status}")
            while piece := response.read1(1 << 16):
                yield piece
        finally:
            connection.close()

    def close(self) -> None:
        self._connection.close()


@dataclass(frozen=True)
class Server:
    pid: int
    port: int

    def client(self) -> Client:
        return Client(self.port)

    def workers(self) -> list[int]:
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()] if children.exists() else []

    def peak_memory(self) -> int | None:
        """Bytes the largest worker ever held; None where the system does not say."""
        peaks = [_peak(pid) for pid in self.workers()]
        return max(peaks) if peaks else None


def _peak(pid: int) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


@contextmanager
def running(log: Path) -> Iterator[Server]:
    """The product on a port of its own, with this process's environment."""
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        port = listener.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "aidtracker.wsgi", "--bind", f"{HOST}:{port}", "--worker-class", "gthread",
        "--workers", str(WORKERS), "--threads", str(THREADS), "--keep-alive", "75", "--timeout", "600",
    ]  # fmt: skip
    with log.open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, env=dict(os.environ))
        try:
            _wait(port, process, log)
            yield Server(process.pid, port)
        finally:
            process.send_signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(10)
            process.kill()


def _wait(port: int, process: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        client = Client(port)
        try:
            if client.get(HELLO).status == http.client.OK:
                return
        finally:
            client.close()
        time.sleep(0.1)
    raise RuntimeError(f"The server did not start: {log.read_text()[-2000:]}")
