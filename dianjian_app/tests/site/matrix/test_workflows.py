"""Each step of each workflow by each person around it: whose it is takes it, everybody else is refused (R31, R47)."""

import frappe
import pytest
from frappe.model.workflow import (
	WorkflowPermissionError,
	WorkflowStateError,
	WorkflowTransitionError,
	apply_workflow,
)

from dianjian_app.incentives.discipline import disciplinary_decision
from dianjian_app.setup.workflows import all_flows
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.site.matrix.cast import Cast
from dianjian_app.tests.site.matrix.concerned import MADE
from dianjian_app.tests.site.matrix.crowd import nothing_stays, report
from dianjian_app.tests.site.matrix.who_moves_what import MOVES, NEVER_ONES_OWN, Move

pytestmark = pytest.mark.req("R31", "R47")
REFUSALS = (
	frappe.PermissionError,
	WorkflowPermissionError,
	WorkflowStateError,
	WorkflowTransitionError,
)


@pytest.fixture(scope="module")
def cast(site):
	return Cast()


def _step(doctype, name, action) -> None:
	if action == "decide":
		disciplinary_decision.decide(name, adopt=1)
	elif action == "submit":
		frappe.get_doc(doctype, name).submit()
	else:
		apply_workflow(frappe.get_doc(doctype, name), action)


def outcome(person, doctype, name, action) -> str:
	"""done, refused, or what it asks for."""
	with nothing_stays(), as_user(person):
		try:
			_step(doctype, name, action)
		except REFUSALS:
			return "refused"
		except frappe.ValidationError as error:
			return f"asks: {error}"[:120]
	return "done"


def _stages() -> dict[tuple, list[Move]]:
	"""Steps of the same state are tried on one document; a step whose state is made for it alone, on its own."""
	stages = {}
	for move in MOVES:
		made = Cast.maker(move.doctype, move.state, move.action)
		stages.setdefault((move.doctype, move.state, made), []).append(move)
	return stages


@pytest.mark.parametrize("stage", _stages().items(), ids=lambda s: "-".join(s[0][:2]).replace(" ", ""))
def test_a_step_is_taken_by_whose_it_is_and_by_nobody_else(cast, stage):
	(doctype, state, maker), moves = stage
	name, wrong = getattr(cast, maker)().name, []
	for move in moves:
		for who, person in cast.people.items():
			found = outcome(person, doctype, name, move.action)
			wanted = ("asks" if move.asks else "done") if who in move.whose.split() else "refused"
			if not found.startswith(wanted):
				wrong.append(f"{who} | {doctype} | {state} | {move.action} | should be {wanted} | {found}")
	assert not wrong, report(wrong)


@pytest.mark.parametrize("what, doctype, step, concerned, other", NEVER_ONES_OWN)
def test_nobody_decides_what_concerns_them(cast, what, doctype, step, concerned, other):
	name = MADE[what](cast).name
	docstatus = frappe.db.get_value(doctype, name, "docstatus")
	assert outcome(cast[concerned], doctype, name, step) == "refused"
	assert frappe.db.get_value(doctype, name, "docstatus") == docstatus
	assert outcome(cast[other], doctype, name, step) == "done"


def test_every_step_of_every_workflow_has_its_row():
	told = {(m.doctype, m.state, m.action) for m in MOVES}
	seeded = {(f.doctype, t.state, t.action) for f in all_flows() for t in f.transitions}
	assert seeded - told == {
		# asked about in the state before: the same act of the same people
		("Visit Confirmation", "Arrived", "Sign as Walk-in"),
		("Visit Confirmation", "Arrived", "Record No-show"),
	}
	assert told <= seeded
