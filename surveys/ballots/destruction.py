"""Removing a box: its ballots, the shares of its key, and the key file."""

from django.db import connection

from surveys.ballots.models import Ballot, Box, BoxShare, GivenShare, LossDeclaration, RefusedBallots
from surveys.credentials.models import SigningKey, Slip, SpentCredential
from surveys.waves.key_files import WaveKeyMissing, wave_keys
from surveys.waves.models import Wave

ROSTER_TABLES = ("roster_link", "roster_issuance", "roster_reissuegrant", "roster_mailing", "roster_frozenplace")
"""Who was invited and who collected: named as text, for this room never imports the roster.

The places themselves stay until the next wave, but each bears the number of the transaction that locked it last:
whoever collected has one of her own. Writing them anew takes it away.
"""

_HELD_BACK = """
    SELECT EXISTS (
        SELECT FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid()
        AND greatest(age(backend_xid), age(backend_xmin)) > age(pg_current_xact_id()::xid)
    )
"""
"""Whether somebody's transaction began before this one. VACUUM FULL copies for it the rows that it could still see."""


def destroy_rows(*, wave: Wave) -> int:
    """Delete the wave's ballots and shares, in the caller's transaction; return how many ballots there were.

    The list of public keys stays: it was published, and it opens nothing.
    """
    ballots, _ = Ballot.objects.filter(group__wave=wave).delete()
    RefusedBallots.objects.filter(wave=wave).delete()
    GivenShare.objects.filter(box=wave.pk).delete()
    BoxShare.objects.filter(box=wave.pk).delete()
    LossDeclaration.objects.filter(box=wave.pk).delete()
    Box.objects.filter(pk=wave.pk).delete()
    return ballots


def is_cut_short(*, wave: Wave) -> bool:
    """Tell whether the wave's key file is still there, if only as the empty file of a destruction that has begun."""
    return wave_keys().exists(wave.id)


def destroy_traces(*, wave: Wave) -> None:
    """Void the wave's key, rewrite the pages on which the deleted rows stood, and only then remove the key file.

    Call after the commit, and again while `is_cut_short`: every step may be repeated. Raises WaveKeyMissing where
    there is no key file, once the pages are rewritten: a setting that names the wrong folder must not pass for a
    destruction.
    """
    if connection.in_atomic_block:
        raise RuntimeError("pages cannot be rewritten inside a transaction")
    keys = wave_keys()
    missing: WaveKeyMissing | None = None
    try:
        keys.void(wave.id)
    except WaveKeyMissing as error:
        missing = error
    rewritten = _rewrite_pages()
    if missing is not None:
        raise missing
    if rewritten:
        keys.remove(wave.id)


def traced_tables() -> list[str]:
    """Return the tables whose deleted rows could open a box, or tell who had a right to answer."""
    models = (Ballot, BoxShare, GivenShare, LossDeclaration, Box, RefusedBallots, Slip, SpentCredential, SigningKey)
    return [*(model._meta.db_table for model in models), *ROSTER_TABLES]


def _rewrite_pages() -> bool:
    """Write the tables anew without the deleted rows; return False where a reader is in the way."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(_HELD_BACK)
            held_back: bool = cursor.fetchone()[0]
            for table in traced_tables():
                cursor.execute(f"VACUUM FULL {connection.ops.quote_name(table)}")
            return not held_back
        # Rows were overwritten when they were deleted (secure_delete); older copies stand in the write-ahead log.
        # Its first answer is 1 where somebody reads from that log, which then stays as it was.
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy: int = cursor.fetchone()[0]
        return busy == 0
