"""A call sheet's way: written by the agent, handed in, confirmed or returned by the leader (R13)."""

from dianjian_app import roles
from dianjian_app.calls.stages import CANCELLED, CONFIRMED, DRAFT, HANDED_IN, RETURNED
from dianjian_app.setup.workflows import Flow, State, Transition

DECIDE = (roles.LEADER, roles.MANAGER)

FLOW = Flow(
	doctype="Call Sheet",
	states=(
		State("Draft", 0, roles.AGENT, "Primary", code_field="stage", code=DRAFT),
		State("Draft", 0, roles.LEADER, "Primary", code_field="stage", code=DRAFT),
		State("Handed In", 0, roles.LEADER, "Warning", code_field="stage", code=HANDED_IN),
		State("Returned", 0, roles.AGENT, "Danger", code_field="stage", code=RETURNED),
		State("Confirmed", 1, roles.LEADER, "Success", code_field="stage", code=CONFIRMED),
		State("Cancelled", 2, roles.LEADER, "Inverse", code_field="stage", code=CANCELLED),
	),
	transitions=(
		Transition("Draft", "Hand In", "Handed In", roles.AGENT),
		Transition("Draft", "Hand In", "Handed In", roles.LEADER, condition="doc.amended_from"),
		Transition("Returned", "Hand In", "Handed In", roles.AGENT),
		*(Transition("Handed In", "Confirm", "Confirmed", role) for role in DECIDE),
		*(Transition("Handed In", "Return", "Returned", role) for role in DECIDE),
		*(Transition("Confirmed", "Cancel", "Cancelled", role) for role in DECIDE),
	),
)
