"""The e-mails that are due: to the parties when a round has opened or an evaluation is near, and to those on a list."""

import time
from datetime import datetime

from surveys import clock
from surveys.monitoring.letters import remind
from surveys.roster.sending import send_batch
from surveys.waves.letters import tell_parties, waves_to_tell_of

WHILE_SECONDS = 45.0
"""Where no worker sends: the next tick, a minute after this one, goes on with the rest."""


def deliver(*, now: datetime) -> bool:
    """Tell the parties of what has opened or falls due, send one batch, and return whether more can be sent now."""
    for untold in waves_to_tell_of():
        tell_parties(wave=untold.wave, code=untold.code, head=untold.head, now=now)
    remind(now=now)
    return send_batch(now=now).more


def deliver_for_a_while() -> None:
    """Send batch after batch in this process, until nothing more is due or the time is up."""
    begun = time.monotonic()
    while deliver(now=clock.now()) and time.monotonic() - begun < WHILE_SECONDS:
        pass
