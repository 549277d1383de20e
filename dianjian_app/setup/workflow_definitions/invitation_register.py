"""A register's way: written by the agent, signed by the leader (R16)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes.visit_stages import CANCELLED, DRAFT, SIGNED

SIGNERS = (roles.LEADER, roles.MANAGER)
WRITERS = (roles.AGENT, *SIGNERS)

FLOW = Flow(
	doctype="Invitation Register",
	states=(
		*(State("Draft", 0, role, code_field="stage", code=DRAFT) for role in WRITERS),
		State("Signed", 1, roles.LEADER, code_field="stage", code=SIGNED),
		State("Cancelled", 2, roles.LEADER, code_field="stage", code=CANCELLED),
	),
	transitions=(
		*(Transition("Draft", "Sign", "Signed", role) for role in SIGNERS),
		*(Transition("Signed", "Cancel", "Cancelled", role) for role in SIGNERS),
	),
)
