"""A PostgreSQL server of the tests' own, in a temporary folder, from binaries found on this machine."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PLACES = ("/usr/lib/postgresql/*/bin", "/opt/homebrew/opt/postgresql*/bin", "/usr/local/opt/postgresql*/bin")
LOCALES = ("C.UTF-8", "C.utf8", "en_US.UTF-8")


class NoServerError(Exception):
    """There is no PostgreSQL to be had; the message says why."""


def binaries() -> Path:
    """The folder of initdb and pg_ctl."""
    found = [Path(p).resolve().parent for name in ("pg_ctl",) if (p := shutil.which(name))]
    for place in PLACES:
        found += sorted(Path("/").glob(place.lstrip("/")), reverse=True)
    for folder in found:
        if (folder / "initdb").exists() and (folder / "pg_ctl").exists():
            return folder
    raise NoServerError("no initdb and pg_ctl found (Debian: apt install postgresql; macOS: brew install postgresql)")


def another_user() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: who runs it instead."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise NoServerError("running as root, and there is neither a user postgres nor nobody to run the server as")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def temporary_server() -> Iterator[str]:
    """The URL of a database on a fresh server, which is gone afterwards."""
    folder, user = binaries(), another_user()
    root = Path(tempfile.mkdtemp(prefix="aidtracker-postgres-"))
    credentials = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    if user:
        os.chown(root, user.pw_uid, user.pw_gid)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=root, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **credentials
        )

    data, port = root / "data", free_port()
    try:
        for locale in LOCALES:
            made = run(str(folder / "initdb"), "-D", str(data), "-U", "aidtracker", "-A", "trust", "-E", "UTF8",
                       f"--locale={locale}", "--no-sync")  # fmt: skip
            if made.returncode == 0:
                break
            shutil.rmtree(data, ignore_errors=True)
        else:
            raise NoServerError(f"initdb failed: {made.stdout[-500:]}")
        options = f"-c port={port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={root} -c fsync=off " \
                  "-c synchronous_commit=off -c full_page_writes=off"  # fmt: skip
        started = run(str(folder / "pg_ctl"), "-D", str(data), "-l", str(root / "log"), "-w", "-o", options, "start")
        if started.returncode != 0:
            log = root / "log"
            raise NoServerError(f"pg_ctl failed: {log.read_text()[-500:] if log.exists() else started.stdout[-500:]}")
        yield f"postgres://aidtracker@127.0.0.1:{port}/postgres"
    finally:
        run(str(folder / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
        shutil.rmtree(root, ignore_errors=True)
