"""The table that permissions.py is tested against, written by hand from the design; and a small world to test in.

The world has two centres: A with groups 1 and 2, B with group 3. Of each DocType it holds one document in each place:
`own` of the person asked about (in group 2, so that the group does not show it), `group` of a colleague in group 1,
`other_group`, `common` (centre A, no group), `other_centre`, `everywhere` (no centre).
"""

import frappe

from dianjian_app import roles
from dianjian_app.tests.builders import number
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user

ROLE = {
	"TA": roles.AGENT,
	"SC": roles.CONSULTANT,
	"GL": roles.LEADER,
	"SA": roles.ASSISTANT,
	"FD": roles.FRONT_DESK,
	"CS": roles.SERVICE,
	"PL": roles.PLANNING,
	"AD": roles.ADMINISTRATION,
	"DM": roles.MANAGER,
	"HR": roles.HR,
	"AM": roles.ADMIN,
	"AU": roles.AUDITOR,
}
OF_A_GROUP = (roles.AGENT, roles.CONSULTANT, roles.LEADER, roles.ASSISTANT)
EVERYBODY = (
	"TA:centre SC:centre GL:centre SA:centre FD:centre CS:centre PL:centre AD:centre DM:centre HR:centre"
)
LEAVE = "TA:own SC:own SA:own FD:own CS:own PL:own GL:group DM:centre AD:centre HR:centre AM:all AU:all"

OWN = "TA:own SC:own GL:own SA:own FD:own CS:own PL:own AD:own DM:own HR:own"

