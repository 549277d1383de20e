"""A rule's way: drafted, approved as a version, retired when another follows or it ends (decision 9)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes.incentive_stages import APPROVED, DRAFT, RETIRED

DECIDE = (roles.ADMIN, roles.MANAGER)

FLOW = Flow(
	doctype="Incentive Rule",
	states=(
		State("Draft", 0, roles.ADMIN, code_field="stage", code=DRAFT),
		State("Approved", 1, roles.ADMIN, code_field="stage", code=APPROVED),
		State("Retired", 1, roles.ADMIN, code_field="stage", code=RETIRED),
	),
	transitions=(
		*(Transition("Draft", "Approve", "Approved", role) for role in DECIDE),
		*(Transition("Approved", "Retire", "Retired", role) for role in DECIDE),
	),
)
