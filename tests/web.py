"""A real HTTP server on loopback that answers what a test tells it to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self

from sources.addresses import Doors


@dataclass(frozen=True)
class Answer:
    """One answer: a status, headers and a body; `chunks` are sent one by one instead of a body of known length."""

    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    chunks: tuple[bytes, ...] = ()


Told = Answer | Callable[[Mapping[str, str]], Answer]


class Web:
    """Serves `answers` by path; a path that is not among them is 404. `asked` lists what was asked, in order."""

    def __init__(self, answers: Mapping[str, Told]) -> None:
        self.answers = dict(answers)
        self.asked: list[tuple[str, dict[str, str]]] = []
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # Head and body in one packet: else the kernel waits 40 ms for the head to be acknowledged.
            wbufsize = 1 << 16
            disable_nagle_algorithm = True

            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                web.asked.append((self.path, headers))
                told = web.answers.get(self.path, Answer(404))
                self._send(told(headers) if callable(told) else told)

            def _send(self, answer: Answer) -> None:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                if answer.chunks:
                    self.send_header("Connection", "close")
                    self.end_headers()
                    for chunk in answer.chunks:
                        self.wfile.write(chunk)
                        self.wfile.flush()
                    self.close_connection = True
                else:
                    self.send_header("Content-Length", str(len(answer.body)))
                    self.end_headers()
                    self.wfile.write(answer.body)

            def log_message(self, *_: object) -> None:
                """Says nothing on stderr."""

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_: object) -> None:
                """A client that hangs up is no news."""

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]

    @property
    def host(self) -> str:
        """host:port, as `--allow-host` takes it."""
        return f"127.0.0.1:{self.port}"

    @property
    def doors(self) -> Doors:
        """Doors that open this server and nothing else."""
        return Doors.of([self.host])

    def url(self, path: str) -> str:
        """The address of a path."""
        return f"http://{self.host}{path}"

    def paths(self) -> list[str]:
        """The paths asked for, in order."""
        return [path for path, _ in self.asked]

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
