"""What must not slip out: raw numbers, other people's rows by a side door, anything to a leaver (R47)."""

import frappe
import pytest
from frappe.desk.form import assign_to

from dianjian_app import permissions, roles, row_ownership
from dianjian_app.people.moves import record_leaving
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.asking import ask, names_in, refused, tells_nothing
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.who_sees_what import SEES

pytestmark = pytest.mark.req("R47")


@made_once
def two_groups():
	"""Two groups of one centre, an agent with a lead in each."""
	centre = a_centre()
	one, two = a_group(centre), a_group(centre)
	mine, theirs = an_agent(one), an_agent(two)
	return mine, theirs, a_lead(agent=mine), a_lead(agent=theirs)


class Crawler:
	"""Everything one user gets out of the site, as one text."""

	def __init__(self, user):
		self.user, self.text = user, []

	def take(self, method, **form):
		try:
			self.text.append(str(ask(self.user, method, **form)))
		except (frappe.PermissionError, frappe.ValidationError):
			pass

	def crawl(self):
		for doctype in SEES:
			self._doctype(doctype)
		for child, parent in row_ownership.parents_of_children():
			form = {"doctype": child, "parent": parent, "fields": ["*"], "limit_page_length": 100}
			self.take("frappe.client.get_list", **form)
		return "\n".join(self.text)

	def _doctype(self, doctype):
		newest = {"order_by": f"`tab{doctype}`.creation desc"}
		meta = frappe.get_meta(doctype)
		fields = [f for f in meta.get_valid_columns() if not getattr(meta.get_field(f), "is_virtual", 0)]
		self.take("frappe.client.get_list", doctype=doctype, fields=fields, limit_page_length=100, **newest)
		self.take(
			"frappe.desk.reportview.get", doctype=doctype, fields=fields, page_length=100, start=0, **newest
		)
		form = {"file_format_type": "CSV", "title": doctype, "page_length": 100, "start": 0, "fields": fields}
		self.take("frappe.desk.reportview.export_query", doctype=doctype, **form, **newest)
		self.take("frappe.desk.search.search_link", doctype=doctype, txt="", page_length=100)
		for name in frappe.get_all(doctype, order_by="creation desc", limit=4, pluck="name"):
			self.take("frappe.client.get", doctype=doctype, name=name)
			self.take("frappe.desk.form.load.getdoc", doctype=doctype, name=name)
			self.take("frappe.desk.form.linked_with.get", doctype=doctype, docname=name)


@made_once
def a_days_work():
	"""Calls, a visit and an incoming call with numbers that nobody should meet; gives the numbers and the people."""
	agent = an_agent()
	group = frappe.get_doc("Sales Group", agent.sales_group)
	numbers = [a_number() for _ in range(3)]
	called, invited = (a_lead(agent=agent, phone=n) for n in numbers[:2])
	frappe.db.set_value("Call Lead", invited.name, "grade", "A")
	row = {"lead": called.name, "connected": 1, "grade": "C", "remarks": "下周再打"}
	handed_in(a_sheet(agent, rows=[row]), agent)
	party = Party(agent, lead=frappe.get_doc("Call Lead", invited.name)).contact()
	with as_user(agent):
		frappe.get_doc(
			doctype="Inbound Call",
			customer_name="来电客户",
			phone_input=numbers[2],
			source="近半年来电",
			centre=agent.centre,
		).insert()
	assistant = a_staff(roles.ASSISTANT, group=group)
	group.reload()
	group.assistant = assistant.name
	group.save()
	return numbers, {
		roles.AGENT: agent.user,
		roles.LEADER: the_leader(group).user,
		roles.CONSULTANT: party.consultant.user,
		roles.FRONT_DESK: party.front_desk.user,
		roles.ASSISTANT: assistant.user,
		roles.PLANNING: a_staff(roles.PLANNING, centre=frappe.get_doc("Sales Centre", agent.centre)).user,
		roles.ADMIN: a_user(roles.ADMIN).name,
		roles.AUDITOR: a_user(roles.AUDITOR).name,
		"Administrator": "Administrator",
	}


def test_no_raw_number_in_lists_forms_searches_exports_and_linked_documents(a_days_work):
	numbers, people = a_days_work
	for role, user in people.items():
		text = Crawler(user).crawl()
		assert "138" in text or "****" in text, f"{role} was shown no customer at all"
		assert [n for n in numbers if n[3:] in text] == [], role


def test_the_vault_opens_to_nobody(two_groups):
	lead = two_groups[2]
	for user in (*(a_user(role).name for role in roles.ALL), "Administrator"):
		form = {"doctype": "Phone Vault"}
		assert not found(user, "frappe.client.get_list", **form, fields=["*"]), user
		assert refused(user, "frappe.client.get", **form, name=lead.phone_hash), user
		assert not found(user, "frappe.client.get_value", **form, fieldname="phone_number"), user
		assert not found(user, "frappe.desk.search.search_link", **form, txt="1", ignore_user_permissions=1)
		assert not found(user, "frappe.client.get_count", **form, filters={"phone_number": ("like", "+86%")})
		assert not found(user, "frappe.desk.reportview.get", **form, fields=["phone_number"])


def found(user, method, **form):
	"""What a question finds: a list, a count or a dict; nothing when it is refused."""
	try:
		answer = ask(user, method, **form)
	except (frappe.PermissionError, frappe.ValidationError):
		return None
	if isinstance(answer, dict):
		return answer.get("results") or answer.get("values") or answer.get("phone_number")
	return answer


