"""A call sheet's way: written by the agent, handed in, confirmed or returned by the leader (R13)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes.call_sheet_stages import CANCELLED, CONFIRMED, DRAFT, HANDED_IN, RETURNED

DECIDE = (roles.LEADER, roles.MANAGER)
WRITE = (roles.AGENT, *DECIDE)
"""who decides writes on corrections; the controller refuses it on other people's sheets"""


def _state(name: str, docstatus: int, editors: tuple[str, ...]) -> tuple[State, ...]:
	return tuple(State(name, docstatus, role, code_field="stage", code=name) for role in editors)


FLOW = Flow(
	doctype="Call Sheet",
	states=(
		*_state(DRAFT, 0, WRITE),
		*_state(HANDED_IN, 0, DECIDE),
		*_state(RETURNED, 0, WRITE),
		*_state(CONFIRMED, 1, DECIDE),
		*_state(CANCELLED, 2, DECIDE),
	),
	transitions=(
		*(
			Transition(
				state, "Hand In", HANDED_IN, role, condition="" if role == roles.AGENT else "doc.amended_from"
			)
			for state in (DRAFT, RETURNED)
			for role in WRITE
		),
		*(Transition(HANDED_IN, "Confirm", CONFIRMED, role) for role in DECIDE),
		*(Transition(HANDED_IN, "Return", RETURNED, role) for role in DECIDE),
		*(Transition(CONFIRMED, "Cancel", CANCELLED, role) for role in DECIDE),
	),
)
