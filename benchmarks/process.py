"""Commands of the product as processes of their own: how long they take and how much memory."""

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from typing import IO

from aidtracker.settings import BASE_DIR

KILOBYTE = 1 if sys.platform == "darwin" else 1024
"""The unit in which the system tells a process's memory."""


@dataclass(frozen=True)
class Done:
    seconds: float
    peak: int
    """Bytes of memory at the most."""


def run_measured(*command: str, output: IO[bytes] | None = None) -> Done:
    """A Python command from the project's folder, with this process's environment. Raises where it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *command], cwd=BASE_DIR, stdout=output or subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _pid, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Done(time.perf_counter() - begun, used.ru_maxrss * KILOBYTE)
