"""A deal's way: recorded by the consultant, confirmed and cancelled by the manager (R19)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes.visit_stages import CANCELLED, CONFIRMED, DRAFT

FLOW = Flow(
	doctype="Sales Deal",
	states=(
		*(
			State("Draft", 0, role, code_field="stage", code=DRAFT)
			for role in (roles.CONSULTANT, roles.MANAGER)
		),
		State("Confirmed", 1, roles.MANAGER, code_field="stage", code=CONFIRMED),
		State("Cancelled", 2, roles.MANAGER, code_field="stage", code=CANCELLED),
	),
	transitions=(
		Transition("Draft", "Confirm", "Confirmed", roles.MANAGER),
		Transition("Confirmed", "Cancel", "Cancelled", roles.MANAGER),
	),
)
