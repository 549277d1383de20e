"""A complaint's way: received, worked on, solved, closed by somebody else (R41)."""

from dianjian_app import roles
from dianjian_app.service.customer_complaint_events import (
	CLOSE,
	CLOSED,
	IN_PROGRESS,
	RECEIVED,
	SOLVED,
	WORK_ON_IT,
)
from dianjian_app.setup.workflows import Flow, State, Transition


def _by(deciders: tuple[str, ...], state: str, action: str, next_state: str) -> tuple[Transition, ...]:
	return tuple(Transition(state, action, next_state, role) for role in deciders)


FLOW = Flow(
	doctype="Customer Complaint",
	states=(
		*(State("Received", 0, role, code_field="stage", code=RECEIVED) for role in WORK_ON_IT),
		*(State("In Progress", 0, role, code_field="stage", code=IN_PROGRESS) for role in WORK_ON_IT),
		# who worked on it tells the customer, and writes down how
		*(State("Solved", 0, role, code_field="stage", code=SOLVED) for role in (*WORK_ON_IT, roles.HR)),
		State("Closed", 0, roles.MANAGER, code_field="stage", code=CLOSED),
	),
	transitions=(
		*_by(WORK_ON_IT, "Received", "Start", "In Progress"),
		*_by(WORK_ON_IT, "In Progress", "Solve", "Solved"),
		*_by(WORK_ON_IT, "Solved", "Reopen", "In Progress"),
		*_by(CLOSE, "Solved", "Close", "Closed"),
	),
)
