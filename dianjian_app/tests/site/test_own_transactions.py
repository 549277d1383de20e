"""The morning's work for each group: one that meets a deadlock takes no other along, and is done all the same (R7, R46)."""

from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest

from dianjian_app.own_transactions import DEADLOCK, code_of, for_each
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.test_made_again import other, the_waiting  # noqa: F401 a fixture

HERE = "dianjian_app.tests.site.test_own_transactions"
MARK = "own-transaction-"
GROUPS = ["one", "two", "three"]


def work(fails=""):
	"""A job of the scheduler: something for each group; the second needs two rows, as one that locks leads does."""
	frappe.flags.in_test = False
	done = []

	def act(group):
		frappe.db.sql("insert into tabSeries (name, current) values (%s, 1)", f"{MARK}{group}")
		if group == fails:
			raise ValueError("cannot be done")
		for row in ("a", "b") if group == "two" else ():
			frappe.db.sql("select current from tabSeries where name = %s for update", f"{MARK}{row}")
		done.append(group)

	return {"failed": for_each(GROUPS, act, lambda group: f"{MARK}{group}"), "done": done}


@pytest.fixture
def rows():
	"""Two rows that are committed; all that the work wrote is taken away at the end."""
	for row in ("a", "b"):
		frappe.db.sql("insert into tabSeries (name, current) values (%s, 0)", f"{MARK}{row}")
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.sql("delete from tabSeries where name like %s", f"{MARK}%")
	frappe.db.delete("Error Log", {"method": ("like", f"{MARK}%")})
	frappe.db.commit()


def written():
	frappe.db.rollback()
	names = frappe.db.sql("select name from tabSeries where name like %s and current = 1", f"{MARK}%")
	return {name.removeprefix(MARK) for (name,) in names}


@pytest.mark.req("R7", "R46")
def test_a_group_that_meets_a_deadlock_is_done_again_and_takes_no_other_along(rows, other):  # noqa: F811
	other.execute("select current from tabSeries where name = %s for update", (f"{MARK}b",))
	with ThreadPoolExecutor(1) as pool:
		answer = pool.submit(at_once, Act(f"{HERE}.work"))
		the_waiting(other, f"{MARK}b")
		other.execute("select current from tabSeries where name = %s for update", (f"{MARK}a",))
		other.connection.rollback()
		(said,) = answer.result(90)
	assert said.value == {"failed": [], "done": GROUPS}
	assert written() == set(GROUPS)


@pytest.mark.req("R7", "R46")
@pytest.mark.parametrize("failing", GROUPS)
def test_a_group_that_fails_is_said_and_the_others_are_done(rows, failing):
	"""The first, one between, the last."""
	(said,) = at_once(Act(f"{HERE}.work", arguments={"fails": failing}))
	others = [group for group in GROUPS if group != failing]
	assert said.value == {"failed": [failing], "done": others}
	assert written() == set(others)
	assert frappe.db.exists("Error Log", {"method": f"{MARK}{failing}"})


@pytest.mark.req("R7", "R46")
def test_two_runs_of_the_morning_at_once_lose_nothing(rows):
	"""Whoever comes second meets what is there; that is said, and the rest is done."""
	answers = at_once(*[Act(f"{HERE}.work")] * 2)
	assert [answer.text for answer in answers if answer.error] == []
	assert written() == set(GROUPS)
	for group in GROUPS:
		done = sum(group in answer.value["done"] for answer in answers)
		failed = sum(group in answer.value["failed"] for answer in answers)
		assert (done, failed) == (1, 1)


def test_a_savepoint_that_is_gone_after_a_deadlock_is_still_the_deadlock():
	def rollback_after_deadlock():
		try:
			raise frappe.QueryDeadlockError(DEADLOCK)
		except frappe.QueryDeadlockError:
			frappe.db.sql("rollback to savepoint never_made")

	with pytest.raises(Exception) as raised:
		rollback_after_deadlock()
	assert code_of(raised.value) == DEADLOCK
	assert code_of(ValueError("x")) is None
