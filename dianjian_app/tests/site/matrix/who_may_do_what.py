"""Who may do what with which documents, written by hand from the design; who_sees_what.py says which documents.

A letter is a right beside reading: w write, c create, s submit, x cancel, a amend, d delete, p report, e export.
A role that is not named reads, where it sees at all, and does no more. Whoever may write or submit, may so far as
the stage of the document lets the person (decision 20): the stages' own tests and who_moves_what.py tell of that.
"""

# documents that belong to somebody: the places are those of SEES
RIGHTS = {
	# people and places: HR keeps the people, the administrator the places, Administration the calendar
	"Sales Centre": "AM:wcpe AD:wp DM:pe HR:pe AU:pe",
	"Sales Group": "AM:wcpe DM:wcpe",
	"Sales Staff": "AM:wcpe HR:wcpe DM:pe AD:p AU:pe",
	"Staff Wage": "HR:wcdpe",
	"Leaver Close-Out": "HR:pe",
	"Sales Candidate": "HR:wcpe DM:wpe GL:p AM:pe AU:pe",
	"Time Off Request": (
		"TA:wc SC:wc SA:wc FD:wc CS:wc PL:wc GL:wcsxp DM:wcsxpe AD:wcsxpe HR:wcpe AM:p AU:pe"
	),
	"Working Time Request": (
		"TA:wc SC:wc SA:wc FD:wc CS:wc PL:wc GL:wcsxp DM:wcsxpe AD:wcsxpe HR:wcpe AM:p AU:pe"
	),
	# written by the roster's acts alone
	"Rest Day Move": "GL:pe AD:pe DM:pe HR:pe AM:pe AU:pe",
	"Duty Shift": "AD:wcpe DM:wcpe AM:wcpe",
	"Duty Shift Day": "GL:pe AD:pe DM:pe HR:pe AM:pe AU:pe",
	"Leave Balance Entry": "TA:p SC:p GL:p SA:p FD:p CS:p PL:p AM:p DM:pe AU:pe HR:cpe AD:cpe",
	# attendance: a punch is nobody's to change; who stands above enters one with a reason
	"Punching Policy": "DM:wcdpe AM:wcdpe HR:pe AU:pe GL:p AD:p",
	"Punch Device": "AD:wcp AM:wcp DM:p HR:p AU:pe",
	"Punch File": "AD:wcpe DM:wcpe HR:pe AM:pe AU:pe",
	"Punch Record": "GL:cpe AD:cpe DM:cpe HR:pe AM:pe AU:pe",
	"Staff Day Result": "TA:p SC:p SA:p FD:p CS:p PL:p GL:pe AD:pe DM:pe HR:pe AM:pe AU:pe",
	"Device Outage": "AD:wcp DM:wcpe HR:wpe AM:pe AU:pe",
	"Day Result Appeal": "TA:wc SC:wc SA:wc FD:wc CS:wc PL:wc GL:wc AD:wc DM:wce HR:wce AM:e AU:e",
	"Attendance Close": "AD:cpe DM:cpe HR:cpe AM:pe AU:pe",
	# resources: planning brings them, the leader hands them out, nobody deletes a customer
	"Lead Batch": "PL:wcpe GL:wcpe SA:wcpe DM:wcpe AM:wcdpe AU:pe",
	"Lead Batch Row": "PL:pe GL:pe SA:pe DM:pe AM:pe AU:pe",
	"Call Lead": "TA:wp GL:wpe DM:wpe AM:wpe SA:p PL:p AU:pe",
	"Phone Reveal Log": "GL:p DM:pe AM:pe AU:pe",
	"Lead Allocation": "GL:pe DM:pe AM:pe AU:pe TA:p SA:p PL:p",
	"Inbound Call": "TA:wc SC:wc FD:wc CS:wc GL:wcp SA:wcp DM:pe AM:pe AU:pe",
	"Lead Claim": "TA:cp SC:cp GL:p DM:pe HR:pe AM:pe AU:pe",
	"Refusal Record": "GL:e DM:e AM:e AU:e",
	"Message Log": "GL:e DM:e AM:e AU:e",
	# calls and visits: the agent writes, the leader confirms; a visit goes through four hands
	"Call Sheet": "TA:wc GL:wcsxape DM:wcsxape SA:pe AM:pe AU:pe",
	"Invitation Register": "TA:wcd GL:wcdsxape DM:wsxape SA:pe AM:pe AU:pe",
	"Visit Confirmation": "TA:wp FD:wp SC:ws GL:wsxape DM:wsxape CS:p SA:pe AM:pe AU:pe",
	"Viewing Event": "PL:wcpe DM:wcpe AD:wcp GL:wcp AM:pe AU:pe",
	# planning keeps the list of units, everybody recommends from it
	"Property Unit": "PL:wcdpe DM:wcdpe AM:pe AU:pe",
	"Sales Deal": "SC:wcd DM:wcdsxape GL:pe SA:pe AM:pe AU:pe",
	# opened with the deal: the consultant brings papers, assistant and service keep the file
	"Deal File": "SC:w SA:wpe CS:wpe DM:wpe GL:pe AM:pe AU:pe",
	# the ledger is derived: nobody writes it
	"Daily Ledger": "TA:p AD:pe SA:pe GL:pe DM:pe HR:pe AM:pe AU:pe",
	"Opening Balance": "AM:wcsxape HR:wsx AU:pe",
	"Daily Hand-in": "GL:wcp SA:wcp DM:pe AM:pe AD:p HR:p AU:pe",
	"Weekly Hand-in": "GL:wcp SA:wcp DM:pe AM:pe AD:p HR:p AU:pe",
	"Delivery Log": "DM:e AM:e AU:e",
	"Group Robot": "AM:wcd",
	# rules and what comes of them: the administrator writes rules, manager and HR decide, entries are nobody's to write
	"Incentive Rule": "AM:wcdspe DM:wsp TA:p SC:p GL:p SA:p FD:p CS:p PL:p AD:p HR:p AU:p",
	"Rule Review": "DM:wcdpe AM:wcdpe HR:pe AU:pe",
	"Performance Target": "AM:wcdpe DM:wcdpe GL:p HR:pe AU:pe",
	"Incentive Settlement": "DM:wcsape HR:wsxpe AM:wcpe AU:pe",
	# what a published month was planned by is written by the app; that it is judged anew, manager and HR sign
	"Settled Month": "DM:p HR:p AM:p AU:p",
	"Plan Revision": "DM:wcdspe HR:wcdspe AM:p AU:p",
	"Incentive Entry": "TA:p SC:p GL:p SA:p FD:p CS:p PL:p AD:p DM:pe HR:pe AM:pe AU:pe",
	"Incentive Chain Head": "",
	"Measure Ground": "DM:wcpe AM:wcpe HR:pe AU:pe",
	"Disciplinary Action": "GL:wc DM:wcpe HR:wcpe AM:pe AU:pe",
	"Incentive Statement": "DM:e HR:e AU:e",
	"Incentive Appeal": "TA:wc SC:wc SA:wc FD:wc CS:wc PL:wc GL:wc AD:wc DM:wce HR:wce AM:e AU:e",
	"Rule Acknowledgement": "DM:e HR:e AM:e AU:e",
	# service and development
	"Market Note": ("TA:wcd SC:wcd GL:wcdp SA:wcdp FD:wcd CS:wcd PL:wcdpe AD:wcdp DM:wcdpe HR:p AM:pe AU:pe"),
	"Staff Suggestion": ("TA:wc SC:wc GL:wc SA:wc FD:wc CS:wc PL:wc AD:wcp DM:wcpe HR:wcpe AM:pe AU:pe"),
	# made by the app and answered by an act: nobody writes one
	"Questionnaire Form": "",
	"Staff Questionnaire": "DM:wcdpe HR:wcdpe AM:pe AU:pe",
	"Development Plan": "GL:wc DM:wcpe HR:wcpe AM:pe AU:pe",
	"Staff Certificate": "HR:wcdpe AD:wcdpe DM:pe GL:p AM:pe AU:pe",
	"Customer Survey": "CS:wcpe DM:wcpe FD:wcp HR:pe GL:p SA:p TA:p AM:pe AU:pe",
	# made by the app alone; never the person scored, nor the group
	"Survey Link": "CS:wp DM:wpe AM:pe AU:pe",
	# raised by the app alone; never seen by whom it is about
	"Review Flag": "DM:pe AM:pe AU:pe",
	"Customer Question": "TA:wc SC:wc GL:wcp FD:wcp CS:wcpe PL:wp AD:wp DM:wpe AM:pe AU:pe",
	"Visitor Entry": "GL:wcp FD:wcp AD:wcpe DM:wcpe AM:pe AU:pe",
	"Customer Complaint": "CS:wcpe DM:wcpe FD:wc HR:wpe GL:wp AM:pe AU:pe",
	"Customer Praise": "CS:wcpe FD:wc DM:wcsxape HR:wsxpe GL:p AM:pe AU:pe",
	"Daily Briefing": "GL:wcspxe DM:wcsxpe AM:pe AU:pe",
	"Talk Script": "GL:wcspe PL:wcspe DM:wcsxpe AM:pe AU:pe",
	"Reading Mark": "GL:p AD:pe DM:pe HR:pe AM:pe AU:pe",
	"Training Course": "DM:wcpe HR:wcpe AM:wcpe AU:pe",
	# who trains keeps the session, whatever the position
	"Training Session": "TA:ws SC:ws SA:ws FD:ws CS:ws PL:ws GL:wcsxape AD:wcsxape HR:wcsxape DM:wcsxape AM:pe AU:pe",
	"Training Due": "GL:p AD:pe DM:pe HR:pe AM:pe AU:pe",
	"Appraisal Scheme": "AM:wcpe DM:pe HR:pe AU:pe",
	# opened by the schedule, answered by who is asked, read by nobody else
	"Appraisal Form": "TA:w SC:w SA:w FD:w CS:w PL:w AD:w GL:w DM:w HR:w",
	"Staff Appraisal": "GL:wcp DM:wcsxape HR:wcsxape AM:pe AU:pe",
	# personal data: who serves customers takes a request, the manager or the administrator decides
	"Personal Data Request": "CS:wcp DM:wcp AM:wcp AU:p",
	# numbers stand here alone; nobody opens it, the administrator of the site neither
	"Training Evaluation": "",
	"Phone Vault": "",
}
ALL = "TA SC GL SA FD CS PL AD DM HR AM AU"