# DocType → who sees which rows; a role that is not named sees none
SEES = {
	"Sales Centre": f"{EVERYBODY} AM:all AU:all",
	"Sales Group": f"{EVERYBODY} AM:all AU:all",
	"Sales Staff": f"{EVERYBODY} AM:all AU:all",
	"Staff Wage": "HR:centre",
	"Leaver Close-Out": "HR:centre",
	"Sales Candidate": "GL:group DM:centre HR:centre AM:all AU:all",
	"Time Off Request": LEAVE,
	"Rest Day Move": LEAVE,
	"Duty Shift": f"{EVERYBODY} AM:all AU:all",
	"Duty Shift Day": LEAVE,
	"Leave Balance Entry": LEAVE,
	"Working Time Request": LEAVE,
	"Punching Policy": f"{EVERYBODY} AM:all AU:all",
	"Punch Device": "AD:centre DM:centre HR:centre AM:all AU:all",
	"Punch File": "AD:centre DM:centre HR:centre AM:all AU:all",
	"Punch Record": LEAVE,
	"Staff Day Result": LEAVE,
	"Day Result Appeal": LEAVE,
	"Attendance Close": "AD:centre DM:centre HR:centre AM:all AU:all",
	"Device Outage": "AD:centre DM:centre HR:centre AM:all AU:all",
	"Lead Batch": "PL:centre GL:group SA:group DM:centre AM:all AU:all",
	"Lead Batch Row": "PL:centre GL:group SA:group DM:centre AM:all AU:all",
	"Call Lead": "TA:own GL:group SA:group PL:centre DM:centre AM:all AU:all",
	"Phone Reveal Log": "GL:group DM:centre AM:all AU:all",
	"Lead Allocation": "TA:own GL:group SA:group PL:centre DM:centre AM:all AU:all",
	"Inbound Call": "TA:own SC:own GL:group SA:group FD:centre CS:centre DM:centre AM:all AU:all",
	"Call Sheet": "TA:own GL:group SA:group DM:centre AM:all AU:all",
	"Invitation Register": "TA:own GL:group SA:group DM:centre AM:all AU:all",
	"Visit Confirmation": "TA:own SC:own GL:group SA:group FD:centre CS:centre DM:centre AM:all AU:all",
	"Property Unit": f"{EVERYBODY} AM:all AU:all",
	"Viewing Event": f"{EVERYBODY} AM:all AU:all",
	"Sales Deal": "TA:own SC:own GL:group SA:group DM:centre HR:centre AM:all AU:all",
	"Deal File": "SC:own GL:group SA:group CS:centre DM:centre AM:all AU:all",
	"Daily Ledger": "TA:own GL:group SA:group AD:centre DM:centre HR:centre AM:all AU:all",
	"Lead Claim": "TA:own SC:own GL:group DM:centre HR:centre AM:all AU:all",
	"Refusal Record": "TA:own GL:group SA:group DM:centre AM:all AU:all",
	"Message Log": "TA:own GL:group SA:group DM:centre AM:all AU:all",
	"Daily Hand-in": "GL:group SA:group AD:centre DM:centre HR:centre AM:all AU:all",
	"Weekly Hand-in": "GL:group SA:group AD:centre DM:centre HR:centre AM:all AU:all",
	"Delivery Log": "DM:centre AM:all AU:all",
	"Group Robot": "DM:centre AM:all AU:all",
	"Opening Balance": "DM:centre HR:centre AM:all AU:all",
	"Incentive Rule": f"{EVERYBODY} AM:all AU:all",
	"Rule Review": f"{EVERYBODY} AM:all AU:all",
	"Performance Target": "TA:own GL:group DM:centre HR:centre AM:all AU:all",
	"Incentive Settlement": "DM:centre HR:centre AM:all AU:all",
	"Settled Month": "DM:centre HR:centre AM:all AU:all",
	"Plan Revision": "DM:centre HR:centre AM:all AU:all",
	"Incentive Entry": f"{EVERYBODY} AM:all AU:all",
	"Incentive Chain Head": "AM:all AU:all",
	"Measure Ground": f"{EVERYBODY} AM:all AU:all",
	"Disciplinary Action": LEAVE,
	"Incentive Statement": LEAVE,
	"Incentive Appeal": LEAVE,
	"Rule Acknowledgement": LEAVE,
	"Market Note": f"{EVERYBODY} AM:all AU:all",
	"Staff Suggestion": LEAVE,
	"Staff Certificate": LEAVE,
	"Questionnaire Form": OWN,
	"Staff Questionnaire": "DM:centre HR:centre AM:all AU:all",
	"Development Plan": LEAVE.replace("AD:centre", "AD:own"),
	"Customer Survey": "TA:own GL:group SA:group FD:centre CS:centre DM:centre HR:centre AM:all AU:all",
	"Survey Link": "CS:centre DM:centre AM:all AU:all",
	"Review Flag": "DM:centre AM:all AU:all",
	"Customer Question": "TA:own SC:own GL:group SA:group FD:centre CS:centre PL:centre AD:centre DM:centre AM:all AU:all",
	"Visitor Entry": "TA:own SC:own GL:group FD:centre AD:centre DM:centre AM:all AU:all",
	"Customer Complaint": "TA:own SC:own GL:group SA:group FD:centre CS:centre DM:centre HR:centre AM:all AU:all",
	"Customer Praise": "TA:own SC:own GL:group SA:group FD:centre CS:centre DM:centre HR:centre AM:all AU:all",
	"Daily Briefing": f"{EVERYBODY} AM:all AU:all",
	"Talk Script": f"{EVERYBODY} AM:all AU:all",
	"Reading Mark": LEAVE,
	"Training Course": f"{EVERYBODY} AM:all AU:all",
	"Training Session": LEAVE,
	"Training Due": LEAVE,
	"Staff Appraisal": LEAVE,
	"Appraisal Scheme": f"{EVERYBODY} AM:all AU:all",
	"Appraisal Form": "TA:own SC:own GL:own SA:own FD:own CS:own PL:own AD:own DM:own HR:own",
	"Personal Data Request": "CS:centre DM:centre AM:all AU:all",
	"Training Evaluation": "",
	"Phone Vault": "",
}
CHILDREN = {
	"Survey Answer": ("Customer Survey", "Questionnaire Form"),
	"Survey Question": ("Staff Questionnaire",),
	"Development Plan Step": ("Development Plan",),
	"Call Lead Number": ("Call Lead",),
	"Lead Allocation Item": ("Lead Allocation",),
	"Call Sheet Row": ("Call Sheet",),
	"Call Sheet Count": ("Call Sheet",),
	"Invitation": ("Invitation Register",),
	"Shown Unit": ("Visit Confirmation",),
	"Daily Ledger Count": ("Daily Ledger",),
	"Daily Hand-in Line": ("Daily Hand-in",),
	"Weekly Hand-in Day": ("Weekly Hand-in",),
	"Opening Rule Balance": ("Opening Balance",),
	"Opening Ledger Line": ("Opening Balance",),
	"Settlement Line": ("Incentive Settlement",),
	"Settlement Blocker": ("Incentive Settlement",),
	"Plan Revision Line": ("Plan Revision",),
	"Sales Group Membership": ("Sales Staff",),
	"Staff Spell": ("Sales Staff",),
	"Presence Plan Day": ("Sales Staff",),
	"Staff Suspension": ("Sales Staff",),
	"Talk Script Answer": ("Talk Script",),
	"Candidate Interview": ("Sales Candidate",),
	"Training Attendee": ("Training Session",),
	"Group Robot Notice": ("Group Robot",),
	"Appraisal Score": ("Staff Appraisal", "Appraisal Form"),
	"Appraisal Criterion": ("Appraisal Scheme",),
	"Personal Data Request Lead": ("Personal Data Request",),
	"Personal Data Request Step": ("Personal Data Request",),
	"Sales Centre Season": ("Sales Centre",),
	"Centre Calendar": ("Sales Centre",),
	"Call Result": ("Sales Centre",),
	"Performance Figure Choice": ("Sales Centre",),
	"Protection Clause": ("Sales Centre",),
	"Required Deal Paper": ("Sales Centre",),
	"Deal Paper": ("Deal File",),
	"Weekly Rest Day": ("Sales Centre", "Sales Staff"),
	"Rule Review Month": ("Rule Review",),
	"Incentive Outcome": ("Incentive Rule",),
	"Incentive Rule Position": ("Incentive Rule", "Staff Questionnaire"),
}
CHILDREN_OF = [(child, parent) for child, parents in CHILDREN.items() for parent in parents]
A_CELL = {"Int": 1, "Time": "09:00:00", "Currency": 1, "Float": 1}
# what a person owns a row through; not named: `agent`
OWNED_THROUGH = {
	"Time Off Request": "staff",
	"Rest Day Move": "staff",
	"Duty Shift Day": "staff",
	"Leave Balance Entry": "staff",
	"Working Time Request": "staff",
	"Opening Balance": "staff",
	"Training Session": "trainer_staff",
	"Training Due": "agent",
	"Staff Certificate": "staff",
	"Deal File": "consultant",
	"Staff Suggestion": "agent",
	"Questionnaire Form": "agent",
	"Development Plan": "agent",
	"Phone Reveal Log": "staff",
	"Appraisal Form": "appraiser",
	"Punch Record": "agent",
	"Staff Day Result": "agent",
	"Day Result Appeal": "agent",
	("Visit Confirmation", roles.CONSULTANT): "receptionist",
	("Sales Deal", roles.CONSULTANT): "consultant",
	("Inbound Call", roles.CONSULTANT): "answered_by",
}
COMMON = ("Lead Batch", "Lead Batch Row", "Call Lead")
NO_GROUP = (
	"Personal Data Request",
	"Talk Script",
	"Training Course",
	"Staff Wage",
	"Leaver Close-Out",
	"Punching Policy",
	"Punch Device",
	"Punch File",
	"Attendance Close",
	"Device Outage",
	"Duty Shift",
	"Rule Review",
	"Measure Ground",
	"Property Unit",
	"Viewing Event",
	"Appraisal Scheme",
	"Appraisal Form",
	"Review Flag",
	"Staff Questionnaire",
	"Incentive Rule",
	"Incentive Settlement",
	"Settled Month",
	"Plan Revision",
	"Incentive Chain Head",
)
PLACES_OF_LEVEL = {
	"": set(),
	"own": {"own", "everywhere"},
	"group": {"own", "group", "common", "everywhere"},
	"centre": {"own", "group", "other_group", "common", "everywhere"},
	"all": {"own", "group", "other_group", "common", "other_centre", "everywhere"},
}


