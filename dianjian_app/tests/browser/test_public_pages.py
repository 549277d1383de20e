"""The pages that customers open on a phone, without a login, in Chinese and in English (R41, R42, R48)."""

import os
from datetime import timedelta
from pathlib import Path

import pytest
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.service import survey_links
from dianjian_app.tests.browser.desk import PATIENCE, zh

NARROW = {"width": 390, "height": 844}


@pytest.fixture
def phone(browser, desk_url):
	"""phone(locale) → a page of a stranger's phone. At the end its console has not complained."""
	opened, problems = [], []

	def page(locale="zh-CN"):
		context = browser.new_context(
			viewport=NARROW, locale=locale, base_url=desk_url, has_touch=True, is_mobile=True
		)
		opened.append(context)
		window = context.new_page()
		window.set_default_timeout(PATIENCE)
		window.on("console", lambda m: m.type == "error" and problems.append(m.text))
		window.on("pageerror", lambda error: problems.append(str(error)))
		return window

	yield page
	for context in opened:
		context.close()
	# a refusal stands in the console, whoever reads it
	assert not [p for p in problems if not any(code in p for code in ("403", "417"))]


def shot(page, name):
	"""A picture of the page, where DIANJIAN_SHOTS names a folder; and the page is no wider than the phone."""
	assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
	if folder := os.environ.get("DIANJIAN_SHOTS"):
		page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@pytest.fixture
def form(site, company):
	"""The key of the centre's public form."""
	centre = site.get_doc("Sales Centre", company.centre.name)
	centre.public_feedback = 1
	centre.save()
	site.db.commit()
	yield centre.feedback_key
	site.db.rollback()
	site.db.delete("Customer Complaint", {"centre": company.centre.name, "by_public_form": 1})
	site.db.set_value("Sales Centre", company.centre.name, {"public_feedback": 0, "feedback_key": None})
	site.db.commit()


@pytest.mark.req("R41", "R48")
def test_a_customer_complains_from_a_phone(site, company, form, phone):
	page = phone()
	page.goto(f"/customer-feedback#{form}")
	page.check("input[value=Suggestion]")
	page.fill("[name=said]", "停车场请加指示牌")
	page.fill("[name=name]", "王女士")
	shot(page, "feedback-zh")
	page.click("button[type=submit]")
	page.get_by_text(zh("Thank you. It has arrived, and somebody takes care of it.")).wait_for()
	shot(page, "feedback-done")
	site.db.rollback()
	found = site.get_all(
		"Customer Complaint", {"centre": company.centre.name, "by_public_form": 1}, ["kind", "complaint"]
	)
	assert found == [{"kind": "Suggestion", "complaint": "停车场请加指示牌"}]


@pytest.mark.req("R41", "R48")
def test_the_page_reads_english_and_an_unknown_address_is_closed(form, phone):
	page = phone("en-GB")
	page.goto("/customer-feedback#guessed")
	page.get_by_role("heading", name="Write to Us").wait_for()
	page.fill("[name=said]", "The queue was long")
	page.click("button[type=submit]")
	page.get_by_text("Nothing can be written by this address.").wait_for()
	shot(page, "feedback-closed-en")
	page.click("[data-lang-link=zh]")
	page.get_by_role("heading", name=zh("Write to Us")).wait_for()
	assert page.evaluate("location.hash") == "#guessed"


@pytest.fixture
def link(site, company):
	"""The token of a survey's link about the company's agent."""
	template = site.get_doc(
		doctype="Survey Template",
		template_name="手机问卷",
		disabled=1,
		intro="感谢您到访，请用一分钟告诉我们您的感受。",
		intro_english="Thank you for your visit.",
		questions=[
			{
				"question": "您对接待人员满意吗？",
				"english": "Are you satisfied?",
				"kind": "Scale",
				"counts": 1,
			},
			{
				"question": "您还有什么想告诉我们的？",
				"english": "Anything else?",
				"kind": "Text",
				"required": 0,
			},
		],
	).insert()
	agent = company.staff[roles.AGENT]
	row = site.get_doc(
		doctype="Survey Link",
		template=template.name,
		status="Open",
		agent=agent.name,
		agent_name=agent.staff_name,
		centre=company.centre.name,
		made_on=now_datetime().date(),
		expires_at=now_datetime() + timedelta(days=1),
	)
	row.flags.by_the_app = True
	row.insert()
	token = survey_links.new_address(row.name, by_hand=False).partition("#")[2]
	site.db.commit()
	yield row.name, token
	site.db.rollback()
	site.db.delete("Survey Answer", {"parenttype": "Customer Survey"})
	site.db.delete("Customer Survey", {"template": template.name})
	site.db.delete("Survey Link", {"template": template.name})
	site.delete_doc("Survey Template", template.name, force=True)
	site.db.commit()


@pytest.mark.req("R42", "R48")
def test_a_customer_answers_a_survey_on_a_phone_once(site, link, phone):
	name, token = link
	page = phone()
	page.goto(f"/customer-survey#{token}")
	page.get_by_text("感谢您到访，请用一分钟告诉我们您的感受。").wait_for()
	page.click("button[type=submit]")
	page.get_by_text(zh("Please answer: {0}", "您对接待人员满意吗？")).wait_for()
	page.check("input[value='5']")
	page.fill("textarea", "接待很好")
	shot(page, "survey-zh")
	page.click("button[type=submit]")
	page.get_by_text(zh("Thank you for your answer.")).wait_for()
	site.db.rollback()
	survey = site.get_doc("Customer Survey", site.db.get_value("Survey Link", name, "survey"))
	assert (survey.score, survey.channel, survey.remarks) == (5, "Link", "您还有什么想告诉我们的？ 接待很好")
	again = phone("en-GB")
	again.goto(f"/customer-survey#{token}")
	again.get_by_text("This link is closed: it was answered, or its time is over.").wait_for()
	assert not again.locator("form").is_visible()
	shot(again, "survey-closed-en")
