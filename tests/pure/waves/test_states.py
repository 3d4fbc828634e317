"""A wave goes forwards only, and takes answers from its opening until, not at, its closing."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest

from surveys.waves.rules import State, may_follow, takes_answers

OPENS = datetime(2018, 10, 1, 6, tzinfo=UTC)
CLOSES = datetime(2018, 10, 19, 14, tzinfo=UTC)
INSTANT = timedelta(microseconds=1)
STEPS = {
    (State.PLANNED, State.OPEN),
    (State.OPEN, State.CLOSED),
    (State.CLOSED, State.RELEASED),
    (State.CLOSED, State.DESTROYED),
    (State.RELEASED, State.DESTROYED),
}


@pytest.mark.parametrize(("state", "following"), list(product(State, State)))
def test_only_the_steps_of_the_design_exist(state: State, following: State) -> None:
    assert may_follow(state, following) == ((state, following) in STEPS)


def test_nothing_leads_out_of_destroyed_and_nothing_back() -> None:
    reached, order = {State.PLANNED}, list(State)
    for state, following in product(State, State):
        if may_follow(state, following):
            assert order.index(following) > order.index(state)
            reached.add(following)
    assert reached == set(State)
    assert not any(may_follow(State.DESTROYED, following) for following in State)


@pytest.mark.parametrize(
    ("now", "taken"),
    [
        (OPENS - INSTANT, False),
        (OPENS, True),
        (CLOSES - INSTANT, True),
        (CLOSES, False),
        (CLOSES + INSTANT, False),
    ],
)
def test_the_moments_at_both_ends(now: datetime, taken: bool) -> None:
    assert takes_answers(State.OPEN, OPENS, CLOSES, now) is taken


@pytest.mark.parametrize("state", [state for state in State if state is not State.OPEN])
def test_no_other_state_takes_answers(state: State) -> None:
    assert not takes_answers(state, OPENS, CLOSES, OPENS + timedelta(days=1))