# what has no stages and still asks, when it is saved or deleted, who it is: place → whom it lets, of those with the right
WRITERS = {
	# by who wrote it, by Planning, by the manager
	"Market Note": {"own": ALL, "group": "PL DM", "other_group": "PL DM"},
	# by who leads its group, by the manager; a leader's "own" is a document in a group that somebody else leads
	"Daily Briefing": {"own": "DM", "group": "GL DM", "other_group": "DM"},
}

# what the whole site shares: who reads, and the rights beside
SHARED = {
	"Channel Source": (ALL, "AM:wcdpe PL:wcpe"),
	"Grade Scheme": (ALL, "AM:wcpe"),
	"Product Type": (ALL, "AM:wcdpe"),
	"Survey Template": (ALL, "AM:wcdpe"),
	"Complaint Category": (ALL, "AM:wcdpe"),
	"Responsible Department": (ALL, "AM:wcdpe"),
	"Time Off Type": (ALL, "AM:wcdpe AD:wcpe"),
	"Work Calendar": (ALL, "AM:wcdpe AD:wcpe"),
	"Deduction Policy": (ALL, "AM:wce DM:e HR:e AU:e"),
	"Incentive Metric": ("AM DM HR AU", "AM:wcdpe DM:p HR:p AU:p"),
	"Policy Pack": ("AM DM HR AU", "AM:wcde"),
	"Follow-up Message Template": ("AM DM GL SA TA AU", "AM:wcd DM:wc"),
	"Telesales Settings": ("AM DM AU", "AM:w"),
	"Retention Period": ("AM DM AU", "AM:wp DM:p AU:p"),
	"Retention Run": ("AM DM AU", "AM:p DM:p AU:p"),
}
PTYPES = {
	"w": "write",
	"c": "create",
	"s": "submit",
	"x": "cancel",
	"a": "amend",
	"d": "delete",
	"p": "report",
	"e": "export",
}
