"""`manage.py wave-record WAVE --out DIR`: write a round's published record, for `./tillit verify`."""

from argparse import ArgumentParser
from pathlib import Path
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError

from reports.releases.wave_record import wave_record
from surveys.errors import StatedError
from surveys.waves.selectors import wave_by_id


class Command(BaseCommand):
    help = "Write the published record of a wave that has been released: the files that ./tillit verify checks."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("wave", type=UUID, help="the wave's id, as it stands in its page's address")
        parser.add_argument("--out", required=True, type=Path, metavar="DIR", help="folder to make; must not exist")

    def handle(self, *_args: object, wave: UUID, out: Path, **_options: object) -> None:
        found = wave_by_id(wave)
        if found is None:
            raise CommandError("There is no such wave.")
        try:
            files = wave_record(found)
        except StatedError as refusal:
            raise CommandError(refusal.sentence()) from None
        try:
            out.mkdir(parents=True)
        except OSError as fault:
            raise CommandError(f"{out} cannot be made: {fault.strerror}") from None
        for name, data in files.items():
            (out / name).write_bytes(data)
            self.stdout.write(str(out / name))
