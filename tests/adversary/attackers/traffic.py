"""Somebody on the line: a proxy that writes down every byte both ways, and a comparison of two people's traffic."""

import socket
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

HERE = "127.0.0.1"
ALONE = {"set-cookie", "cookie", "authorization", "x-request-id"}
"""Headers that nobody's traffic may have: they are there to tell people apart."""

Alter = Callable[[bytes], bytes]


@dataclass(frozen=True)
class Message:
    """A request or an answer: first line, headers in order, and how many bytes it took in all."""

    line: str
    headers: tuple[tuple[str, str], ...]
    size: int


@dataclass(frozen=True)
class Exchange:
    """A request and its answer."""

    request: Message
    answer: Message


@dataclass
class Recorder:
    """Hands every byte on. `alter` may change what comes back (the control); what went over the line is recorded."""

    port: int
    alter: Alter = bytes
    streams: list[tuple[bytearray, bytearray]] = field(default_factory=list)

    def wait_for_answers(self, *, seconds: float = 20.0) -> None:
        """Return when every request has its whole answer: a browser asks for an icon when the page is long there."""
        until = time.monotonic() + seconds
        while any(_whole(sent) is None or _whole(sent) != _whole(received) for sent, received in self.streams):
            assert time.monotonic() < until, "a request was never answered"
            time.sleep(0.05)

    def taken(self) -> list[Exchange]:
        """Return what was recorded since the last time, in the order in which the connections were opened."""
        streams, self.streams = self.streams, []
        return [
            Exchange(request, answer)
            for sent, received in streams
            for request, answer in zip(_messages(bytes(sent)), _messages(bytes(received)), strict=True)
        ]


@contextmanager
def recording(to: int) -> Iterator[Recorder]:
    """Record what goes to a port of this machine while the block runs."""
    listener = socket.create_server((HERE, 0))
    recorder = Recorder(int(listener.getsockname()[1]))
    threading.Thread(target=_accept, args=(listener, to, recorder), daemon=True).start()
    try:
        yield recorder
    finally:
        listener.close()


def _accept(listener: socket.socket, to: int, recorder: Recorder) -> None:
    while True:
        try:
            client, _address = listener.accept()
        except OSError:
            return
        server = socket.create_connection((HERE, to))
        stream = (bytearray(), bytearray())
        recorder.streams.append(stream)
        ways = ((client, server, stream[0], bytes), (server, client, stream[1], recorder.alter))
        for way in ways:
            threading.Thread(target=_pump, args=way, daemon=True).start()


def _pump(source: socket.socket, target: socket.socket, record: bytearray, alter: Alter) -> None:
    try:
        while data := source.recv(65_536):
            altered = alter(data)
            record += altered
            target.sendall(altered)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        # The other side hung up; what came was recorded.
        source.close()


def _whole(stream: bytearray) -> int | None:
    """Return how many messages have come, or None while one is on its way."""
    try:
        found = _messages(bytes(stream))
    except AssertionError:
        return None
    return len(found) if sum(message.size for message in found) == len(stream) else None


def _messages(stream: bytes) -> list[Message]:
    """Return a stream's HTTP/1.1 messages. Every one names its length, or has no body."""
    found = []
    while stream:
        head, end, rest = stream.partition(b"\r\n\r\n")
        assert end, stream[:200]
        line, *lines = head.decode("latin-1").split("\r\n")
        headers = tuple((name.lower(), value) for name, _, value in (one.partition(": ") for one in lines))
        length = int(dict(headers).get("content-length", "0"))
        assert "transfer-encoding" not in dict(headers)
        found.append(Message(line, headers, len(head) + len(end) + length))
        stream = rest[length:]
    return found


def differences(one: Sequence[Exchange], other: Sequence[Exchange], *, in_sequence: bool = True) -> list[str]:
    """Return what tells two people's traffic apart, a sentence each; the server's date aside.

    Where `in_sequence` is False (a browser asks for several files at once), it is compared request by request.
    """
    if not in_sequence:
        one, other = (sorted(found, key=lambda exchange: exchange.request.line) for found in (one, other))
    found = [] if len(one) == len(other) else [f"{len(one)} requests and {len(other)}"]
    for mine, hers in zip(one, other, strict=False):
        for what, a, b in (("request", mine.request, hers.request), ("answer", mine.answer, hers.answer)):
            where = f"{what} of {mine.request.line}"
            if a.line != b.line:
                found.append(f"{where}: {a.line!r} and {b.line!r}")
            if a.size != b.size:
                found.append(f"{where}: {a.size} and {b.size} bytes")
            found += [f"{where}: header {name}" for name in _differing(a, b)]
            found += [f"{where}: has {name}" for name, _ in (*a.headers, *b.headers) if name in ALONE]
    return found


def _differing(one: Message, other: Message) -> list[str]:
    """Return the headers whose values, or whose place in the order, differ."""
    kept = [[(name, value) for name, value in found.headers if name != "date"] for found in (one, other)]
    if [name for name, _ in kept[0]] != [name for name, _ in kept[1]]:
        return ["names"]
    return [a[0] for a, b in zip(*kept, strict=True) if a != b]
