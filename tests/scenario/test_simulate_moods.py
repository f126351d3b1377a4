import numpy as np
import pytest

from multipole.scenario.simulate_moods import HIGHEST, moods_of
from multipole.scenario.simulate_runs import MOOD_DAYS
from multipole.scenario.stream import STILL, USUAL_MOOD, Mood

STATES = 6
OFF = ~np.eye(STATES, dtype=bool)


def logs(mood: Mood, *, runs: int, days: int) -> np.ndarray:
    """Shape (runs, steps, dyads, 2)."""
    return np.log(moods_of(mood, 1, range(runs), days=days, states=STATES)[:, :, OFF])


def test_factors_have_mean_one_and_hold_both_ways() -> None:
    found = moods_of(USUAL_MOOD, 1, range(2000), days=30, states=STATES)
    assert found.shape == (2000, 3, STATES, STATES, 2)
    assert found[:, :, OFF].mean() == pytest.approx(1, abs=0.03)
    assert found.min() > 0
    assert found.max() <= HIGHEST
    np.testing.assert_array_equal(found, np.swapaxes(found, 2, 3))


def test_each_part_has_its_spread() -> None:
    for mood, shared in (
        (Mood(0.5, 0.0, 0.0, 40.0), (1.0, 1.0)),
        (Mood(0.0, 0.5, 0.0, 40.0), (1.0, 0.0)),
        (Mood(0.0, 0.0, 0.5, 40.0), (0.0, 0.0)),
    ):
        found = logs(mood, runs=1500, days=10)[:, 0]
        assert found.std() == pytest.approx(0.5, rel=0.05)
        of_leanings = np.corrcoef(found[:, 0, 0], found[:, 0, 1])[0, 1]
        of_pairs = np.corrcoef(found[:, 0, 0], found[:, -1, 0])[0, 1]
        assert (of_leanings, of_pairs) == (
            pytest.approx(shared[0], abs=0.1),
            pytest.approx(shared[1], abs=0.1),
        )


def test_moods_are_forgotten_as_told() -> None:
    found = logs(Mood(0.0, 0.5, 0.0, 40.0), runs=800, days=200)[:, :, 0, 0]
    for steps in (1, 4, 12):
        together = np.corrcoef(found[:, 0], found[:, steps])[0, 1]
        assert together == pytest.approx(np.exp(-steps * MOOD_DAYS / 40), abs=0.1)
    assert found[:, -1].std() == pytest.approx(found[:, 0].std(), rel=0.1)


def test_more_days_and_other_runs_change_nothing() -> None:
    short, long = (moods_of(USUAL_MOOD, 3, range(4), days=d, states=STATES) for d in (25, 90))
    np.testing.assert_array_equal(short, long[:, :3])
    last = moods_of(USUAL_MOOD, 3, range(3, 4), days=25, states=STATES)
    np.testing.assert_array_equal(short[3], last[0])


def test_no_mood_is_one_everywhere() -> None:
    assert (moods_of(STILL, 3, range(2), days=25, states=STATES) == 1).all()
