"""Many who act at the same moment, each over a connection of her own."""

import threading
from collections.abc import Callable

from django.db import connections

THREADS = 20


def at_once(act: Callable[[int], object], number: int = THREADS) -> tuple[int, list[Exception]]:
    """Let this many threads act at the same moment; return how many succeeded, and what the others met."""
    start = threading.Barrier(number)
    succeeded: list[int] = []
    met: list[Exception] = []

    def run(mine: int) -> None:
        try:
            start.wait()
            act(mine)
            succeeded.append(mine)
        except Exception as error:  # noqa: BLE001 - whatever a thread meets is judged by the test
            met.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=(mine,)) for mine in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(succeeded), met
