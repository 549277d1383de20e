"""Resources come in as a workbook and go out to the agents (R6, R7)."""

import json
import re
from pathlib import Path

import pytest
from frappe.utils import add_days, getdate, today
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.company import SECOND_AGENT
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.incentives import a_line
from dianjian_app.tests.builders.resources import a_lead, a_number

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "来电来访留电汇总.xlsx"
TOTALS = json.loads((DATA / "来电来访留电汇总.expected.json").read_text())["totals"]


@pytest.mark.req("R6")
def test_planning_uploads_a_workbook_and_sees_what_became_of_it(site, company, desk_of, work_queued_jobs):
	desk = desk_of(roles.PLANNING).open("lead-batch", "new-lead-batch")
	page = desk.page
	page.wait_for_function("centre => cur_frm && cur_frm.doc.centre === centre", arg=company.centre.name)
	page.click('[data-fieldname="file"] .btn-attach')
	page.set_input_files(".modal.show input[type=file]", SAMPLE)
	page.click(".modal.show .btn-modal-primary")
	desk.sees(zh("Now choose the source: the columns of the workbook are then shown for you to check."))
	page.evaluate("cur_frm.set_value('source', '近半年来电')")
	page.wait_for_function("cur_frm.doc.file && !cur_frm.is_new() && !cur_frm.is_dirty()")
	desk.ready()
	expect(page.locator(".lead-batch-sheet select").first).to_be_visible()
	desk.shot("batch-preview")
	batch = page.evaluate("cur_frm.docname")
	site.db.rollback()
	assert not site.db.exists("File", {"attached_to_name": batch, "is_private": 0})
	desk.press("Import").ready()
	work_queued_jobs("Lead Batch", batch)
	page.wait_for_function("cur_frm.reload_doc().then(() => cur_frm.doc.status === 'Imported')", polling=1000)
	told = "{0} new, {1} merged with customers who were there, {2} rejected."
	desk.sees(zh(told, TOTALS["new"], TOTALS["merged"], TOTALS["rejected"]))
	desk.shot("batch-imported")
	expect(page.locator(".page-head button", has_text=zh("Download Rejected Rows"))).to_be_visible()
	desk.press("More").press("Undo the Whole Batch").confirm()
	page.wait_for_function("cur_frm.doc.status === 'Undone'")
	desk.ready().shot("batch-undone")
	site.db.rollback()
	assert not site.db.count("Call Lead", {"batch": batch})


@pytest.mark.req("R7")
def test_a_leader_shares_out_by_quota_and_the_agent_finds_the_customers(site, company, desk_of):
	agents = [company.staff[role].name for role in (roles.AGENT, SECOND_AGENT)]
	source = "陌拜"
	names = [a_lead(group=company.group, customer_name=f"待发放{n}", source=source).name for n in range(7)]
	a_lead(group=company.group)
	site.db.commit()
	page = desk_of(roles.LEADER).open("hand-out").page
	leader = desk_of(roles.LEADER)
	expect(page.locator(".agents input[data-agent]")).to_have_count(len(agents))
	leader.shot("hand-out")
	page.click(f'.pool tr:has-text("{source}")')
	leader.ready().sees(zh("In the pool: {0}", 7))
	page.select_option('[data-fieldname="way"] select', "Quota")
	page.fill('[data-fieldname="each"] input', "3")
	page.evaluate(
		"frappe.pages['hand-out'].hand_out.show_way()"
	)  # as when an answer comes while somebody is typing
	page.keyboard.press("Tab")
	for agent in agents:
		expect(page.locator(f'input[data-agent="{agent}"]')).to_have_value("3")
	page.fill(f'input[data-agent="{agents[1]}"]', "2")
	leader.sees(zh("{0} leads to {1} agents", 5, 2)).shot("hand-out-quota")
	leader.press("Preview").ready().shot("hand-out-preview")
	expect(page.locator(".modal.show .preview tbody tr")).to_have_count(2)
	site.db.rollback()
	assert not site.get_all("Call Lead", {"name": ("in", names), "agent": ("is", "set")})
	leader.confirm()
	expect(page.locator(".modal.show")).to_have_count(0)
	leader.sees(zh("In the pool: {0}", 2)).shot("handed-out")
	site.db.rollback()
	holders = site.get_all("Call Lead", {"name": ("in", names), "agent": ("is", "set")}, pluck="agent")
	assert sorted(holders) == sorted([agents[0]] * 3 + [agents[1]] * 2)
	agent = desk_of(roles.AGENT).open("my-calls")
	mine = site.get_all("Call Lead", {"name": ("in", names), "agent": agents[0]}, pluck="customer_name")
	for customer in mine:
		agent.sees(customer, ".list")
	agent.shot("handed-out-to-agent")


