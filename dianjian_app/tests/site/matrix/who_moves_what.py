"""Whose each step of each workflow is, written by hand from decision 21; and steps that are never one's own.

The people are those of cast.py. Everybody else of the cast is refused. A step that is somebody's and asks for more
(a reason, a time, what was done) before it is taken ends in that question: `asks`.
"""

from __future__ import annotations

from dataclasses import dataclass

CLOSERS = JUDGES = "manager second_manager hr second_hr"


@dataclass(frozen=True)
class Move:
	"""From a state by an action, whose it is, and whether it asks for more first."""

	doctype: str
	state: str
	action: str
	whose: str
	asks: bool = False


MOVES = (
	# the agent hands in, the leader or the manager confirms or returns; taking back asks for a reason
	Move("Call Sheet", "Draft", "Hand In", "agent"),
	Move("Call Sheet", "Handed In", "Confirm", "leader manager second_manager"),
	Move("Call Sheet", "Handed In", "Return", "leader manager second_manager", asks=True),
	Move("Call Sheet", "Returned", "Hand In", "agent"),
	Move("Call Sheet", "Confirmed", "Cancel", "leader manager second_manager", asks=True),
	# the leader signs the register
	Move("Invitation Register", "Draft", "Sign", "leader manager second_manager"),
	Move("Invitation Register", "Signed", "Cancel", "leader manager second_manager", asks=True),
	# a visit through the hands of agent, front desk, the named receptionist and the leader
	Move("Visit Confirmation", "Expected", "Record Contact", "agent"),
	Move("Visit Confirmation", "Expected", "Record Lead-in", "front_desk"),
	Move("Visit Confirmation", "Expected", "Sign as Walk-in", "consultant"),
	Move(
		"Visit Confirmation", "Expected", "Record No-show", "agent front_desk leader manager second_manager"
	),
	Move("Visit Confirmation", "Arrived", "Sign", "consultant"),
	Move("Visit Confirmation", "Signed", "Confirm", "leader manager second_manager"),
	Move("Visit Confirmation", "No Show", "Re-invite", "agent", asks=True),
	Move("Visit Confirmation", "Confirmed", "Cancel", "leader manager second_manager", asks=True),
	Move("Visit Confirmation", "Walk-in", "Cancel", "leader manager second_manager", asks=True),
	# the consultant records, the manager confirms
	Move("Sales Deal", "Draft", "Confirm", "manager second_manager"),
	Move("Sales Deal", "Confirmed", "Cancel", "manager second_manager", asks=True),
	# rules: the administrator and the manager of the centre
	Move("Incentive Rule", "Draft", "Approve", "admin manager second_manager"),
	Move("Incentive Rule", "Approved", "Retire", "admin manager second_manager"),
	# manager, then HR, then public
	Move("Incentive Settlement", "Draft", "Approve as Manager", "manager second_manager"),
	Move("Incentive Settlement", "Manager Approved", "Approve as HR", "hr second_hr"),
	Move("Incentive Settlement", "Manager Approved", "Return", "hr second_hr", asks=True),
	Move("Incentive Settlement", "Returned", "Revise", "manager second_manager"),
	Move("Incentive Settlement", "HR Approved", "Publish", "manager second_manager hr second_hr"),
	Move("Incentive Settlement", "HR Approved", "Cancel", "hr second_hr"),
	# time off: somebody above, or Administration; withdrawn by who asked
	Move("Time Off Request", "Requested", "Approve", "leader manager second_manager administration"),
	Move("Time Off Request", "Requested", "Reject", "leader manager second_manager administration"),
	Move("Time Off Request", "Requested", "Withdraw", "agent"),
	Move("Time Off Request", "Approved", "Cancel", "leader manager second_manager administration"),
	# overtime and corrections go the same way
	Move("Working Time Request", "Requested", "Approve", "leader manager second_manager administration"),
	Move("Working Time Request", "Requested", "Reject", "leader manager second_manager administration"),
	Move("Working Time Request", "Requested", "Withdraw", "agent"),
	Move("Working Time Request", "Approved", "Cancel", "leader manager second_manager administration"),
	# appeals: manager and HR have signed the month, so the second of each judges
	Move("Incentive Appeal", "Filed", "Take Up", "second_manager second_hr"),
	Move("Incentive Appeal", "Filed", "Withdraw", "agent"),
	Move("Incentive Appeal", "In Review", "Uphold", "second_manager second_hr", asks=True),
	Move("Incentive Appeal", "In Review", "Dismiss", "second_manager second_hr", asks=True),
	Move("Incentive Appeal", "In Review", "Withdraw", "agent"),
	# appeals against a day that nobody entered anything of: whoever decides for the centre
	Move("Day Result Appeal", "Filed", "Take Up", JUDGES),
	Move("Day Result Appeal", "Filed", "Withdraw", "agent"),
	Move("Day Result Appeal", "In Review", "Uphold", JUDGES, asks=True),
	Move("Day Result Appeal", "In Review", "Dismiss", JUDGES, asks=True),
	Move("Day Result Appeal", "In Review", "Withdraw", "agent"),
	# complaints: who serves customers works on them, manager or HR closes
	Move("Customer Complaint", "Received", "Start", "service front_desk leader manager second_manager"),
	Move(
		"Customer Complaint",
		"In Progress",
		"Solve",
		"service front_desk leader manager second_manager",
		asks=True,
	),
	Move("Customer Complaint", "Solved", "Reopen", "service front_desk leader manager second_manager"),
	Move("Customer Complaint", "Solved", "Close", CLOSERS),
)

# whoever a document concerns has the role and is refused all the same; somebody else takes the step
# (what it is, DocType, step, whose it is not, whose it is instead)
NEVER_ONES_OWN = (
	("a leader's own sheet", "Call Sheet", "Confirm", "agent", "manager"),
	("a leader's own register", "Invitation Register", "Sign", "agent", "manager"),
	("a leader's own visit", "Visit Confirmation", "Confirm", "agent", "manager"),
	("a leader's own leave", "Time Off Request", "Approve", "leader", "manager"),
	("a manager's own leave", "Time Off Request", "Approve", "manager", "second_manager"),
	("a leader's own overtime", "Working Time Request", "Approve", "leader", "manager"),
	("Administration's own leave", "Time Off Request", "Approve", "administration", "manager"),
	("a complaint about the leader", "Customer Complaint", "Start", "leader", "manager"),
	("a complaint that the manager solved", "Customer Complaint", "Close", "manager", "hr"),
	("a month that the manager approved", "Incentive Settlement", "Approve as HR", "manager", "hr"),
	("an appeal about a month that HR approved", "Incentive Appeal", "Take Up", "hr", "second_hr"),
	("praise of the manager", "Customer Praise", "submit", "manager", "hr"),
	("an appraisal of the manager", "Staff Appraisal", "submit", "manager", "hr"),
	("an action against the manager", "Disciplinary Action", "decide", "manager", "second_manager"),
)
