"""Whose customer it is, by the clauses of a centre (R10, decision 25)."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.resources.pool.protection import (
	ALLOCATION,
	CALL_IN,
	FOLLOW_UP,
	INVITATION,
	KINDS,
	VISIT,
	Clause,
	Contact,
	ownership_on,
)

pytestmark = pytest.mark.req("R10")
START = datetime(2026, 9, 1, 10)
# three sets of clauses in use: 15/7/30; 10 days, unanswered calls counting for nothing; 7 days, then two months from a visit
FIRST = (Clause(CALL_IN, 15), Clause(VISIT, 7), Clause(FOLLOW_UP, 30))
SECOND = (Clause(CALL_IN, 10), Clause(FOLLOW_UP, 10))
THIRD = (Clause(CALL_IN, 7, extends=False), Clause(VISIT, 60))


def at(days=0, kind=FOLLOW_UP, agent="A", answered=True, minutes=0, no=0):
	return Contact(kind, START + timedelta(days=days, minutes=minutes), agent, answered, no)


def owner(*contacts, clauses=FIRST, day=0):
	return ownership_on(contacts, clauses, (START + timedelta(days=day)).date()).agent


def test_who_registered_first_owns_for_the_clauses_days():
	both = (at(0, CALL_IN), at(0, CALL_IN, "B", minutes=5))
	assert owner(*both) == "A"
	assert owner(*both, day=15) == "A"
	assert owner(*both, day=16) is None


def test_after_the_last_day_the_next_contact_decides_anew():
	assert owner(at(0, CALL_IN), at(16, CALL_IN, "B"), day=16) == "B"
	assert owner(at(0, CALL_IN), at(15, CALL_IN, "B"), day=15) == "A"


def test_an_answered_follow_up_of_the_owner_prolongs_an_unanswered_one_does_not():
	assert owner(at(0, CALL_IN), at(14), at(44, agent="B"), day=44) == "A"
	assert owner(at(0, CALL_IN), at(14, answered=False), at(16, agent="B"), day=16) == "B"
	loose = (Clause(FOLLOW_UP, 30, unanswered=True), Clause(CALL_IN, 15))
	assert owner(at(0, CALL_IN), at(14, answered=False), at(16, agent="B"), clauses=loose, day=16) == "A"


def test_others_contacts_prolong_nothing():
	assert owner(at(0, CALL_IN), at(10, agent="B"), at(16, agent="C"), day=16) == "C"


def test_the_three_sets_in_use():
	assert owner(at(0, CALL_IN), clauses=SECOND, day=10) == "A"
	assert owner(at(0, CALL_IN), clauses=SECOND, day=11) is None
	assert owner(at(0, CALL_IN), at(5, CALL_IN), clauses=THIRD, day=8) is None
	assert owner(at(0, CALL_IN), at(5, VISIT), clauses=THIRD, day=60) == "A"


def test_a_kind_without_a_clause_counts_for_nothing():
	assert owner(at(0, INVITATION), at(1, CALL_IN, "B"), day=1) == "B"
	assert owner(at(0, ALLOCATION)) is None


def test_the_standing_names_clause_and_contact():
	found = ownership_on([at(0, CALL_IN), at(3)], FIRST, date(2026, 9, 5))
	assert (found.contact.kind, found.clause.days, found.until) == (CALL_IN, 15, date(2026, 10, 4))


contacts = st.builds(
	at,
	days=st.integers(0, 60),
	kind=st.sampled_from(KINDS),
	agent=st.sampled_from("ABC"),
	answered=st.booleans(),
	minutes=st.integers(0, 3),
	no=st.integers(0, 2),
)


@given(st.lists(contacts, max_size=12), st.randoms(), st.integers(0, 70))
def test_there_is_one_owner_or_none_in_whatever_order_contacts_are_told(found, chance, day):
	clauses = tuple(Clause(kind, 10) for kind in KINDS)
	on = (START + timedelta(days=day)).date()
	shuffled = list(found)
	chance.shuffle(shuffled)
	first, again = ownership_on(found, clauses, on), ownership_on(shuffled, clauses, on)
	assert (first.agent, first.until) == (again.agent, again.until)
	assert first.agent is None or first.until >= on


def test_0_days_protect_nothing_not_even_on_the_same_day():
	none = (Clause(CALL_IN, 0), Clause(FOLLOW_UP, 0))
	assert owner(at(0, CALL_IN), at(0), clauses=none) is None
	assert owner(at(0, CALL_IN), clauses=()) is None
	only_calls = (Clause(CALL_IN, 0), Clause(FOLLOW_UP, 5))
	assert owner(at(0, CALL_IN), at(0, agent="B", minutes=5), clauses=only_calls) == "B"
