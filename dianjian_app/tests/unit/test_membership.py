"""Dated memberships of groups (R4) and probation (R3)."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.people.membership import (
	ChangeBeforeStart,
	Membership,
	MembershipGap,
	MembershipOverlap,
	MembershipReversed,
	OutsideEmployment,
	change_group,
	first_memberships,
	gaps,
	group_on,
	probation_end,
)
from dianjian_app.people.period import Period
from dianjian_app.people.spells import (
	Spell,
	check_memberships,
	end_with_employment,
	on_probation,
	with_probation,
)

JOINED = date(2026, 1, 5)
FIRST = Membership("一组", JOINED, date(2026, 6, 30))
SECOND = Membership("二组", date(2026, 7, 1))


def check(memberships, joined, left=None, gapless=False):
	"""The memberships beside one employment; gapless: in the position that needs a group."""
	return check_memberships(memberships, (Spell("电开人员", joined, left),), "电开人员" if gapless else "-")


def close(memberships, last_day):
	"""The memberships of somebody who leaves after a day."""
	still_there = Spell("电开人员", JOINED)
	return end_with_employment(memberships, (still_there,), (replace(still_there, end=last_day),))


def probation(joined, day, until=None):
	return on_probation(with_probation((Spell("电开人员", joined, None, until),), again=True), day)


@pytest.mark.req("R4")
def test_the_group_of_a_day_is_the_one_of_that_day():
	history = (FIRST, SECOND)
	assert group_on(history, date(2026, 6, 30)) == "一组"
	assert group_on(history, date(2026, 7, 1)) == "二组"
	assert group_on(history, date(2026, 1, 4)) is None


@pytest.mark.req("R4")
def test_memberships_that_share_a_day_are_refused():
	with pytest.raises(MembershipOverlap) as refused:
		check((Membership("二组", date(2026, 6, 30)), FIRST), JOINED)
	assert (refused.value.first, refused.value.second.group) == (FIRST, "二组")


@pytest.mark.req("R4")
def test_a_membership_without_an_end_overlaps_whatever_follows():
	with pytest.raises(MembershipOverlap):
		check((Membership("一组", JOINED), SECOND), JOINED)


@pytest.mark.req("R4")
def test_a_membership_that_ends_before_it_starts_is_refused():
	with pytest.raises(MembershipReversed):
		Membership("一组", date(2026, 2, 2), date(2026, 2, 1))


@pytest.mark.req("R4")
def test_a_membership_before_joining_or_after_leaving_is_refused():
	with pytest.raises(OutsideEmployment):
		check((FIRST, SECOND), JOINED + timedelta(days=1))
	with pytest.raises(OutsideEmployment):
		check((FIRST,), JOINED, left=date(2026, 6, 29))
	with pytest.raises(OutsideEmployment):
		check((FIRST, SECOND), JOINED, left=date(2026, 6, 30))
	assert check((SECOND, FIRST), JOINED, left=date(2026, 12, 31)) == (FIRST, SECOND)


@pytest.mark.req("R4")
def test_days_without_a_group_are_named():
	history = (Membership("一组", JOINED + timedelta(days=2), date(2026, 2, 1)), SECOND)
	missing = (Period(JOINED, JOINED + timedelta(days=1)), Period(date(2026, 2, 2), date(2026, 6, 30)))
	assert gaps(history, JOINED) == missing
	with pytest.raises(MembershipGap) as refused:
		check(history, JOINED, gapless=True)
	assert refused.value.gaps == missing
	assert check(history, JOINED) == history


@pytest.mark.req("R4")
def test_a_history_that_ends_leaves_the_rest_of_the_employment_without_a_group():
	assert gaps((FIRST,), JOINED, date(2026, 7, 31)) == (Period(date(2026, 7, 1), date(2026, 7, 31)),)
	assert gaps((FIRST,), JOINED) == (Period(date(2026, 7, 1), date.max),)
	assert gaps((), JOINED, JOINED) == (Period.day(JOINED),)


@pytest.mark.req("R4")
def test_a_change_of_group_ends_the_old_membership_the_day_before():
	assert change_group((Membership("一组", JOINED),), "二组", date(2026, 7, 1)) == (FIRST, SECOND)


@pytest.mark.req("R4")
def test_moving_to_the_group_one_is_in_changes_nothing():
	assert change_group((FIRST, SECOND), "二组", date(2026, 8, 1)) == (FIRST, SECOND)


@pytest.mark.req("R4")
def test_a_change_keeps_what_was_planned_for_later():
	planned = (Membership("拓展部", JOINED, date(2026, 2, 4)), Membership("一组", date(2026, 2, 5)))
	assert change_group(planned, "二组", date(2026, 1, 20)) == (
		Membership("拓展部", JOINED, date(2026, 1, 19)),
		Membership("二组", date(2026, 1, 20), date(2026, 2, 4)),
		Membership("一组", date(2026, 2, 5)),
	)


@pytest.mark.req("R4")
def test_a_membership_cannot_be_changed_away_on_its_first_day():
	with pytest.raises(ChangeBeforeStart):
		change_group((FIRST, SECOND), "三组", date(2026, 7, 1))


@pytest.mark.req("R3")
def test_a_leavers_memberships_end_on_the_last_day():
	assert close((FIRST, SECOND), date(2026, 8, 31)) == (
		FIRST,
		Membership("二组", date(2026, 7, 1), date(2026, 8, 31)),
	)
	assert close((FIRST, SECOND), date(2026, 6, 15)) == (Membership("一组", JOINED, date(2026, 6, 15)),)


@pytest.mark.req("R3")
@pytest.mark.parametrize(
	("joined", "last"),
	[
		(date(2026, 11, 9), date(2026, 12, 8)),
		(date(2026, 11, 1), date(2026, 11, 30)),
		(date(2026, 12, 15), date(2027, 1, 14)),
		(date(2026, 1, 31), date(2026, 2, 27)),
		(date(2028, 1, 31), date(2028, 2, 28)),
	],
)
def test_probation_is_the_first_month_after_joining(joined, last):
	assert probation_end(joined) == last
	assert probation(joined, joined)
	assert probation(joined, last)
	assert not probation(joined, last + timedelta(days=1))
	assert not probation(joined, joined - timedelta(days=1))


@pytest.mark.req("R3")
def test_a_date_that_was_entered_decides_when_probation_ends():
	assert probation(JOINED, date(2026, 4, 5), until=date(2026, 4, 5))
	assert not probation(JOINED, date(2026, 1, 20), until=date(2026, 1, 15))


@pytest.mark.req("R3")
def test_a_newcomer_belongs_to_the_expansion_department_first():
	assert first_memberships(JOINED, "一组", "拓展部") == (
		Membership("拓展部", JOINED, date(2026, 2, 4)),
		Membership("一组", date(2026, 2, 5)),
	)
	assert first_memberships(JOINED, "一组", None) == (Membership("一组", JOINED),)
	assert first_memberships(JOINED, "拓展部", "拓展部") == (Membership("拓展部", JOINED),)


changes = st.lists(st.tuples(st.sampled_from("一二三四"), st.integers(1, 400)), max_size=8)


@pytest.mark.req("R4")
@given(changes)
def test_however_often_a_person_moves_each_day_has_one_group_and_no_day_is_lost(moves):
	history = (Membership("一", JOINED),)
	expected = {JOINED + timedelta(days=n): "一" for n in range(402)}
	last_day_of_now = dict(expected)
	for group, offset in sorted(moves, key=lambda m: m[1]):
		day = JOINED + timedelta(days=offset)
		try:
			history = change_group(history, group, day)
		except ChangeBeforeStart:
			continue
		last_day_of_now.update({d: group for d in expected if d >= day})
	assert check(history, JOINED, gapless=True) == history
	assert {day: group_on(history, day) for day in expected} == last_day_of_now
