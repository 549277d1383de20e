"""Employments and positions as dated spells: what a person was on a day (R3, R4)."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.people import spells
from dianjian_app.people.membership import Membership, OutsideEmployment, probation_end
from dianjian_app.people.spells import (
	NotEmployed,
	Spell,
	SpellReversed,
	SpellsOverlap,
	change_position,
	check_memberships,
	employment_of,
	employments,
	end_with_employment,
	in_order,
	move_end,
	on_probation,
	position_on,
	with_probation,
)

AGENT, CONSULTANT = "Telesales Agent", "Sales Consultant"
FIRST = date(2026, 1, 1)


def day(month, of_month):
	return date(2026, month, of_month)


BACK_AGAIN = (Spell(AGENT, FIRST, day(10, 20)), Spell(AGENT, day(12, 1)))


@pytest.mark.req("R3")
def test_agent_consultant_agent_is_what_it_was_on_each_day():
	history = change_position((Spell(AGENT, FIRST),), CONSULTANT, day(4, 1))
	history = change_position(history, AGENT, day(9, 1))
	assert history == (
		Spell(AGENT, FIRST, day(3, 31)),
		Spell(CONSULTANT, day(4, 1), day(8, 31)),
		Spell(AGENT, day(9, 1)),
	)
	assert len(employments(history)) == 1


@pytest.mark.req("R3")
def test_days_between_leaving_and_coming_back_are_no_employment():
	assert [position_on(BACK_AGAIN, d) for d in (day(10, 20), day(10, 21), day(11, 30), day(12, 1))] == [
		AGENT,
		None,
		None,
		AGENT,
	]
	assert [(e.start, e.end) for e in employments(BACK_AGAIN)] == [(FIRST, day(10, 20)), (day(12, 1), None)]


@pytest.mark.req("R3")
def test_the_record_shows_the_last_employment_until_the_day_of_the_return():
	assert employment_of(BACK_AGAIN, day(11, 30)).start == FIRST
	assert employment_of(BACK_AGAIN, day(12, 1)).start == day(12, 1)
	assert employment_of(BACK_AGAIN, date(2025, 1, 1)).start == FIRST


@pytest.mark.req("R3")
@pytest.mark.parametrize(("again", "wanted"), [(True, True), (False, False)])
def test_who_comes_back_is_on_probation_as_the_centre_chose(again, wanted):
	history = with_probation(BACK_AGAIN, again)
	assert on_probation(history, FIRST)
	assert on_probation(history, day(12, 15)) is wanted
	assert not on_probation(history, day(11, 15))


@pytest.mark.req("R3")
def test_a_probation_that_was_entered_for_the_return_holds_whatever_the_centre_chose():
	back = (BACK_AGAIN[0], Spell(AGENT, day(12, 1), None, day(12, 10)))
	for again in (True, False):
		history = with_probation(back, again)
		assert on_probation(history, day(12, 10))
		assert not on_probation(history, day(12, 11))


@pytest.mark.req("R3")
def test_another_position_begins_no_new_probation():
	history = with_probation(change_position((Spell(CONSULTANT, FIRST),), AGENT, day(6, 1)), again=True)
	assert not on_probation(history, day(6, 2))


@pytest.mark.req("R3")
def test_a_position_changes_on_a_day_of_employment_only():
	for when in (day(10, 21), day(11, 30)):
		with pytest.raises(NotEmployed):
			change_position(BACK_AGAIN, CONSULTANT, when)


@pytest.mark.req("R3")
def test_spells_that_share_a_day_or_end_before_they_start_are_refused():
	with pytest.raises(SpellsOverlap):
		in_order((Spell(AGENT, FIRST), Spell(AGENT, day(12, 1))))
	with pytest.raises(SpellReversed):
		Spell(AGENT, day(2, 1), day(1, 31))
	with pytest.raises(SpellsOverlap):
		move_end(BACK_AGAIN, employments(BACK_AGAIN)[0], None)
	with pytest.raises(SpellReversed):
		move_end(BACK_AGAIN, employments(BACK_AGAIN)[0], FIRST - timedelta(days=1))


@pytest.mark.req("R4")
def test_a_group_of_the_days_between_is_refused():
	history = (Membership("一组", FIRST, day(10, 20)), Membership("一组", day(12, 1)))
	assert check_memberships(history, BACK_AGAIN, AGENT) == history
	with pytest.raises(OutsideEmployment):
		check_memberships((Membership("一组", day(11, 1)),), BACK_AGAIN, AGENT)
	with pytest.raises(OutsideEmployment):
		check_memberships((Membership("一组", FIRST, day(12, 5)),), BACK_AGAIN, AGENT)


@pytest.mark.req("R4")
def test_coming_back_does_not_open_the_group_of_before_again():
	of_before = (Membership("一组", FIRST, day(10, 20)),)
	assert end_with_employment(of_before, BACK_AGAIN[:1], BACK_AGAIN) == of_before


@st.composite
def histories(draw):
	"""Spells in order: positions, lengths, and the days between (0: the same employment)."""
	start, made = FIRST, []
	for _ in range(draw(st.integers(1, 6))):
		start += timedelta(days=draw(st.integers(0, 3)))
		end = start + timedelta(days=draw(st.integers(0, 40)))
		made.append(Spell(draw(st.sampled_from([AGENT, CONSULTANT])), start, end))
		start = end + timedelta(days=1)
	return tuple(made)


DAYS = [FIRST + timedelta(days=n) for n in range(-2, 270)]


@pytest.mark.req("R3")
@given(histories(), st.sampled_from([AGENT, CONSULTANT]), st.integers(0, 200))
def test_a_change_of_position_changes_no_day_before_it_and_none_outside_the_spell(history, position, offset):
	when = FIRST + timedelta(days=offset)
	of_day = spells.spell_on(history, when)
	if of_day is None:
		return
	changed = change_position(history, position, when)
	for d in DAYS:
		if d < when or not of_day.holds(d):
			assert position_on(changed, d) == position_on(history, d)
		else:
			assert position_on(changed, d) == position
	assert [(e.start, e.end) for e in employments(changed)] == [
		(e.start, e.end) for e in employments(history)
	]


@pytest.mark.req("R3")
@given(histories())
def test_each_day_lies_in_one_employment_exactly_when_it_has_a_position(history):
	every = employments(history)
	for d in DAYS:
		assert sum(e.holds(d) for e in every) == (position_on(history, d) is not None)


@pytest.mark.req("R3")
@given(histories(), st.booleans())
def test_each_employment_has_its_own_probation_and_the_first_always_one(history, again):
	resolved = with_probation(history, again)
	for n, e in enumerate(employments(history)):
		last = min(probation_end(e.start), e.end)
		assert on_probation(resolved, e.start) is (n == 0 or again)
		assert on_probation(resolved, last) is (n == 0 or again)
		assert not on_probation(resolved, e.end + timedelta(days=1)) or position_on(
			history, e.end + timedelta(days=1)
		)


@pytest.mark.req("R4")
@given(histories(), st.integers(0, 60))
def test_no_membership_outlives_an_employment_whose_end_was_moved(history, length):
	last = employments(history)[-1]
	groups = (Membership("一组", last.start, last.end),)
	moved = move_end(history, last, last.start + timedelta(days=length))
	kept = end_with_employment(groups, history, moved)
	assert check_memberships(kept, moved, "nobody") == kept
	assert [m.end for m in kept] == [last.start + timedelta(days=length)]
