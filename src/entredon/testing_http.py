"""A web server on this machine for tests: it serves git repositories the way a forge does, and can misbehave."""

import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


@contextmanager
def forge(folder: Path, *, redirects: dict[str, str] | None = None, asks_password: bool = False) -> Iterator[str]:
    """The repositories of a folder, by git's own smart protocol, at an address that the node takes for a public one.

    ``redirects`` leads paths that begin so elsewhere.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            for begin, target in (redirects or {}).items():
                if self.path.startswith(begin):
                    self.send_response(301)
                    self.send_header("Location", target + self.path.removeprefix(begin))
                    self.end_headers()
                    return
            if asks_password:
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="x"')
                self.end_headers()
                return
            self._git()

        do_POST = do_GET  # noqa: N815

        def _git(self) -> None:
            path, _, query = self.path.partition("?")
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            environment = {
                "PATH": os.environ["PATH"], "GIT_PROJECT_ROOT": str(folder), "GIT_HTTP_EXPORT_ALL": "1",
                "PATH_INFO": path, "QUERY_STRING": query, "REQUEST_METHOD": self.command,
                "CONTENT_TYPE": self.headers.get("Content-Type", ""), "GIT_CONFIG_NOSYSTEM": "1",
                "HTTP_CONTENT_ENCODING": self.headers.get("Content-Encoding", ""),
                "GIT_PROTOCOL": self.headers.get("Git-Protocol", ""), "REMOTE_ADDR": "127.0.0.1",
                "GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "safe.directory", "GIT_CONFIG_VALUE_0": "*",
            }  # fmt: skip
            done = subprocess.run(
                ["git", "http-backend"], input=body, capture_output=True, env=environment, check=False
            )
            head, _, content = done.stdout.partition(b"\r\n\r\n")
            fields = dict(line.split(": ", 1) for line in head.decode().splitlines() if ": " in line)
            self.send_response(int(fields.pop("Status", "200").split()[0]))
            for name, value in fields.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Tests are silent."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    before = os.environ.get("ENTREDON_TEST_FORGE")
    os.environ["ENTREDON_TEST_FORGE"] = str(server.server_address[1])
    try:
        yield "https://forge.test"
    finally:
        os.environ.pop("ENTREDON_TEST_FORGE")
        if before is not None:
            os.environ["ENTREDON_TEST_FORGE"] = before
        server.shutdown()
        server.server_close()
