"""The foot of a call sheet, and what makes a leader look twice (R11, R13)."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.calls.oddities import BURST, MANY, CallFact, SheetFacts, oddities
from dianjian_app.calls.totals import Call, total
from dianjian_app.stage_codes import call_sheet_stages

DAY = date(2026, 9, 1)
EVENING = datetime(2026, 9, 1, 17, 30)


def call(customer="1", connected=True, grade="C", **fields):
	return Call(customer, connected, grade if connected else None, **fields)


@pytest.mark.req("R11")
class TestTotals:
	def test_of_an_empty_sheet_are_nothing(self):
		totals = total([])
		assert (totals.calls, totals.connected, totals.customers, totals.intention) == (0, 0, 0, 0)
		assert totals.by_grade == totals.by_product == ()

	def test_a_call_nobody_answered_is_a_call_but_not_connected(self):
		totals = total([call("1"), call("2", connected=False)])
		assert (totals.calls, totals.connected, totals.customers) == (2, 1, 1)

	def test_a_customer_reached_twice_counts_once_for_the_quota(self):
		totals = total([call("1"), call("1"), call("2")])
		assert (totals.connected, totals.customers) == (3, 2)

	@pytest.mark.req("R12")
	def test_a_customer_graded_twice_counts_once_by_the_later_grade(self):
		twice = [call("1", grade="B", is_intention=True), call("1", grade="A", is_intention=True)]
		totals = total([*twice, call("2", grade="A", is_intention=True), call("2", grade="D")])
		assert totals.by_grade == (("A", 1), ("D", 1)) and totals.intention == 1

	def test_an_intention_customer_reached_twice_is_one(self):
		totals = total([call("1", grade="A", is_intention=True), call("1", grade="B", is_intention=True)])
		assert totals.intention == 1

	def test_grades_and_products_are_counted_over_connected_calls(self):
		totals = total(
			[
				call("1", grade="B", product="高层"),
				call("2", grade="A", product="别墅"),
				call("3", grade="A", product="高层"),
				call("4", connected=False, product="高层"),
			]
		)
		assert totals.by_grade == (("A", 2), ("B", 1))
		assert dict(totals.by_product) == {"高层": 2, "别墅": 1}

	@given(
		st.lists(
			st.builds(
				Call,
				customer=st.sampled_from("12345"),
				connected=st.booleans(),
				grade=st.sampled_from(["A", "B", None]),
				product=st.sampled_from(["高层", None]),
				is_intention=st.booleans(),
			)
		)
	)
	def test_never_count_more_customers_than_calls_and_graded_ones_than_customers(self, calls):
		totals = total(calls)
		assert totals.intention <= totals.customers <= totals.connected <= totals.calls == len(calls)
		assert totals.intention <= sum(n for _, n in totals.by_grade) <= totals.customers
		assert totals.customers == total(reversed(calls)).customers


def sheet(*calls, handed_in_at=EVENING, present=True):
	return SheetFacts(DAY, handed_in_at, present, calls)


def at(hour, minute, second=0):
	return datetime(2026, 9, 1, hour, minute, second)


def plain(n, **fields):
	"""A call that gives no reason to look twice."""
	return CallFact(f"L{n}", **{"connected": n % 5 > 0, "at": at(9, n), "words": "已沟通", **fields})


@pytest.mark.req("R13")
class TestOddities:
	def test_a_plain_day_has_none(self):
		assert oddities(sheet(*(plain(n) for n in range(50)))) == ()

	@pytest.mark.parametrize(
		("facts", "found"),
		[
			(sheet(), "empty"),
			(sheet(plain(1), handed_in_at=datetime(2026, 9, 2, 0, 1)), "late"),
			(sheet(*(plain(n, connected=True) for n in range(MANY))), "all_connected"),
			(sheet(plain(1), plain(1, at=at(15, 0))), "same_customer"),
			(sheet(plain(1, at=at(9, 0, 7)), plain(2, at=at(9, 0, 7))), "same_moment"),
			(sheet(*(plain(n, at=at(9, 0, n), connected=True) for n in range(BURST))), "same_minute"),
			(
				sheet(plain(0), *(plain(n, words="", connected=True) for n in range(1, MANY + 1))),
				"no_remarks",
			),
			(sheet(plain(1, is_intention=True, words=" ")), "intention_unexplained"),
			(sheet(plain(1), present=False), "absent"),
		],
	)
	def test_each_is_found_alone(self, facts, found):
		assert oddities(facts) == (found,)

	@pytest.mark.parametrize(
		"facts",
		[
			sheet(plain(1), handed_in_at=datetime(2026, 9, 1, 23, 59)),
			sheet(*(plain(n, connected=True) for n in range(MANY - 1))),
			sheet(plain(1), plain(1, connected=False, at=at(15, 0))),
			sheet(*(plain(n, at=at(9, 0, n), connected=True) for n in range(BURST - 1))),
			sheet(plain(1, at=None), plain(2, at=None)),
		],
	)
	def test_what_is_just_within_is_not_odd(self, facts):
		assert oddities(facts) == ()


@pytest.mark.req("R13")
def test_every_stage_has_its_next_steps_and_only_draft_and_returned_are_open():
	assert set(call_sheet_stages.STEPS) == set(call_sheet_stages.STAGES)
	assert {s for after in call_sheet_stages.STEPS.values() for s in after} <= set(call_sheet_stages.STAGES)
	assert call_sheet_stages.OPEN == (call_sheet_stages.DRAFT, call_sheet_stages.RETURNED)
	assert all(call_sheet_stages.CONFIRMED not in call_sheet_stages.STEPS[s] for s in call_sheet_stages.OPEN)
