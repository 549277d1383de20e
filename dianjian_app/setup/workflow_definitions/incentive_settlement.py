"""A settlement's way: computed, approved by the manager, then by HR, then published to everybody (R31)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes.incentive_stages import (
	CANCELLED,
	DRAFT,
	HR_APPROVED,
	MANAGER_APPROVED,
	PUBLISHED,
	RETURNED,
)

FLOW = Flow(
	doctype="Incentive Settlement",
	states=(
		State("Draft", 0, roles.MANAGER, code_field="stage", code=DRAFT),
		State("Manager Approved", 0, roles.HR, code_field="stage", code=MANAGER_APPROVED),
		State("Returned", 0, roles.MANAGER, code_field="stage", code=RETURNED),
		State("HR Approved", 1, roles.HR, code_field="stage", code=HR_APPROVED),
		State("Published", 1, roles.HR, code_field="stage", code=PUBLISHED),
		State("Cancelled", 2, roles.HR, code_field="stage", code=CANCELLED),
	),
	transitions=(
		Transition("Draft", "Approve as Manager", "Manager Approved", roles.MANAGER),
		Transition("Manager Approved", "Approve as HR", "HR Approved", roles.HR),
		Transition("Manager Approved", "Return", "Returned", roles.HR),
		Transition("Returned", "Revise", "Draft", roles.MANAGER),
		Transition("HR Approved", "Publish", "Published", roles.HR),
		Transition("HR Approved", "Publish", "Published", roles.MANAGER),
		Transition("HR Approved", "Cancel", "Cancelled", roles.HR),
	),
)
