"""Attacks A1 and A2 on real servers: who answered what, and whether an answer ever stood anywhere in the clear.

One wave of some four thousand people in a PostgreSQL of the test's own, with a web server and a worker. The attacker
has every dump (with xmin, ctid and physical order), the whole write-ahead log, all logs, the union's private key and
opened share, and one colleague in ten tells her what he answered.
"""

import subprocess
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from uuid import UUID

import numpy as np
import pytest
import redis as redis_client
from pytest_django import DjangoDbBlocker

from surveys.agreements.rules import Holder
from surveys.ballots.custody import Share, unlock
from surveys.ballots.sealing import unseal, ballot_info
from tests.adversary.attackers import guessing, reading
from tests.adversary.attackers.crowd import ITEMS, Someone
from tests.adversary.attackers.linkage import Seen, clock_of, link, seen_in
from tests.adversary.attackers.opening import Held, search
from tests.adversary.attackers.siege import Siege, forms, siege
from tests.db.link_path import QUESTIONNAIRE
from tests.factories import PASSPHRASE

pytestmark = pytest.mark.services
ASKED = ITEMS[:5]
ADVANTAGE, CONTROL = 0.02, 0.7
LAST = "opened"
STAGES = ("open", "closed, one share given", "opened", "destroyed")


@pytest.fixture(scope="module")
def besieged(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: DjangoDbBlocker) -> Iterator[Siege]:
    with siege(tmp_path_factory.mktemp("siege"), django_db_blocker) as found:
        yield found


def test_x(besieged, capsys):
    with capsys.disabled():
        print(besieged.seconds, besieged.canaries, besieged.traces["opened"]["secrets"], {k: {p for p,_ in v["sealed"]} for k,v in besieged.traces.items()}, len(besieged.journal.committed))
        import pickle
