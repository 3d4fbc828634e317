"""The site as it is served for real, but one day into the tests' wave: the wave's dates are not today's."""

from project.wsgi import application
from surveys import clock
from tests.db.path import DURING

__all__ = ["application"]

_held = clock.frozen(DURING)
_held.__enter__()
