"""A web server inside this process, on the loopback address, so that it shares the injected clock."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer

from django.core.wsgi import get_wsgi_application

LOOPBACK = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    """Writes no access log: a log of who answered when is a trace."""

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


class ThreadedServer(ThreadingMixIn, WSGIServer):
    daemon_threads = True


def make_server(port: int) -> ThreadedServer:
    """Return a server of the site on the loopback address; port 0 takes any free one.

    Raises OSError where the port is taken.
    """
    server = ThreadedServer((LOOPBACK, port), QuietHandler)
    server.set_app(get_wsgi_application())
    return server


@contextmanager
def serving(port: int = 0) -> Iterator[str]:
    """Serve the site while the block runs; yield its address without a trailing slash."""
    server = make_server(port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
