"""Roster and month sheet on paper, as the leader prints them: A4 across, whole, with names and signs (R1, R33)."""

import io
import unicodedata

import pytest
from frappe.utils import add_days, getdate
from pypdf import PdfReader

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.people.period import Period
from dianjian_app.tests.browser.desk import zh
from dianjian_app.tests.builders.attendance import a_policy
from dianjian_app.tests.site.test_print_pictures import read

A4_ACROSS = (297, 210)
MM = 25.4 / 72


@pytest.fixture
def judged(site, company):
	"""The company has judged attendance since yesterday, and its agent has not come."""
	yesterday = getdate(add_days(getdate(), -1))
	policy = a_policy(company.centre, start=yesterday)
	day_results.refresh([company.staff[roles.AGENT].name], Period(yesterday, getdate()))
	site.db.commit()
	yield
	site.db.rollback()
	site.db.delete("Staff Day Result", {"centre": company.centre.name})
	site.db.delete("Punching Policy", {"name": policy.name})
	site.db.commit()


def on_paper(page) -> list:
	"""The pages of what the browser prints, in a font whose digits a PDF gives back."""
	page.add_style_tag(
		content="* { font-family: 'Noto Sans CJK SC' !important; font-feature-settings: normal !important; font-variant-numeric: normal !important; }"
	)
	return list(PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, print_background=True))).pages)


def squeezed(text: str) -> str:
	"""As `read` gives a page's text."""
	return "".join(unicodedata.normalize("NFKC", text).split())


def sizes(pages) -> set:
	return {tuple(round(float(side) * MM) for side in each.mediabox[2:]) for each in pages}


@pytest.mark.req("R1", "R33")
def test_the_roster_prints_on_one_page_with_its_legend(company, desk_of):
	agent = company.staff[roles.AGENT]
	desk = desk_of(roles.LEADER).open("roster-board")
	desk.page.wait_for_selector(f".roster-board tbody tr[data-staff='{agent.name}']")
	pages = on_paper(desk.ready().page)
	assert (len(pages), sizes(pages)) == (1, {A4_ACROSS})
	text = read(pages[0])
	month = desk.page.evaluate("frappe.pages['roster-board'].roster_board.board.month")
	for said in (company.group.group_name, month, agent.staff_name, "班", zh("Hours"), zh("Suspended")):
		assert squeezed(said) in text
	for of_screen in (zh("Set Shift"), zh("Excel")):
		assert squeezed(of_screen) not in text


@pytest.mark.req("R33")
def test_the_month_sheet_prints_with_legend_and_boxes_to_sign(company, desk_of, judged):
	agent = company.staff[roles.AGENT]
	desk = desk_of(roles.LEADER).open("query-report", "Attendance Month Sheet")
	desk.page.wait_for_function(
		"""agent => frappe.query_report?.report_name === 'Attendance Month Sheet'
			&& (frappe.query_report.data || []).some((row) => row.agent === agent)""",
		arg=agent.name,
	)
	desk.ready()
	with desk.page.expect_popup() as opened:
		desk.page.evaluate(
			"frappe.query_report.print_report({ orientation: 'Landscape', with_letter_head: 0 })"
		)
	paper = opened.value
	paper.wait_for_selector(".paper")
	pages = on_paper(paper)
	paper.close()
	assert sizes(pages) == {A4_ACROSS}
	text = "".join(read(each) for each in pages)
	signers = [zh(who) for who in ("Sales Group Leader", "Administration", "Department Manager")]
	for said in (zh("Attendance Month Sheet"), agent.staff_name, str(getdate())[:7], "√", *signers):
		assert squeezed(said) in text
	legend = desk.page.evaluate("$('<p>').html(dianjian.legend_of_sheet).text()")
	assert "√" in legend and squeezed(legend)[:10] in text
