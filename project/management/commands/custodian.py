"""What a custodian does on her own machine: make her key, and open her share. Nothing reaches a server or database."""

import getpass
import os
from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext as _

from surveys.ballots import custody, sealing, share_files
from surveys.ballots.base64url import to_text
from surveys.ballots.custody import Holder

LARGEST_FILE = 65_536


class Command(BaseCommand):
    help = "Make a custodian's key, or open a custodian's share, on the custodian's own machine."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        steps = parser.add_subparsers(dest="step", required=True)
        new = steps.add_parser("new", help="make a key; prints the public half for the agreement")
        unseal = steps.add_parser("unseal", help="open the share that was sealed to this key")
        unseal.add_argument("--key", required=True, type=Path, metavar="FILE", help="the recovery file made by 'new'")
        unseal.add_argument("--share", required=True, type=Path, metavar="FILE", help="the sealed share")
        for step in (new, unseal):
            step.add_argument("--out", required=True, type=Path, metavar="FILE", help="file to write; must not exist")
            step.add_argument(
                "--passphrase-file", type=Path, metavar="FILE", help="read the passphrase's first line here"
            )
            step.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="nb")

    def handle(
        self,
        *_args: object,
        out: Path,
        language: str,
        passphrase_file: Path | None = None,
        key: Path | None = None,
        share: Path | None = None,
        **_options: object,
    ) -> None:
        with translation.override(language):
            if key is not None and share is not None:
                self._unseal(key=key, share=share, out=out, passphrase_file=passphrase_file)
            else:
                self._new(out=out, passphrase_file=passphrase_file)

    def _new(self, *, out: Path, passphrase_file: Path | None) -> None:
        _refuse_existing(out)
        try:
            file = custody.new_custodian(_passphrase(passphrase_file, twice=True))
        except custody.WeakPassphrase:
            message = _("Passordfrasen er for kort. Den må ha minst %(count)d tegn.")
            raise CommandError(message % {"count": custody.PASSPHRASE_LENGTH}) from None
        _write(out, file.to_json())
        self.stdout.write(_("Nøkkelen din er lagret i %(file)s.") % {"file": out})
        self.stdout.write(_("Ta vare på filen og passordfrasen hver for seg. Ingen kan lage dem på nytt for deg."))
        self.stdout.write(_("Offentlig nøkkel, til avtalen: %(key)s") % {"key": to_text(file.public_key)})
        mark = sealing.fingerprint(file.public_key)
        self.stdout.write(_("Fingeravtrykk, så dere kan sammenlikne: %(fingerprint)s") % {"fingerprint": mark})

    def _unseal(self, *, key: Path, share: Path, out: Path, passphrase_file: Path | None) -> None:
        _refuse_existing(out)
        recovery = _recovery_file(key)
        sealed = _sealed_share(share)
        box = {
            "organisation": _printable(sealed.organisation),
            "wave": _printable(sealed.wave),
            "holder": _holder(sealed.holder),
        }
        self.stdout.write(_("Delen gjelder %(organisation)s, %(wave)s, og hører til %(holder)s.") % box)
        try:
            opened = sealed.opened(custody.unlock(recovery, _passphrase(passphrase_file, twice=False)))
        except custody.WrongPassphrase:
            raise CommandError(_("Feil passordfrase. Ingenting er endret, så du kan prøve igjen.")) from None
        except custody.BadRecoveryFile:
            raise CommandError(_bad_recovery_file(key)) from None
        except (sealing.CannotUnseal, custody.BadShare):
            message = _(
                "Delen lar seg ikke åpne. Enten er den laget for en annen nøkkel enn din, eller så er filen skadet."
            )
            raise CommandError(message) from None
        _write(out, opened.to_json())
        self.stdout.write(_("Den åpnede delen er lagret i %(file)s.") % {"file": out})
        self.stdout.write(_("Lever den på siden for runden, og slett filen etterpå."))


def _passphrase(file: Path | None, *, twice: bool) -> str:
    if file is not None:
        return _text(file).partition("\n")[0].rstrip("\r")
    try:
        first = getpass.getpass(_("Passordfrase: "))
        if twice and getpass.getpass(_("Passordfrasen én gang til: ")) != first:
            raise CommandError(_("De to passordfrasene er ikke like."))
    except (EOFError, KeyboardInterrupt):
        raise CommandError(_("Du skrev ingen passordfrase.")) from None
    return first


def _recovery_file(path: Path) -> custody.RecoveryFile:
    try:
        return custody.RecoveryFile.from_json(_text(path))
    except custody.BadRecoveryFile:
        raise CommandError(_bad_recovery_file(path)) from None


def _bad_recovery_file(path: Path) -> str:
    return _("%(file)s er ikke en nøkkelfil laget med Tillit, eller den er skadet.") % {"file": path}


def _sealed_share(path: Path) -> share_files.SealedShare:
    try:
        return share_files.SealedShare.from_json(_text(path))
    except share_files.BadShareFile:
        raise CommandError(
            _("%(file)s er ikke en forseglet del av nøkkelen, eller den er skadet.") % {"file": path}
        ) from None


def _holder(holder: Holder) -> str:
    return {
        Holder.UNION: _("fagforeningen"),
        Holder.EMPLOYER: _("arbeidsgiveren"),
        Holder.SUBSTITUTE: _("varaen"),
    }[holder]


def _printable(label: str) -> str:
    # The label comes from a server: an escape sequence in it could rewrite what the terminal shows.
    return "".join(sign if sign.isprintable() else " " for sign in label)


def _text(path: Path) -> str:
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST_FILE + 1)
        if len(data) > LARGEST_FILE:
            raise CommandError(_("%(file)s er for stor til å være riktig fil.") % {"file": path})
        return data.decode("utf-8-sig")
    except FileNotFoundError:
        raise CommandError(_("Finner ikke filen %(file)s.") % {"file": path}) from None
    except OSError:
        raise CommandError(_("Får ikke lest filen %(file)s.") % {"file": path}) from None
    except UnicodeDecodeError:
        raise CommandError(_("%(file)s er ikke en tekstfil.") % {"file": path}) from None


def _refuse_existing(path: Path) -> None:
    """Before the passphrase is asked for, so that nobody types it in vain; `_write` refuses again."""
    if path.exists():
        raise CommandError(_("%(file)s finnes fra før og blir ikke overskrevet.") % {"file": path})
    if not path.parent.is_dir():
        raise CommandError(_("Finner ikke mappen %(folder)s.") % {"folder": path.parent})


def _write(path: Path, text: str) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        raise CommandError(_("%(file)s finnes fra før og blir ikke overskrevet.") % {"file": path}) from None
    except OSError:
        raise CommandError(_("Får ikke skrevet filen %(file)s.") % {"file": path}) from None
