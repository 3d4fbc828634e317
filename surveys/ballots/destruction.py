"""Removing a box: its ballots, the shares of its key, and the key file."""

from django.db import connection

from surveys.ballots.models import Ballot, Box, BoxShare, GivenShare, LossDeclaration
from surveys.credentials.models import Slip
from surveys.waves.key_files import wave_keys
from surveys.waves.models import Wave


def destroy_rows(*, wave: Wave) -> int:
    """Delete the wave's ballots and shares, in the caller's transaction; return how many ballots there were."""
    ballots, _ = Ballot.objects.filter(group__wave=wave).delete()
    GivenShare.objects.filter(box=wave.pk).delete()
    BoxShare.objects.filter(box=wave.pk).delete()
    LossDeclaration.objects.filter(box=wave.pk).delete()
    Box.objects.filter(pk=wave.pk).delete()
    return ballots


def is_cut_short(*, wave: Wave) -> bool:
    """Tell whether the wave's key file is still there."""
    return wave_keys().exists(wave.id)


def destroy_traces(*, wave: Wave) -> None:
    """Erase the wave's key file and rewrite the pages on which the deleted rows stood. Call after the commit.

    Raises WaveKeyMissing where there is no key file: a setting that names the wrong folder must not pass for a
    destruction. May be called again while `is_cut_short`.
    """
    wave_keys().erase(wave.id)
    if connection.in_atomic_block:
        raise RuntimeError("pages cannot be rewritten inside a transaction")
    tables = [model._meta.db_table for model in (Ballot, BoxShare, GivenShare, Box, Slip)]
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            for table in tables:
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
        else:
            # Rows were overwritten when they were deleted (secure_delete); older copies stand in the write-ahead log.
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