def test_the_vault_cannot_be_asked_through_another_document(two_groups):
	mine, _, lead, _ = two_groups
	form = {"doctype": "Call Lead", "fields": ["name"], "limit_page_length": 5}
	for asked in (
		{"filters": [["Phone Vault", "phone_number", "like", "+86135%"]]},
		{"fields": ["`tabPhone Vault`.phone_number"]},
		{"fields": ["name", "`tabPhone Vault`.phone_number"]},
	):
		assert tells_nothing(mine.user, "frappe.client.get_list", "phone_number", **{**form, **asked})
	assert ask(mine.user, "frappe.client.get_list", **form, filters={"name": lead.name})


def test_counting_with_a_filter_tells_nothing_about_other_peoples_customers(two_groups):
	mine, theirs, _, other = two_groups
	form = {"doctype": "Call Lead", "filters": {"customer_name": other.customer_name}}
	assert ask(mine.user, "frappe.client.get_count", **form) == 0
	assert ask(theirs.user, "frappe.client.get_count", **form) == 1


def test_linked_documents_show_the_readers_own_only(two_groups):
	mine, _, lead, other = two_groups
	linked = ask(mine.user, "frappe.desk.form.linked_with.get", doctype="Channel Source", docname=lead.source)
	assert names_in(linked, {lead.name, other.name}) == {lead.name}
	assert refused(mine.user, "frappe.desk.form.linked_with.get", doctype="Call Lead", docname=other.name)


def test_a_title_is_told_only_to_who_may_read_the_document(two_groups):
	mine, _, lead, other = two_groups
	title = "frappe.desk.search.get_link_title"
	assert ask(mine.user, title, doctype="Call Lead", docname=lead.name) == lead.customer_name
	assert ask(mine.user, title, doctype="Call Lead", docname=other.name) == other.name


def test_assignments_are_counted_on_the_readers_own_documents(two_groups):
	mine, theirs, lead, other = two_groups
	for agent, document in ((mine, lead), (theirs, other)):
		todo = {"reference_type": "Call Lead", "reference_name": document.name, "allocated_to": agent.user}
		frappe.get_doc(doctype="ToDo", description="回访", **todo).insert()
	method = "frappe.desk.listview.get_group_by_count"
	counts = ask(mine.user, method, doctype="Call Lead", current_filters=[], field="assigned_to")
	assert [(c["name"], c["count"]) for c in counts] == [(mine.user, 1)]


def test_a_share_or_an_assignment_widens_nothing(two_groups):
	mine, theirs, _, other = two_groups
	with pytest.raises(permissions.OutOfScopeError):
		frappe.share.add("Call Lead", other.name, mine.user)
	with pytest.raises(permissions.OutOfScopeError):
		frappe.share.add("Call Lead", other.name, everyone=1)
	with pytest.raises(permissions.OutOfScopeError):
		assign_to.add({"assign_to": [mine.user], "doctype": "Call Lead", "name": other.name})
	with as_user(theirs), pytest.raises(frappe.PermissionError):
		frappe.share.add("Call Lead", other.name, mine.user)
	with as_user(mine):
		assert not frappe.has_permission("Call Lead", doc=other.name)


def test_not_even_what_one_sees_is_shared_because_a_share_outlasts_a_move(two_groups):
	mine, _, lead, _ = two_groups
	with pytest.raises(permissions.OutOfScopeError):
		frappe.share.add("Call Lead", lead.name, mine.user, write=1)
	assign_to_itself = {"reference_type": "Call Lead", "reference_name": lead.name, "allocated_to": mine.user}
	frappe.get_doc(doctype="ToDo", description="回访", **assign_to_itself).insert()
	assert not frappe.db.exists("DocShare", {"share_doctype": "Call Lead"})


def test_wages_cannot_be_read_or_guessed_through_the_staff_list(two_groups):
	mine, theirs, *_ = two_groups
	frappe.get_doc(
		doctype="Staff Wage", staff=theirs.name, from_date="2026-01-01", monthly_wage=6000
	).insert()
	for form in (
		{"doctype": "Staff Wage", "fields": ["monthly_wage"]},
		{"doctype": "Sales Staff", "filters": [["Staff Wage", "monthly_wage", ">", 5000]]},
		{"doctype": "Sales Staff", "fields": ["`tabStaff Wage`.monthly_wage"]},
		{"doctype": "Sales Staff", "fields": ["name", "`tabStaff Wage`.monthly_wage"]},
	):
		for role_user in (mine.user, a_user(roles.ADMIN).name, a_user(roles.AUDITOR).name):
			assert tells_nothing(role_user, "frappe.client.get_list", "monthly_wage", **form)


def test_a_leaver_sees_nothing_from_that_moment_on(two_groups):
	mine, _, lead, _ = two_groups
	form = {"doctype": "Call Lead", "fields": ["name"], "limit_page_length": 50}
	assert names_in(ask(mine.user, "frappe.client.get_list", **form), {lead.name}) == {lead.name}
	record_leaving(mine.name, frappe.utils.today(), at_once=True)
	assert not names_in(ask(mine.user, "frappe.client.get_list", **form), {lead.name})
	assert refused(mine.user, "frappe.client.get", doctype="Call Lead", name=lead.name)
	assert not frappe.db.get_value("User", mine.user, "enabled")
