"""The events of a Time Off Request: leave and outings, asked for, decided by somebody else, counted from approval on (R34, R36, R22).

How anything is asked for and decided is `approval.py`; what may be asked for here, `time_off_check.py`.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from frappe.utils import getdate

from dianjian_app.people import approval, leave_balance, time_off_agreement, time_off_check
from dianjian_app.people.time_off_types import rules_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest

ASKED = (
	*("staff", "leave_type", "from_date", "to_date", "half_day", "half_day_part", "reason"),
	*("place", "customer"),
)


def validate(request: TimeOffRequest) -> None:
	"""Events validate: fill in the person's place, follow the state, and check what is asked for (R34)."""
	time_off_check.fill_place(request)
	if approval.follow(request, ASKED):
		time_off_check.check(request)
	time_off_agreement.follow(request, ASKED)


def post_leave_taken(request: TimeOffRequest) -> None:
	"""Event on_submit: leave with a balance reduces it. Raises LeaveOverdrawnError (R22)."""
	if rules_of(request.leave_type).with_balance:
		leave_balance.post(
			request.staff,
			leave_balance.TAKEN,
			-Decimal(str(request.days)),
			getdate(request.from_date),
			f"{request.name}:taken",
			reference=(request.doctype, request.name),
			leave_type=request.leave_type,
		)
	approval.tell_person(request)


def post_leave_returned(request: TimeOffRequest) -> None:
	"""Event on_cancel: what was taken from a balance returns, less what came back by itself (R22)."""
	if rules_of(request.leave_type).with_balance and request.days:
		leave_balance.post(
			request.staff,
			leave_balance.RETURNED,
			Decimal(str(request.days)),
			getdate(request.from_date),
			f"{request.name}:returned",
			reference=(request.doctype, request.name),
			leave_type=request.leave_type,
		)
	approval.tell_person(request)
