"""Which measure is usual for the so-many-eth time (R30)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.incentives.discipline.measure_grounds import usual_measure

pytestmark = pytest.mark.req("R30")
MEASURES = st.sampled_from([None, "", "Warning", "Demerit", "Suspension"])


@pytest.mark.parametrize(
	"steps,by_time",
	[
		(("Warning", "Demerit", "Suspension"), ("Warning", "Demerit", "Suspension", "Suspension")),
		(("Warning", None, "Demerit"), ("Warning", "Warning", "Demerit", "Demerit")),
		(("Suspension", "Dismissal", ""), ("Suspension", "Dismissal", "Dismissal", "Dismissal")),
		(("Warning", "", ""), ("Warning",) * 4),
	],
)
def test_each_time_has_its_measure_and_an_empty_one_is_as_before(steps, by_time):
	assert tuple(usual_measure(steps, n) for n in (1, 2, 3, 4)) == by_time


@given(st.sampled_from(["Warning", "Demerit"]), MEASURES, MEASURES, st.integers(1, 50))
def test_it_is_the_last_that_is_said_up_to_that_time(first, second, third, times):
	steps = (first, second, third)
	said = [s for s in steps[:times] if s]
	assert usual_measure(steps, times) == said[-1] and usual_measure(steps, 99) in steps
