"""A customer's file, their request about what is held, and how long it is kept, as people meet them (R43, R47)."""

import os
import time

import pytest
from frappe.utils import add_days, today
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.privacy import request_execution
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.calls import a_row, a_sheet, handed_in
from dianjian_app.tests.builders.personal import a_rare_name
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.visits import an_intention

WORKER_SECONDS = 60


@pytest.fixture
def customer(site, company):
	"""A customer of the agent with a promised next step, committed; called, where today's sheet is not handed in yet."""
	name, number, agent = a_rare_name(), a_number(), company.staff[roles.AGENT]
	lead = an_intention(agent, phone=number, customer_name=name)
	said = f"说下周来，号码{number[3:]}"
	sheet = site.db.get_value("Call Sheet", {"agent": agent.name, "date": today()}, "name")
	if not sheet:
		handed_in(a_sheet(agent, rows=[a_row(agent, lead=lead, grade="A", said=said)]), agent)
	site.db.set_value(
		"Call Lead", lead.name, {"next_step": "发户型图", "next_step_date": add_days(today(), -1)}
	)
	site.db.commit()
	lead.update({"number": number, "called": not sheet})
	return lead


@pytest.mark.req("R43")
def test_agent_leader_and_manager_read_one_file_with_the_next_step_on_top(customer, desk_of):
	page = desk_of(roles.AGENT).open("customer-file").page
	expect(page.locator(".customer-file .ask input")).to_be_visible()
	expect(page.locator(".page-head .primary-action:visible")).to_have_count(0)
	for role in (roles.AGENT, roles.LEADER, roles.MANAGER):
		desk = desk_of(role).open("customer-file", customer.name)
		page = desk.page
		expect(page.locator(".customer-file .next.overdue b")).to_have_text("发户型图")
		expect(page.locator(".customer-file h3 small")).to_contain_text(customer.phone_mask)
		tops = [
			page.locator(f".customer-file {part}").first.bounding_box()["y"]
			for part in (".next", "h3", ".line")
		]
		assert tops == sorted(tops)
		if customer.called:
			desk.sees(zh("Called: connected"), ".customer-file .line").sees(
				"说下周来", ".customer-file .details"
			)
		assert customer.number[3:] not in page.content()
		desk.shot(f"customer-file-{role}")
	if customer.called:
		page.click(".customer-file [data-kind='Calls']")
		expect(page.locator(".customer-file .line > li")).to_have_count(1)


def ask(desk, kind, number):
	"""File a request in the form, as customer service does; gives its name."""
	page = desk.open("personal-data-request", "new-personal-data-request").page
	page.wait_for_function("cur_frm && cur_frm.doctype === 'Personal Data Request' && cur_frm.is_new()")
	desk.ready()
	page.evaluate("kind => cur_frm.set_value('kind', kind)", kind)
	page.fill('[data-fieldname="number_input"] input', number[3:])
	page.keyboard.press("Tab")
	page.wait_for_function("cur_frm.doc.number_input")
	page.evaluate("cur_frm.set_value('identity_proof', 'Called from This Number')")
	desk.save()
	return page.evaluate("cur_frm.docname")


def carried_out(site, page, request):
	"""Wait for the bench's worker, or do its work here."""
	until = time.monotonic() + (WORKER_SECONDS if os.environ.get("DIANJIAN_URL") else 0)
	while time.monotonic() < until:
		site.db.rollback()
		if site.db.get_value("Personal Data Request", request, "stage") == "Done":
			break
		time.sleep(0.5)
	site.db.rollback()
	request_execution.run(request, "zh")
	site.db.commit()
	page.evaluate("cur_frm.reload_doc()")
	page.wait_for_function("cur_frm.doc.stage === 'Done'")


@pytest.mark.req("R47")
def test_customer_service_files_it_and_the_manager_exports_then_erases(site, customer, desk_of):
	service, manager = desk_of(roles.SERVICE), desk_of(roles.MANAGER)
	request = ask(service, "Export", customer.number)
	assert customer.number[3:] not in service.page.content()
	expect(service.page.locator(".page-head button", has_text=zh("Approve"))).to_have_count(0)
	manager.open_form("Personal Data Request", request).sees(zh("What Is Held")).press("Approve").confirm()
	carried_out(site, manager.page, request)
	manager.sees(zh("Download Workbook")).shot("personal-data-exported")
	url = manager.page.evaluate("cur_frm.doc.export_zip")
	assert manager.page.evaluate("url => fetch(url).then(answer => answer.status)", url) == 200

	request = ask(service, "Erase", customer.number)
	manager.open_form("Personal Data Request", request).press("Approve").dialog().page.fill(
		".modal.show [data-fieldname='typed'] input", request
	)
	manager.shot("personal-data-erase")
	manager.page.click(".modal.show .btn-modal-primary")
	manager.ready()
	carried_out(site, manager.page, request)
	manager.sees(zh("Only figures without a name are still held.")).shot("personal-data-erased")
	assert customer.customer_name not in manager.page.content()
	assert not site.db.exists("File", {"file_url": url})
	file = desk_of(roles.AGENT).open("customer-file", customer.name)
	file.sees(zh("This customer's identity was erased on {0}; figures are left.", today()))
	assert customer.customer_name not in file.page.content()


@pytest.fixture
def period(site):
	"""A retention period that is as before at the end: who looked is taken away with the company."""
	yield "Uncalled Leads"
	site.db.rollback()
	nobody = {"previewed_by": None, "previewed_at": None, "previewed_days": 0, "would_go": 0, "enabled": 0}
	site.db.set_value("Retention Period", "Uncalled Leads", nobody)
	site.db.commit()


@pytest.mark.req("R47")
def test_the_administrator_looks_at_what_would_go_before_a_period_is_turned_on(
	site, company, desk_of, period
):
	old = a_lead(centre=company.centre)
	site.db.set_value("Call Lead", old.name, {"date": "2024-01-01", "creation": "2024-01-01 10:00:00"})
	site.db.commit()
	desk = desk_of(roles.ADMIN).open("retention-period")
	desk.sees(zh(period)).shot("retention-periods")
	desk.page.click(f".list-row a:has-text('{zh(period)}')")
	desk.ready().press("What Would Go")
	desk.sees(zh("Nothing was removed."), ".modal.show").sees(old.name, ".modal.show").shot(
		"retention-dry-run"
	)
	assert site.db.get_value("Call Lead", old.name, "customer_name") == old.customer_name
	desk.page.locator(".modal.show .btn-modal-close:visible").click()
	expect(desk.page.locator(".modal.show")).to_have_count(0)
	desk.page.wait_for_function("cur_frm.doc.previewed_at && !cur_frm.is_dirty()")
	desk.page.evaluate("cur_frm.set_value('enabled', 1)")
	count = desk.page.evaluate("cur_frm.doc.would_go")
	question = "From tonight on, {0} older than {1} days are deleted for good: {2} now. Turn it on?"
	desk.sees(zh(question, zh(period), 365, count), ".modal.show")
	desk.page.locator(
		".modal.show .btn-secondary:visible, .modal.show .btn-modal-secondary:visible"
	).first.click()
	desk.page.wait_for_function("!cur_frm.doc.enabled")
