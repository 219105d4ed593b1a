"""A forge on the loopback address that answers as it is told, and keeps what it was asked."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Reply:
    """One answer: `cut` bytes fewer than its length says, or `slow` seconds between its bytes."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cut: int = 0
    slow: float = 0.0


@dataclass
class Forge:
    """What is answered under each path, the last answer again and again; without one the answer is 404."""

    replies: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, str, dict[str, str]]] = field(default_factory=list)
    base: str = ""

    def on(self, path: str, *bodies: Any) -> None:
        """Answer a path, with or without its query, with these one after the other."""
        self.replies[path] = [one if isinstance(one, Reply) else Reply(one) for one in bodies]

    def reply(self, target: str) -> Reply:
        """Return the next answer for a path."""
        waiting = self.replies.get(target) or self.replies.get(urlsplit(target).path)
        if not waiting:
            return Reply({"message": "Not Found"}, status=404)
        return waiting.pop(0) if len(waiting) > 1 else waiting[0]


@contextmanager
def serving() -> Iterator[Forge]:
    """Serve a forge for the time of a test."""
    forge = Forge()

    class Handler(BaseHTTPRequestHandler):
        server_version = "forge"

        def log_message(self, *_: Any) -> None:
            return

        def do_GET(self) -> None:
            forge.asked.append((self.command, self.path, dict(self.headers)))
            one = forge.reply(self.path)
            data = one.body if isinstance(one.body, bytes) else json.dumps(one.body).encode()
            self.send_response(one.status)
            for name, value in {
                "Content-Type": "application/json",
                "Content-Length": str(len(data)),
                **one.headers,
            }.items():
                self.send_header(name, value)
            self.end_headers()
            kept = data[: len(data) - one.cut]
            for start in range(0, len(kept), 1 if one.slow else len(kept) or 1):
                self.wfile.write(kept[start : start + (1 if one.slow else len(kept))])
                time.sleep(one.slow)
            self.close_connection = True

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign] # a client that hangs up is no fault
    forge.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
