"""How many rights to answer a core issues, and how many ballots it takes in. Run by hand:

    TILLIT_TEST_DATABASE=postgresql://USER@HOST:PORT/NAME python -m benchmarks.participation [--number 300]

Without a PostgreSQL a SQLite file is used. Beside them, measured in the same run and through the same stack of
middleware: a view that does nothing, and one INSERT of the same bytes in a transaction of its own. All in one process,
one after the other, so that a figure is one core's; the database's own work on another core is in it. What the client
does (blinding, sealing) is prepared beforehand and not counted.
"""

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.db.link_path import Right

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "project.settings.test")
FOLDER = tempfile.TemporaryDirectory(prefix="tillit-benchmark-")
os.environ.setdefault("TILLIT_TEST_DATABASE", f"sqlite:///{FOLDER.name}/tillit.sqlite3")


def rate(act: Callable[[int], object], number: int) -> float:
    """Return how often a second `act` is carried out."""
    begun = time.perf_counter()
    for mine in range(number):
        act(mine)
    return number / (time.perf_counter() - begun)


def measured(number: int) -> list[tuple[str, float]]:
    """Return what was done and how often a second, on the database of the settings."""
    from django.db import connection
    from django.test import Client

    client = Client()
    wave_id, collecting, casting, signed = prepared(number)
    sealed = [body[336:] for body in casting]
    with connection.cursor() as cursor:
        kind = "bytea" if connection.vendor == "postgresql" else "blob"
        cursor.execute(f"CREATE TABLE benchmark_bare (id integer PRIMARY KEY, sealed {kind})")

    def post(path: str, body: bytes, kind: str, expected: int) -> None:
        response = client.post(path, body, content_type=kind)
        assert response.status_code == expected, response.content

    def bare_insert(mine: int) -> None:
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO benchmark_bare VALUES (%s, %s)", [mine, sealed[mine]])

    collect_at, cast_at = "/svarbevis/nb/hent/", f"/svar/nb/runde/{wave_id}/svarark/"
    octets, plain = "application/octet-stream", "application/json"

    def ask(mine: int) -> None:
        post(collect_at, collecting[mine], plain, 200)

    for mine in range(20):  # The first requests import the pages; the views of the two paths do so too.
        post("/bare/", casting[mine], octets, 204)
        post(collect_at, b"{}", plain, 422)
        post(cast_at, b"-", octets, 422)
    rows = [
        ("bare view", rate(lambda mine: post("/bare/", casting[mine], octets, 204), number)),
        ("bare insert", rate(bare_insert, number)),
        ("credentials issued", rate(ask, number)),
        ("the same asked for again", rate(ask, number)),
        ("ballots accepted", rate(lambda mine: post(cast_at, casting[mine], octets, 204), number)),
        ("blind signatures alone", rate(signed, number)),
    ]
    return rows


def prepared(number: int) -> tuple[object, list[bytes], list[bytes], Callable[[int], object]]:
    """Open a wave of twice that many people. The first half will collect; the second has collected and will cast."""
    from surveys import clock
    from surveys.agreements.rules import PlannedWave
    from surveys.ballots import services as ballots
    from surveys.ballots.base64url import to_text
    from surveys.credentials import signing
    from surveys.credentials.blind_signatures import blind, context_of, prepare
    from surveys.credentials.services import choose_channels
    from surveys.roster.links import new_link
    from surveys.waves.selectors import groups_of
    from tests import factories
    from tests.db import link_path
    from tests.db.path import sheet

    now = clock.now()
    planned = PlannedWave("na", "Nå", now - timedelta(hours=1), now + timedelta(days=5))
    terms = replace(factories.terms(planned), opens_on_holidays=True)
    wave = factories.frozen_wave(factories.workplace(), {"lag-1": number, "lag-2": number}, terms)
    choose_channels(
        wave=wave, link_groups=[group.id for group in groups_of(wave)], actor=factories.ACTOR, now=factories.DRAFTED
    )
    opened = ballots.open_wave(wave=wave, now=now)
    keys, first = link_path.keys_of(opened), link_path.places(opened, "lag-1")
    blinded = [
        blind(prepare(context_of(opened.id, one.group_id)), public_key=keys.groups[one.group_id])[0] for one in first
    ]
    collecting = [
        json.dumps({"token": new_link(place=one), "blinded": to_text(message)}).encode()
        for one, message in zip(first, blinded, strict=True)
    ]
    rights: Sequence[Right] = [link_path.collected(one, now=now) for one in link_path.places(opened, "lag-2")]
    casting = [right.body(link_path.sealed_for(right, sheet(mine), box=keys.box)) for mine, right in enumerate(rights)]
    return opened.id, collecting, casting, lambda mine: signing.sign(group=first[mine].group, blinded=blinded[mine])


def main() -> None:
    """Make a test database, measure in it, print the rates and their ratios, and drop it."""
    parser = argparse.ArgumentParser(description="Credentials and ballots a second on one core.")
    parser.add_argument("--number", type=int, default=300)
    number = parser.parse_args().number
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.ROOT_URLCONF = "benchmarks.bare"
    connection.settings_dict["TEST"]["NAME"] = None if connection.vendor == "postgresql" else f"{FOLDER.name}/test"
    settings.WAVE_KEYS = Path(FOLDER.name) / "keys"
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        rows = measured(number)
        rates = dict(rows)
        print(f"{connection.vendor}, {number} of each, one process\n")
        print(f"{'':<36}{'a second':>10}{'of the bare view':>18}{'of the bare insert':>20}")
        for what, found in rows:
            view, insert = found / rates["bare view"], found / rates["bare insert"]
            print(f"{what:<36}{found:>10.0f}{view:>18.2f}{insert:>20.2f}")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
