"""Time off, overtime and corrections of punches: asked for, then approved or rejected by somebody above, or withdrawn by who asked (R34)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition

MAY_ASK = (
	roles.AGENT,
	roles.CONSULTANT,
	roles.ASSISTANT,
	roles.FRONT_DESK,
	roles.SERVICE,
	roles.PLANNING,
	roles.LEADER,
	roles.MANAGER,
	roles.ADMINISTRATION,
	roles.HR,
)
DECIDE = (roles.LEADER, roles.MANAGER, roles.ADMINISTRATION)
NOT_ONES_OWN = 'frappe.db.get_value("Sales Staff", doc.staff, "user") != frappe.session.user'
ONES_OWN = "doc.owner == frappe.session.user"


def _by(
	deciders: tuple[str, ...], state: str, action: str, next_state: str, condition: str
) -> tuple[Transition, ...]:
	return tuple(Transition(state, action, next_state, role, condition=condition) for role in deciders)


def request_flow(doctype: str) -> Flow:
	"""The workflow of a DocType that is asked for and decided (people/approval.py)."""
	return Flow(
		doctype=doctype,
		states=(
			*(State("Requested", 0, role) for role in MAY_ASK),
			State("Approved", 1, roles.LEADER, code_field="decision", code="Approved"),
			State("Rejected", 0, roles.LEADER, code_field="decision", code="Rejected"),
			State("Withdrawn", 0, roles.AGENT, code_field="decision", code="Withdrawn"),
			State("Cancelled", 2, roles.LEADER, code_field="decision", code="Cancelled"),
		),
		transitions=(
			*_by(DECIDE, "Requested", "Approve", "Approved", NOT_ONES_OWN),
			*_by(DECIDE, "Requested", "Reject", "Rejected", NOT_ONES_OWN),
			*_by(MAY_ASK, "Requested", "Withdraw", "Withdrawn", ONES_OWN),
			*_by(DECIDE, "Approved", "Cancel", "Cancelled", NOT_ONES_OWN),
		),
	)


FLOW = request_flow("Time Off Request")
