"""An appeal's way: filed, taken up, upheld or dismissed by somebody who has not decided it; or withdrawn (R31)."""

from dianjian_app import roles
from dianjian_app.people.appeal_course import DECIDERS
from dianjian_app.setup.workflows import Flow, State, Transition
from dianjian_app.stage_codes.appeal_stages import DISMISSED, FILED, IN_REVIEW, UPHELD, WITHDRAWN


def _by(people: tuple[str, ...], state: str, action: str, next_state: str) -> tuple[Transition, ...]:
	return tuple(Transition(state, action, next_state, role) for role in people)


def flow_of_appeals(doctype: str, appellants: tuple[str, ...]) -> Flow:
	"""The way of appeals of a DocType. appellants: the roles that may file one."""
	edit = tuple(dict.fromkeys((*appellants, *DECIDERS)))
	return Flow(
		doctype=doctype,
		states=(
			*(State("Filed", 0, role, code_field="stage", code=FILED) for role in edit),
			*(State("In Review", 0, role, code_field="stage", code=IN_REVIEW) for role in DECIDERS),
			State("Upheld", 0, roles.HR, code_field="stage", code=UPHELD),
			State("Dismissed", 0, roles.HR, code_field="stage", code=DISMISSED),
			State("Withdrawn", 0, roles.HR, code_field="stage", code=WITHDRAWN),
		),
		transitions=(
			*_by(DECIDERS, "Filed", "Take Up", "In Review"),
			*_by(DECIDERS, "In Review", "Uphold", "Upheld"),
			*_by(DECIDERS, "In Review", "Dismiss", "Dismissed"),
			*_by(appellants, "Filed", "Withdraw", "Withdrawn"),
			*_by(appellants, "In Review", "Withdraw", "Withdrawn"),
		),
	)


FLOW = flow_of_appeals("Incentive Appeal", roles.POSITIONS)
