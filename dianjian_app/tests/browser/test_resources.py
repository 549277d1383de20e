"""Resources come in as a workbook and go out to the agents (R6, R7)."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from dianjian_app import roles
from dianjian_app.tests.browser.company import SECOND_AGENT
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.resources import a_lead

DATA = Path(__file__).parents[1] / "data"
SAMPLE = DATA / "来电来访留电汇总.xlsx"
TOTALS = json.loads((DATA / "来电来访留电汇总.expected.json").read_text())["totals"]


@pytest.mark.req("R6")
def test_planning_uploads_a_workbook_and_sees_what_became_of_it(site, company, desk_of, work_queued_jobs):
	desk = desk_of(roles.PLANNING).open("lead-batch", "new-lead-batch")
	page = desk.page
	page.wait_for_function("centre => cur_frm && cur_frm.doc.centre === centre", arg=company.centre.name)
	page.evaluate("cur_frm.set_value('source', '近半年来电')")
	page.click('[data-fieldname="file"] .btn-attach')
	page.set_input_files(".modal.show input[type=file]", SAMPLE)
	page.click(".modal.show .btn-modal-primary")
	page.wait_for_function("cur_frm.doc.file && !cur_frm.is_new() && !cur_frm.is_dirty()")
	desk.ready()
	expect(page.locator(".lead-batch-sheet select").first).to_be_visible()
	desk.shot("batch-preview")
	batch = page.evaluate("cur_frm.docname")
	desk.press("Import").ready()
	work_queued_jobs("Lead Batch", batch)
	page.wait_for_function("cur_frm.reload_doc().then(() => cur_frm.doc.status === 'Imported')", polling=1000)
	told = "{0} new, {1} merged with customers who were there, {2} rejected."
	desk.sees(zh(told, TOTALS["new"], TOTALS["merged"], TOTALS["rejected"]))
	desk.shot("batch-imported")
	expect(page.locator(".page-head button", has_text=zh("Download Rejected Rows"))).to_be_visible()


@pytest.mark.req("R7")
def test_a_leader_hands_out_leads_to_the_groups_agents(site, company, desk_of):
	agents = [company.staff[roles.AGENT].name, company.staff[SECOND_AGENT].name]
	pool = [a_lead(group=company.group).name for _ in range(4)]
	site.db.commit()
	desk = desk_of(roles.LEADER).open("lead-allocation").shot("allocations")
	desk.press("Hand Out")
	page = desk.page
	desk.ready().shot("hand-out-empty")
	asked = page.locator(".modal.show input[data-agent]")
	expect(asked).to_have_count(len(agents))
	for agent in agents:
		page.fill(f'.modal.show input[data-agent="{agent}"]', "2")
	desk.sees(zh("{0} in all", 4), ".modal.show")
	desk.shot("hand-out")
	desk.confirm()
	expect(page.locator(".modal.show input[data-agent]")).to_have_count(0)
	desk.shot("handed-out")
	site.db.rollback()
	holders = site.get_all("Call Lead", filters={"name": ("in", pool)}, pluck="agent")
	assert sorted(holders) == sorted(agents * 2)