class World:
	"""One person of a role, and documents around them: documents[doctype][place] is a name.

	around: another role's world, whose centres, groups and foreign documents this person meets as well.
	"""

	doctypes = tuple(SEES)

	def __init__(self, role: str, around: "World | None" = None):
		self.role, self.around = role, around
		if around:
			self.a, self.b, self.others = around.a, around.b, around.others
			self.one, self.two, self.three = around.one, around.two, around.three
		else:
			self.a, self.b = a_centre(), a_centre()
			self.one, self.two = (a_group(self.a, leader=False) for _ in range(2))
			self.three = a_group(self.b, leader=False)
			groups = (self.one, self.two, self.three)
			self.others = [a_staff(roles.AGENT, group=g, user=False) for g in groups]
		self.person = self._person()
		self.user = self.person.user if self.person else a_user(role).name
		self.documents = {doctype: self._places(doctype) for doctype in self.doctypes}
		self.rows = {(child, parent): self._children(child, parent) for child, parent in CHILDREN_OF}

	def _person(self):
		if self.role not in roles.POSITIONS:
			return None
		if self.role in OF_A_GROUP:
			person = a_staff(self.role, group=self.one)
		else:
			person = a_staff(self.role, centre=self.a)
		if self.role in (roles.LEADER, roles.ASSISTANT):
			self.one.reload()
			self.one.set("leader" if self.role == roles.LEADER else "assistant", person.name)
			self.one.save()
		return person

	def _places(self, doctype: str) -> dict[str, str]:
		first, second, third = self.others
		if doctype == "Sales Centre":
			return {"own": self.a.name, "other_centre": self.b.name}
		if doctype == "Sales Group":
			return {"group": self.one.name, "other_group": self.two.name, "other_centre": self.three.name}
		if doctype == "Sales Staff":
			places = {"group": first.name, "other_group": second.name, "other_centre": third.name}
			return {**places, "own": self.person.name} if self.person else places
		make = {
			"group": (self.a, self.one, first),
			"other_group": (self.a, self.two, second),
			"other_centre": (self.b, self.three, third),
		}
		if doctype in NO_GROUP:
			del make["group"]
		if doctype in COMMON:
			make["common"] = (self.a, None, None)
		if doctype == "Incentive Rule":
			make["everywhere"] = (None, None, None)
		if self._can_own(doctype):
			make["own"] = (self.a, self.two, self.person)
		there = self.around.documents[doctype] if self.around else {}
		return {
			place: there[place]
			if place != "own" and place in there
			else self._document(doctype, place, *where)
			for place, where in make.items()
		}

	def _can_own(self, doctype: str) -> bool:
		if (
			doctype in NO_GROUP
			or doctype
			in (
				"Lead Batch",
				"Lead Batch Row",
				"Phone Vault",
				"Training Evaluation",
				"Daily Hand-in",
				"Weekly Hand-in",
				"Delivery Log",
				"Group Robot",
				"Sales Candidate",
			)
			or not self.person
		):
			return False
		through = doctype in OWNED_THROUGH or (doctype, self.role) in OWNED_THROUGH
		return through or self.role in (roles.AGENT, roles.LEADER)

	def _document(self, doctype: str, place: str, centre, group, person) -> str:
		"""A bare row: it stands for any document there; the stages' own rules are not the matter here."""
		stranger = self.others[1].name
		through = OWNED_THROUGH.get(doctype, OWNED_THROUGH.get((doctype, self.role), "agent"))
		if place != "own":
			through = OWNED_THROUGH.get(doctype, "agent")
		values = {"agent": stranger, through: person.name if person else None}
		if doctype in (
			*("Lead Batch", "Lead Batch Row", "Daily Hand-in", "Weekly Hand-in", "Delivery Log"),
			"Group Robot",
			"Sales Candidate",
		):
			values = {}
		if doctype == "Disciplinary Action":  # somebody has answered for it, so the person knows
			values["told_person"] = values["agent"]
		whose = f"-{person.name}" if place == "own" and self.around else ""
		name = f"{self.a.name}-{place}{whose}" if doctype != "Phone Vault" else f"{number():064d}"
		row = frappe.get_doc(
			doctype=doctype,
			centre=centre and centre.name,
			sales_group=group and group.name,
			**values,
		)
		row.name = name
		if doctype == "Incentive Chain Head":
			row.update({"name": row.centre, "seq": 0})
		if doctype == "Incentive Entry":  # the database asks for a place in the chain
			digest = "0" * 64
			row.update({"seq": number(), "entry_key": name, "entry_hash": digest, "previous_hash": digest})
		row.db_insert()
		return row.name

	def _children(self, child: str, parent: str) -> dict[str, str]:
		"""One row in each document of the parent; gives place → parent's name."""
		field = next(f.fieldname for f in frappe.get_meta(parent).get_table_fields() if f.options == child)
		known = set(self.around.documents[parent].values()) if self.around else set()
		for name in set(self.documents[parent].values()) - known:
			row = frappe.get_doc(doctype=child, parent=name, parenttype=parent, parentfield=field, idx=99)
			row.name = f"{child}-{number()}-{name}"[:140]
			for field_ in row.meta.fields:  # the row of a real document has to be read with it
				if field_.reqd and not row.get(field_.fieldname):
					option = (
						(field_.options or "").strip().split("\n")[0]
						if field_.fieldtype == "Select"
						else None
					)
					row.set(field_.fieldname, option or A_CELL.get(field_.fieldtype))
			row.db_insert()
		return self.documents[parent]

	def expected(self, doctype: str) -> set[str]:
		"""Names that the person may see, by the table."""
		levels = dict(pair.split(":") for pair in SEES[doctype].split())
		level = next(
			(levels[code] for code, role in ROLE.items() if role == self.role and code in levels), ""
		)
		return {name for place, name in self.documents[doctype].items() if place in PLACES_OF_LEVEL[level]}
