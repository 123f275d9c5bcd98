"""Whether whoever asked for a file is still there, known before anything can be written to them."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

LOOKS_EVERY = 0.5
"""Seconds."""


def is_gone(reader: socket.socket) -> bool:
    try:
        return reader.recv(1, socket.MSG_PEEK | socket.MSG_DONTWAIT) == b""
    except BlockingIOError:
        return False  # there, and silent
    except ValueError:
        return False  # encrypted: it cannot be looked at
    except OSError:
        return True


@contextmanager
def stops_without(reader: socket.socket | None, connection: Any) -> Iterator[None]:
    """PostgreSQL stops a query once its reader has left, however long its first row is in coming.

    What comes of that is nobody's error any more.
    """
    if reader is None:
        yield
        return
    ended, stopped = threading.Event(), threading.Event()
    running = connection.connection

    def look() -> None:
        while not ended.wait(LOOKS_EVERY):
            if is_gone(reader):
                stopped.set()
                running.cancel_safe()
                return

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        yield
    except Exception:
        if not stopped.is_set():
            raise
    finally:
        ended.set()
        watch.join()  # or it might stop the connection's next query
