"""`manage.py demo`: carry the model case through the real path, write its report, and serve the site."""

import sys
import time
from argparse import ArgumentParser
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from project.demo import answers, carrying, latent, open_now, scenario
from project.demo.answers import BadAnswersFile, SheetLine
from project.demo.carrying import DemoBroken
from project.demo.open_now import WaysIn
from project.demo.scenario import Scenario
from project.demo.serving import make_server
from project.demo.visitor import Lost
from project.demo.workplace import QUESTIONNAIRE, Workplace
from reports.documents.files import write_report
from reports.releases.selectors import Released
from surveys.errors import StatedError
from surveys.questionnaires.loading import load
from surveys.questionnaires.types import Questionnaire

DATABASE_NAME = "demo.sqlite3"


class Command(BaseCommand):
    help = (
        "Carry a workplace of 40 people with synthetic answers through two waves, write the report in four languages, "
        "and serve the site. Every run begins with an empty database of its own."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--no-serve", action="store_true", help="end when the report has been written")
        parser.add_argument("--out", type=Path, default=Path("demo"), help="where the report's files go (demo)")
        parser.add_argument("--seed", type=int, default=1, help="seed of the synthetic answers (1)")
        parser.add_argument("--answers", type=Path, help="CSV file with answers to send instead")
        parser.add_argument("--real", action="store_true", help="the file's answers are real: drop the word synthetic")
        parser.add_argument("--name", default="Arbeidsplassen", help="the workplace's name, with --answers")
        parser.add_argument("--record", type=Path, help="write the answers that are sent to this CSV file")
        parser.add_argument("--port", type=int, default=8000, help="port of the site (8000)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["real"] and not options["answers"]:
            raise CommandError("--real is said of the answers in a file: it needs --answers FILE")
        began = time.monotonic()
        questionnaire = load(*QUESTIONNAIRE)
        chosen = self._scenario(questionnaire, options)
        if options["record"]:
            options["record"].write_text(answers.write(questionnaire, chosen.lines), encoding="utf-8")
        self._fresh_database()
        try:
            place, released = carrying.carry_through(chosen, say=self._say)
        except (DemoBroken, Lost, StatedError) as failure:
            raise CommandError(f"the demo stopped: {failure}") from failure
        self._report(released[-1], options["out"])
        self._say(f"Done in {timedelta(seconds=round(time.monotonic() - began))}.")
        if not options["no_serve"]:
            self._serve(place, options["port"])

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _scenario(self, questionnaire: Questionnaire, options: dict[str, Any]) -> Scenario:
        if not options["answers"]:
            return scenario.model_case(latent.answers_of(questionnaire, scenario.model_places(), seed=options["seed"]))
        lines = self._read(questionnaire, options["answers"])
        return scenario.from_file(lines, name=options["name"], real=options["real"])

    def _read(self, questionnaire: Questionnaire, file: Path) -> list[SheetLine]:
        try:
            return answers.read(questionnaire, file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}") from error
        except BadAnswersFile as bad:
            listed = "\n".join(f"  {problem}" for problem in bad.problems)
            raise CommandError(f"Nothing was sent. {file} has lines that cannot be read:\n{listed}") from bad

    def _fresh_database(self) -> None:
        file = Path(str(settings.DATABASES["default"]["NAME"]))
        if connection.vendor != "sqlite" or file.name != DATABASE_NAME:
            raise CommandError(
                f"The demo empties its database, so it runs only on one called {DATABASE_NAME}: use ./tillit demo"
            )
        connection.close()
        for suffix in ("", "-wal", "-shm"):
            file.with_name(file.name + suffix).unlink(missing_ok=True)
        for key_file in settings.WAVE_KEYS.glob("*.key"):
            key_file.unlink()
        file.parent.mkdir(parents=True, exist_ok=True)
        call_command("migrate", verbosity=0)

    def _report(self, released: Released, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        for file in write_report(released, folder):
            self._say(f"wrote {file}")

    def _serve(self, place: Workplace, port: int) -> None:
        try:
            server = make_server(port)
        except OSError as error:
            raise CommandError(f"port {port} cannot be used ({error.strerror}); name another with --port") from error
        ways_in = open_now.open_a_wave(place)
        self._show(f"http://localhost:{server.server_port}", place, ways_in)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            self._say("stopped")
            sys.exit(0)
        finally:
            server.server_close()

    def _show(self, address: str, place: Workplace, ways_in: WaysIn) -> None:
        """Say what can be done at the site, in the order in which somebody new to it would."""
        self._say(f"\nThe site: {address}/   (stop it with Ctrl-C)")
        self._say("\n1. Answer the wave that is open now, with a link as it would come by e-mail, one for each person:")
        for token in ways_in.tokens:
            self._say(f"     {address}/svarbevis/nb/#{token}")
        if ways_in.codes:
            self._say(f"   or with a slip: type one of these codes at {address}/svar/")
            self._say("     " + "   ".join(ways_in.codes))
        self._say("\n2. Compare the code of the wave's keys. It must be the same in these places:")
        self._say(f"     here                     {ways_in.poster}")
        self._say(f"     the page about the keys  {address}/nokler/nb/{ways_in.wave}/")
        self._say(f"     the poster (PDF)         {address}/parter/nb/runde/{ways_in.wave}/   sign in as in 3")
        self._say("     the page of the link     shown when the credential has been collected")
        self._say(f"\n3. See what the parties see, the reports among it: {address}/parter/nb/logg-inn/")
        for account in place.accounts:
            self._say(f"     {account.role:<10} {account.email}   {account.password}")