@pytest.mark.req("R7")
def test_leads_are_shared_by_performance_which_the_page_explains(site, company, desk_of):
	yesterday = getdate(add_days(today(), -1))
	a_line(company.staff[roles.AGENT], yesterday, connected=100, visits=3, presence=1, intention=5)
	a_line(company.staff[SECOND_AGENT], yesterday, connected=100, visits=0, presence=1, intention=3)
	for _ in range(25):
		a_lead(group=company.group)
	site.db.commit()
	leader = desk_of(roles.LEADER).open("hand-out")
	page = leader.page
	expect(page.locator(".agents input[data-agent]")).to_have_count(2)
	page.fill('[data-fieldname="total"] input', "25")
	page.keyboard.press("Tab")
	page.select_option('[data-fieldname="way"] select', "Performance")
	expect(page.locator(".why")).to_be_visible()
	number = page.locator("td", has_text=re.compile(r"^\s*21\s*$"))  # a name may hold these digits
	expect(page.locator(".why tbody tr").filter(has=number)).to_have_count(1)
	for role, points in ((roles.AGENT, 21), (SECOND_AGENT, 4)):
		expect(page.locator(f'input[data-agent="{company.staff[role].name}"]')).to_have_value(str(points))
	leader.shot("hand-out-performance")


@pytest.mark.req("R7")
def test_a_leader_opens_what_one_agent_holds(site, company, desk_of):
	first, second = (company.staff[role] for role in (roles.AGENT, SECOND_AGENT))
	for agent, name in ((first, "郑女士"), (second, "王先生"), (second, "冯先生")):
		a_lead(agent=agent, customer_name=name)
	site.db.commit()
	leader = desk_of(roles.LEADER).open("hand-out")
	held = leader.page.locator(f'a.held[data-agent="{first.name}"]')
	count = int(held.inner_text())
	held.click()
	leader.sees("郑女士", ".result").shot("held-by-one")
	expect(leader.page.locator(".result .list-row")).to_have_count(min(count, 20))
	expect(leader.page.locator(".result", has_text="王先生")).to_have_count(0)


@pytest.mark.req("R8")
def test_the_agenda_stands_in_the_agents_workspace_and_leads_to_the_customer(site, company, desk_of):
	agent = company.staff[roles.AGENT]
	promised = a_lead(agent=agent, customer_name="周先生", next_step="送户型图", next_step_date=today())
	a_lead(agent=agent, customer_name="吴女士", grade="B", due_on=today())
	site.db.commit()
	desk = desk_of(roles.AGENT).open("my-day")
	page = desk.page
	expect(page.locator(".shortcut-widget-box", has_text=zh("My Agenda"))).to_be_visible()
	# by its address: Frappe's charts complain when the desk leaves a workspace in place
	desk.open("call-lead", "view", "calendar", "default")
	for told in ("周先生", "吴女士"):
		expect(page.locator(".fc-event", has_text=told)).to_be_visible()
	desk.ready().shot("agenda")
	page.locator(".fc-event", has_text="周先生").click()
	page.wait_for_function("name => cur_frm && cur_frm.docname === name", arg=promised.name)


@pytest.mark.req("R5")
def test_the_front_desk_registers_a_call_in_a_few_fields(site, company, desk_of):
	number, holder = a_number()[3:], company.staff[SECOND_AGENT]
	a_lead(agent=holder, phone=f"+86{number}", customer_name="赵先生", agent_name=holder.staff_name)
	site.db.commit()
	front = desk_of(roles.FRONT_DESK).open("inbound-call")
	page = front.page
	front.shot("inbound-list")

	def type_number(text):
		page.click(".page-head .primary-action")
		expect(page.locator(".modal.show [data-fieldname=phone_input] input")).to_be_visible()
		front.dialog().ready()
		page.fill(".modal.show [data-fieldname=phone_input] input", text)
		page.keyboard.press("Tab")
		return page.locator(".modal.show .recognised")

	told = type_number(f"{number[:3]}-{number[3:7]} {number[7:]}")
	expect(told).to_contain_text(holder.staff_name)
	expect(told).to_contain_text(f"{number[:3]}****{number[7:]}")
	expect(told).not_to_contain_text("赵先生")
	front.shot("inbound-known")
	page.keyboard.press("Escape")
	expect(page.locator(".modal.show")).to_have_count(0)
	new = a_number()[3:]
	told = type_number(new)
	expect(told).to_contain_text(zh("A new customer."))
	page.fill(".modal.show [data-fieldname=customer_name] input", "钱女士")
	page.fill(".modal.show [data-fieldname=source] input", "近半年来电")
	page.keyboard.press("Tab")
	front.ready().shot("inbound-new")
	page.evaluate(
		"cur_list.refresh()"
	)  # a moment ago the list asked the same: it asks again once the call is there
	page.click(".modal.show .btn-primary:visible")
	expect(page.locator(".modal.show [data-fieldname=phone_input]")).to_have_count(0)
	front.ready().sees("钱女士", ".result").shot("inbound-registered")
	site.db.rollback()
	call = site.get_last_doc("Inbound Call", {"centre": company.centre.name})
	assert (call.customer_name, call.by_turn, call.phone_mask) == ("钱女士", 1, f"{new[:3]}****{new[7:]}")
	assert site.db.get_value("Call Lead", call.lead, ["agent", "status"]) == (call.agent, "Held")


@pytest.mark.req("R5")
def test_sources_stand_in_a_tree(company, desk_of):
	planning = desk_of(roles.PLANNING).open("channel-source", "view", "tree")
	expect(planning.page.locator(".tree-node").first).to_be_visible()
	planning.page.get_by_text(zh("Expand All"), exact=True).first.click()
	planning.sees("近半年来电", ".tree").shot("sources-tree")
