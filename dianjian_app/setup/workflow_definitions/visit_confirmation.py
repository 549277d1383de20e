"""A visit's way through the hands of agent, front desk, consultant and leader (R17, R18)."""

from dianjian_app import roles
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes import visit_stages as s

ABOVE = (roles.LEADER, roles.MANAGER)
MISS = (roles.AGENT, roles.FRONT_DESK, *ABOVE)
OPEN = (s.EXPECTED, s.ARRIVED)
EDITORS = (roles.AGENT, roles.FRONT_DESK, roles.CONSULTANT, *ABOVE)
COMPLETE = (
	"doc.contacted_by and (doc.led_in_by or not "
	"frappe.db.get_value('Sales Centre', doc.centre, 'lead_in_by_front_desk'))"
)
"""as `visit_acts.needs_lead_in` asks it"""

FLOW = Flow(
	doctype="Visit Confirmation",
	states=(
		*(State(s.EXPECTED, 0, role, code_field="stage", code=s.EXPECTED) for role in EDITORS),
		*(State(s.ARRIVED, 0, role, code_field="stage", code=s.ARRIVED) for role in EDITORS),
		*(State(s.SIGNED, 0, role, code_field="stage", code=s.SIGNED) for role in ABOVE),
		*(State(s.CONFIRMED, 1, role, code_field="stage", code=s.CONFIRMED) for role in ABOVE),
		*(State(s.WALK_IN, 1, role, code_field="stage", code=s.WALK_IN) for role in ABOVE),
		State(s.NO_SHOW, 0, roles.AGENT, code_field="stage", code=s.NO_SHOW),
		State(s.RE_INVITED, 0, roles.AGENT, code_field="stage", code=s.RE_INVITED),
		State(s.CANCELLED, 2, roles.LEADER, code_field="stage", code=s.CANCELLED),
	),
	transitions=(
		Transition(s.EXPECTED, "Record Contact", s.ARRIVED, roles.AGENT),
		Transition(s.EXPECTED, "Record Lead-in", s.ARRIVED, roles.FRONT_DESK),
		Transition(s.ARRIVED, "Sign", s.SIGNED, roles.CONSULTANT, condition=COMPLETE),
		*(Transition(state, "Sign as Walk-in", s.WALK_IN, roles.CONSULTANT) for state in OPEN),
		*(Transition(s.SIGNED, "Confirm", s.CONFIRMED, role) for role in ABOVE),
		*(Transition(state, "Record No-show", s.NO_SHOW, role) for state in OPEN for role in MISS),
		Transition(s.NO_SHOW, "Re-invite", s.RE_INVITED, roles.AGENT),
		*(
			Transition(state, "Cancel", s.CANCELLED, role)
			for state in (s.CONFIRMED, s.WALK_IN)
			for role in ABOVE
		),
	),
)
