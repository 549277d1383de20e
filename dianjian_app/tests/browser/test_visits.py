"""A visit through four hands, each in a window of their own (R16, R17)."""

import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.people import moves
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.people import a_staff
from dianjian_app.tests.builders.resources import a_number
from dianjian_app.tests.builders.visits import Party, an_intention


@pytest.mark.req("R16")
@pytest.mark.req("R17")
def test_a_visit_is_contacted_led_in_signed_and_confirmed_by_four_people(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	lead = an_intention(agent)
	site.db.commit()

	# the agent enters the invitation, the leader names the receptionist and signs
	desk = desk_of(roles.AGENT).open("invitation-register", "new-invitation-register")
	desk.page.wait_for_function("name => cur_frm && cur_frm.doc.agent === name", arg=agent.name)
	desk.ready().page.evaluate(
		"""lead => {
			const row = cur_frm.add_child("rows", {});
			cur_frm.refresh_field("rows");
			frappe.model.set_value(row.doctype, row.name, "planned_at", frappe.datetime.now_datetime());
			return frappe.model.set_value(row.doctype, row.name, "lead", lead);
		}""",
		lead.name,
	)
	desk.save().shot("register")
	register = desk.page.evaluate("cur_frm.docname")
	leader = desk_of(roles.LEADER).open_form("Invitation Register", register)
	leader.page.evaluate(
		"""consultant => frappe.model.set_value("Invitation", cur_frm.doc.rows[0].name, "receptionist", consultant)""",
		company.staff[roles.CONSULTANT].name,
	)
	leader.save().shot("register-to-sign")
	leader.act("Sign")
	leader.confirm_if_asked()
	leader.page.wait_for_function("cur_frm.doc.docstatus === 1")
	site.db.rollback()
	visit = site.get_doc("Invitation Register", register).rows[0].visit

	consultant = desk_of(roles.CONSULTANT).open_form("Visit Confirmation", visit)
	consultant.sees(zh("Custody of the Visit"))
	desk.open_form("Visit Confirmation", visit).press("Customer Contacted Me").ready()
	desk.page.wait_for_function("cur_frm.doc.contacted_at")
	front_desk = desk_of(roles.FRONT_DESK).open_form("Visit Confirmation", visit)
	front_desk.press("Agent Led Customer In").ready()
	front_desk.page.wait_for_function("cur_frm.doc.led_in_at")
	consultant.open_form("Visit Confirmation", visit).shot("visit-to-sign")
	consultant.press("Sign").confirm()
	consultant.page.wait_for_function("cur_frm.doc.stage === 'Signed'")
	consultant.shot("visit-signed")
	leader.open_form("Visit Confirmation", visit).press("Confirm").ready()
	leader.page.wait_for_function("cur_frm.doc.docstatus === 1")
	leader.shot("visit-confirmed")

	site.db.rollback()
	done = site.get_doc("Visit Confirmation", visit)
	assert done.outcome == "Counted"
	hands = [done.contacted_by, done.led_in_by, done.signed_by, done.confirmed_by]
	people = (roles.AGENT, roles.FRONT_DESK, roles.CONSULTANT, roles.LEADER)
	assert hands == [company.users[role] for role in people]


@pytest.mark.req("R3")
@pytest.mark.req("R17")
def test_a_leader_hands_a_leavers_expected_visit_on_in_one_act(site, company, desk_of):
	leaver = company.staff["Leaver"] = a_staff(roles.AGENT, group=company.group)
	agent = company.staff[roles.AGENT]
	party = Party(
		leaver, consultant=company.staff[roles.CONSULTANT], front_desk=company.staff[roles.FRONT_DESK]
	)
	moves.record_leaving(leaver.name, add_days(today(), -1))
	site.db.commit()

	leader = desk_of(roles.LEADER).open("query-report", "Customers of Leavers")
	leader.page.wait_for_function(
		"""visit => {
			const report = frappe.query_report;
			const row = (report?.data || []).findIndex((r) => r.visit === visit);
			if (row < 0 || !report.datatable) return false;
			report.datatable.rowmanager.checkRow(row, true);
			return report.datatable.rowmanager.getCheckedRows().length === 1;
		}""",
		arg=party.name,
	)
	leader.shot("leavers-customers")
	leader.press("Hand On").dialog()
	leader.page.evaluate("agent => cur_dialog.set_value('agent', agent)", agent.name)
	leader.shot("leavers-customers-hand-on")
	leader.confirm()
	leader.page.wait_for_function(
		"visit => !(frappe.query_report.data || []).some((r) => r.visit === visit)", arg=party.name
	)
	site.db.rollback()
	visit = site.get_doc("Visit Confirmation", party.name)
	assert (visit.agent, visit.taken_over_from) == (agent.name, leaver.name)
	desk_of(roles.AGENT).open_form("Visit Confirmation", party.name).press("Customer Contacted Me").ready()


@pytest.mark.req("R17")
@pytest.mark.req("R40")
def test_a_customer_arrives_in_two_taps_and_each_one_finds_their_own_act(site, company, desk_of):
	people = {"consultant": company.staff[roles.CONSULTANT], "front_desk": company.staff[roles.FRONT_DESK]}
	number = a_number()
	party = Party(
		company.staff[roles.AGENT], lead=an_intention(company.staff[roles.AGENT], phone=number), **people
	)
	site.db.commit()
	done = """([visit, field]) => frappe.container.page?.reception?.visits?.[visit]?.[field]"""
	button = "[data-visit='{0}'][data-act='{1}']"

	def tap(role, act, field, picture):
		desk = desk_of(role).open("reception")
		desk.page.click(button.format(party.name, act))
		desk.confirm()
		desk.page.wait_for_function(done, arg=[party.name, field])
		desk.ready().shot(picture)
		return desk

	desk = tap(roles.FRONT_DESK, "arrive", "arrived_at", "reception-arrived")
	phone = desk_of(roles.AGENT).page
	phone.set_viewport_size({"width": 390, "height": 844})
	try:
		tap(roles.AGENT, "contact", "contacted_at", "reception-agent-phone")
		assert phone.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
	finally:
		phone.set_viewport_size({"width": 1280, "height": 900})
	tap(roles.FRONT_DESK, "lead_in", "led_in_at", "reception-led-in")
	tap(roles.CONSULTANT, "sign", "signed_at", "reception-signed")
	site.db.rollback()
	assert site.db.get_value("Visit Confirmation", party.name, "stage") == "Signed"

	# whose customer somebody is: owner and date, never the name of the customer
	desk.page.click(".reception .whose")
	desk.dialog()
	desk.page.fill(".modal.show input[data-fieldname=number]", number)
	desk.page.click(".modal.show .btn-modal-primary")
	desk.page.wait_for_function(
		"name => document.querySelector('.modal.show .answer')?.textContent.includes(name)",
		arg=company.staff[roles.AGENT].staff_name,
	)
	assert party.visit.customer_name not in desk.page.inner_text(".modal.show .answer")
	desk.shot("reception-whose-customer")


@pytest.mark.req("R40")
def test_an_invitations_code_is_scanned_once_and_other_visitors_are_registered(site, company, desk_of):
	people = {"consultant": company.staff[roles.CONSULTANT], "front_desk": company.staff[roles.FRONT_DESK]}
	party = Party(company.staff[roles.AGENT], **people)
	site.db.commit()
	desk_of(roles.AGENT).open_form("Visit Confirmation", party.name).press("Invitation").dialog()
	agent = desk_of(roles.AGENT)
	agent.page.wait_for_function(
		"document.querySelector('.modal.show .invitation-code')?.src.startsWith('data:image/png')"
	)
	agent.shot("invitation-text-and-code")
	site.db.rollback()
	code = site.db.get_value("Visit Confirmation", party.name, "invitation_code")

	desk = desk_of(roles.FRONT_DESK).open("reception")
	for already in (False, True):
		desk.page.fill(".scanning .code", code)
		desk.page.press(".scanning .code", "Enter")
		if not already:
			done = "name => frappe.container.page?.reception?.visits?.[name]?.arrived_at"
			desk.page.wait_for_function(done, arg=party.name)
			desk.ready().shot("reception-scanned")
	desk.dialog().sees(zh("Scanned Already"), ".modal.show").shot("reception-scanned-again")
	desk.problems.clear()  # the browser's own line about an answer that refuses
	desk.open("reception").page.click(f"[data-checks='{party.name}']")
	desk.dialog().page.select_option(".modal.show select[data-fieldname=security_check]", "Passed")
	desk.page.check(".modal.show input[data-fieldname=has_left]")
	desk.shot("reception-checks").page.click(".modal.show .btn-modal-primary")
	gone = "name => frappe.container.page?.reception?.visits?.[name]?.left_at"
	desk.page.wait_for_function(gone, arg=party.name)
	desk.ready()

	entry = site.get_doc(
		doctype="Visitor Entry", visitor_name="李工", purpose="Supplier", agent=party.consultant.name
	)
	entry.insert()
	site.db.commit()
	phone = desk_of(roles.FRONT_DESK)
	phone.page.set_viewport_size({"width": 390, "height": 844})
	try:
		phone.open("reception").shot("reception-phone")
		assert phone.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
		phone.open_form("Visitor Entry", entry.name).shot("visitor-entry-phone")
	finally:
		phone.page.set_viewport_size({"width": 1280, "height": 900})
	desk.open_form("Visitor Entry", entry.name).shot("visitor-entry")
	desk.press("Visitor Has Left").page.wait_for_function("cur_frm.doc.stage === 'Gone'")
	desk.ready().open("query-report", "Visitors Register").sees("李工", ".report-wrapper").shot(
		"visitors-register"
	)
