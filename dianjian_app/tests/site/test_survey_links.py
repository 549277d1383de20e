"""Surveys by a link that answers once, and by phone: who is asked, how, and what comes of it (R27, R42)."""

import json
from datetime import timedelta
from secrets import token_hex

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.calls import sms_send
from dianjian_app.incentives.metrics.metric import read_metrics
from dianjian_app.people.authority import AboutOneselfError
from dianjian_app.resources.numbers import vault
from dianjian_app.service import survey_rounds
from dianjian_app.service.customer_survey_events import SurveyError
from dianjian_app.service.survey_answers import AnswerError, SurveyClosedError
from dianjian_app.service.survey_link_events import SurveyLinkError, expire
from dianjian_app.service.survey_links import fingerprint
from dianjian_app.service.survey_template_events import SurveyTemplateError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_staff, the_leader
from dianjian_app.tests.builders.receivers import a_web_receiver
from dianjian_app.tests.builders.visits import Party, a_deal, confirmed
from dianjian_app.tests.hostile_texts import RUN, SHAPES
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R42")
OPEN, ANSWER = (f"dianjian_app.service.survey_answers.{name}" for name in ("open_link", "answer"))
GIVE = "dianjian_app.service.survey_links.give_by_hand"
GOOD = [{"number": 1, "score": 5}, {"number": 2, "score": 3}, {"number": 3, "text": "很好"}]


@made_once
def place():
	place = a_place(agents=2)
	place.service = a_staff(roles.SERVICE, centre=place.centre)
	place.party = Party(place.agent).counted()
	return place


@pytest.fixture(autouse=True)
def an_address(monkeypatch):
	"""Each test asks from an address of its own: the limit counts by it, in a store that outlives the run."""
	monkeypatch.setattr(frappe.local, "request_ip", f"2001:db8::{token_hex(2)}:{token_hex(2)}", raising=False)


def a_template(**fields):
	return frappe.get_doc(
		doctype="Survey Template",
		**{
			"template_name": f"问卷 {frappe.generate_hash(length=6)}",
			"wait_days": 0,
			"intro": "请评价",
			"intro_english": "Please tell us",
			"questions": [
				{"question": "总体满意吗？", "english": "All in all?", "kind": "Scale", "counts": 1},
				{"question": "接待满意吗？", "kind": "Scale", "required": 0},
				{"question": "还有什么？", "kind": "Text", "required": 0},
			],
			**fields,
		},
	).insert()


def links(place, **filters):
	found = frappe.get_all("Survey Link", {"centre": place.name, **filters}, pluck="name", order_by="name")
	return [frappe.get_doc("Survey Link", name) for name in found]


def asked(place, **fields):
	"""The link of the place's visit."""
	template = a_template(**fields)
	survey_rounds.ask_daily()
	[link] = links(place, template=template.name)
	return link


def token_of(place, link):
	return ask(place.service.user, GIVE, link=link.name).partition("#")[2]


def answered(token, answers=GOOD, **given):
	return ask("Guest", ANSWER, key=token, answers=answers, **given)


def surveys(place):
	names = frappe.get_all("Customer Survey", {"agent": place.agent.name}, pluck="name")
	return [frappe.get_doc("Customer Survey", name) for name in names]


def test_a_link_answers_once_without_a_login(place):
	token = token_of(place, asked(place))
	told = ask("Guest", OPEN, key=token)
	assert [q["kind"] for q in told["questions"]] == ["Scale", "Scale", "Text"] and told["visit"]
	assert answered(token) == {"taken": True}
	for again in (OPEN, ANSWER):
		with pytest.raises(SurveyClosedError):
			ask("Guest", again, key=token)
	[survey] = surveys(place)
	assert (survey.score, survey.channel, survey.visit, survey.asked_by) == (
		5,
		"Link",
		place.party.name,
		"Guest",
	)
	assert [(a.question, a.score) for a in survey.answers] == [("总体满意吗？", 5), ("接待满意吗？", 3)]
	assert survey.remarks == "还有什么？ 很好" and getdate(survey.date) == getdate()
	[link] = links(place)
	assert (link.status, link.survey, link.token_hash) == ("Answered", survey.name, None)


def test_the_token_is_stored_as_a_fingerprint_alone(place):
	link = asked(place)
	token = token_of(place, link)
	stored = json.dumps(frappe.get_doc("Survey Link", link.name).as_dict(), default=str)
	assert token not in stored and fingerprint(token) in stored and len(token) >= 24
	versions = frappe.get_all("Version", {"docname": link.name}, pluck="data")
	assert not any(token in (data or "") for data in versions)
	with as_user(place.service), pytest.raises((frappe.PermissionError, frappe.ValidationError)):
		frappe.get_list("Survey Link", fields=["token_hash"], filters={"token_hash": fingerprint(token)})


def test_a_page_of_questions_tells_nothing_of_anybody(place):
	link = asked(place)
	told = json.dumps(ask("Guest", OPEN, key=token_of(place, link)), ensure_ascii=False)
	for secret in (
		link.name,
		link.agent,
		link.agent_name,
		link.phone_mask,
		link.visit,
		link.lead,
		link.centre,
	):
		assert str(secret) not in told
	assert link.customer_name not in told


@pytest.mark.parametrize("key", ["", "guessed", None, "x" * 5000, "%", 0, True, ["a"], {"a": 1}])
def test_what_cannot_be_answered_is_told_alike(place, key):
	link = asked(place)
	token = token_of(place, link)
	said = set()
	for wrong in (key, token[:-1], token.swapcase()):
		for method, more in ((OPEN, {}), (ANSWER, {"answers": GOOD})):
			with pytest.raises(SurveyClosedError) as error:
				ask("Guest", method, key=wrong, **more)
			said.add(str(error.value))
	frappe.db.set_value("Survey Link", link.name, "expires_at", add_days(now_datetime(), -1))
	with pytest.raises(SurveyClosedError) as error:
		ask("Guest", OPEN, key=token)
	assert {str(error.value)} == said and not surveys(place)


def test_an_expired_link_opens_again_when_its_day_is_moved(place):
	link = asked(place)
	token = token_of(place, link)
	frappe.db.set_value("Survey Link", link.name, "expires_at", add_days(now_datetime(), -1))
	assert expire() >= 1 and frappe.db.get_value("Survey Link", link.name, "status") == "Expired"
	with as_user(place.service):
		doc = frappe.get_doc("Survey Link", link.name)
		doc.update({"expires_at": add_days(now_datetime(), 2), "by_hand": 0, "agent": place.agents[1].name})
		doc.save()
	doc.reload()
	assert (doc.status, doc.by_hand, doc.agent) == ("Open", 1, place.agent.name)
	assert answered(token) == {"taken": True}


@pytest.mark.parametrize(
	"answers",
	[
		[],
		"{}",
		"[",
		"null",
		[{"number": 1}],
		[{"number": 1, "score": 0}],
		[{"number": 1, "score": 6}],
		[{"number": 1, "score": 4.5}],
		[{"number": 1, "score": True}],
		[{"number": "1", "score": 5}],
		[{"number": 1, "score": "5 or 1=1"}],
		[{"number": 2, "score": 5}],
		[[1, 5]],
		[{"number": 1, "score": 5}] * 51,
	],
)
def test_no_answer_to_the_score_is_no_answer_and_the_link_stays_open(place, answers):
	token = token_of(place, asked(place))
	with pytest.raises(AnswerError):
		answered(token, answers)
	assert not surveys(place) and answered(token) == {"taken": True}


@pytest.mark.parametrize("text", [shape.format(RUN.format(1)) for shape in SHAPES])
def test_hostile_words_stay_words(place, text):
	from dianjian_app.tests.site.test_public_feedback import RUNS

	token = token_of(place, asked(place))
	answered(token, [{"number": 1, "score": 4}, {"number": 3, "text": text, "doctype": "User", "name": text}])
	assert not RUNS.search(surveys(place)[0].remarks or "")


def test_i_never_visited_is_told_to_the_manager_and_scored_by_nobody(place):
	token = token_of(place, asked(place))
	assert answered(token, [{"number": 3, "text": "没去过"}], never_visited=1) == {"taken": True}
	[link] = links(place)
	assert (link.never_visited, link.status, link.remarks, link.survey) == (
		1,
		"Answered",
		"还有什么？ 没去过",
		None,
	)
	assert not surveys(place)
	told = frappe.get_all("Notification Log", {"document_name": link.name}, pluck="for_user")
	assert place.manager.user in told and place.agent.user not in told
	found = {"link": link.name, "finding": "The Visit Was Real", "note": "有监控"}
	with pytest.raises(frappe.PermissionError):
		ask(place.service.user, "dianjian_app.service.survey_links.looked_at", **found)
	ask(place.manager.user, "dianjian_app.service.survey_links.looked_at", **found)
	link.reload()
	assert (link.finding, link.found_by) == ("The Visit Was Real", place.manager.user)


def test_by_phone_the_same_link_is_answered(place):
	link = asked(place)
	token = token_of(place, link)
	frappe.db.set_value("Survey Link", link.name, "sent_at", None)
	ask(
		place.service.user,
		"dianjian_app.service.survey_answers.answer_by_phone",
		link=link.name,
		answers=GOOD,
	)
	[survey] = surveys(place)
	assert (survey.channel, survey.by_hand, survey.asked_by) == ("Telephone", 0, place.service.user)
	with pytest.raises(SurveyClosedError):
		answered(token)
	with pytest.raises(SurveyLinkError):
		ask(place.service.user, GIVE, link=link.name)


def test_a_link_is_not_for_who_is_scored_nor_for_the_group(place):
	link = asked(place)
	leader = the_leader(place.group)
	for staff in (place.agent, place.agents[1], leader):
		if not staff.user:
			continue
		with pytest.raises(frappe.PermissionError):
			ask(staff.user, GIVE, link=link.name)
		with as_user(staff):
			assert not frappe.has_permission("Survey Link", "read", link.name)
	# somebody of customer service who belongs to the group, or who is scored
	frappe.db.set_value("Sales Staff", place.service.name, "sales_group", place.group.name)
	with pytest.raises(frappe.PermissionError):
		ask(place.service.user, GIVE, link=link.name)
	frappe.db.set_value("Sales Staff", place.service.name, "sales_group", None)
	frappe.db.set_value("Survey Link", link.name, "agent", place.service.name)
	with pytest.raises(AboutOneselfError):
		ask(place.service.user, GIVE, link=link.name)


def test_a_new_address_ends_the_one_before(place):
	link = asked(place)
	first, second = token_of(place, link), token_of(place, link)
	with pytest.raises(SurveyClosedError):
		answered(first)
	assert answered(second) == {"taken": True}


def test_who_is_asked_is_not_entered_and_stays(place):
	for user in (place.manager, place.service):
		with as_user(user), pytest.raises((SurveyLinkError, frappe.PermissionError)):
			frappe.get_doc(doctype="Survey Link", expires_at=now_datetime(), agent=place.agent.name).insert()
	with pytest.raises(SurveyLinkError):
		frappe.delete_doc("Survey Link", asked(place).name, force=True)


def test_nobody_writes_an_answer_by_a_link_in_a_form(place):
	from dianjian_app.tests.site.test_surveys import a_survey

	with pytest.raises(SurveyError):
		a_survey(place, channel="Link")
	forged = a_survey(
		place, by_hand=1, template=a_template(disabled=1).name, answers=[{"question": "x", "score": 5}]
	)
	assert (forged.by_hand, forged.template, forged.answers) == (0, None, [])
	answered(token_of(place, asked(place)), [{"number": 1, "score": 1}])
	theirs = next(survey for survey in surveys(place) if survey.channel == "Link")
	with as_user(place.service), pytest.raises(SurveyError):
		theirs.score = 5
		theirs.save()


# whom to ask


def test_run_twice_it_asks_once_and_never_within_the_quiet_days(place):
	first = a_template()
	assert survey_rounds.ask_daily()["asked"] >= 1
	survey_rounds.ask_daily()
	second = a_template(quiet_days=10)
	survey_rounds.ask_daily()
	assert len(links(place, template=first.name)) == 1 and not links(place, template=second.name)
	frappe.db.set_value("Survey Link", links(place)[0].name, "made_on", add_days(getdate(), -10))
	survey_rounds.ask_daily()
	assert len(links(place, template=second.name)) == 1


def test_who_refuses_calls_is_not_asked(place):
	vault.refuse_calls([place.party.visit.phone_hash], "不要打扰")
	template = a_template()
	survey_rounds.ask_daily()
	assert not links(place, template=template.name)


def test_a_disabled_survey_asks_nobody_and_a_later_one_waits(place):
	off, later = a_template(disabled=1), a_template(wait_days=1)
	survey_rounds.ask_daily()
	assert not links(place, template=off.name) and not links(place, template=later.name)


def test_the_lot_falls_on_about_its_share_and_always_alike(place):
	template = a_template(share=30)
	drawn = [n for n in range(1000) if survey_rounds._is_drawn(template, f"V-{n}")]
	assert 240 <= len(drawn) <= 360
	assert drawn == [n for n in range(1000) if survey_rounds._is_drawn(template, f"V-{n}")]
	everybody = a_template(share=100)
	assert all(survey_rounds._is_drawn(everybody, f"V-{n}") for n in range(100))


@pytest.mark.parametrize("about", ["Telesales Agent", "Sales Consultant"])
def test_after_a_deal_its_agent_or_its_consultant_is_scored(place, about):
	deal = confirmed(a_deal(place.party), place.manager)
	template = a_template(asked_after="Deal", about=about)
	survey_rounds.ask_daily()
	[link] = links(place, template=template.name)
	scored = place.agent.name if about == "Telesales Agent" else place.party.consultant.name
	assert (link.deal, link.agent, link.lead) == (deal.name, scored, place.party.lead.name)


def test_after_a_complaint_its_solver_is_scored(place):
	from dianjian_app.tests.site.test_surveys import a_complaint, act, closed

	complaint = act(place.service, a_complaint(place, lead=place.party.lead.name), "Start")
	filled = {"category": "其他", "cause": "口误", "solution": "更正", "solved_by": place.agents[1].name}
	complaint = closed(place.manager, act(place.service, complaint, "Solve", **filled))
	template = a_template(asked_after="Complaint")
	survey_rounds.ask_daily()
	[link] = links(place, template=template.name)
	assert (link.complaint, link.agent, link.visit) == (complaint.name, place.agents[1].name, None)
	token = token_of(place, link)
	assert not ask("Guest", OPEN, key=token)["visit"]
	with pytest.raises(AnswerError):  # there is no visit to deny
		answered(token, [], never_visited=1)


def test_on_a_schedule_a_customer_is_asked_again_after_its_days(place):
	template = a_template(asked_after="Schedule", wait_days=30, quiet_days=0)
	survey_rounds.ask_daily()
	assert not links(place, template=template.name)
	long_ago = now_datetime() - timedelta(days=31)
	frappe.db.set_value("Visit Confirmation", place.party.name, "signed_at", long_ago)
	for _again in range(2):
		survey_rounds.ask_daily()
	[link] = links(place, template=template.name)
	assert link.lead == place.party.lead.name
	frappe.db.set_value(
		"Survey Link", link.name, {"made_on": add_days(getdate(), -31), "source_key": "earlier"}
	)
	survey_rounds.ask_daily()
	assert len(links(place, template=template.name)) == 2


@pytest.mark.parametrize(
	"wrong",
	[
		{"questions": [{"question": "x", "kind": "Scale"}]},
		{"questions": [{"question": "x", "kind": "Text", "counts": 1}]},
		{"questions": [{"question": "x", "kind": "Scale", "counts": 1}] * 2},
		{"share": 0},
		{"share": 101},
		{"valid_days": 0},
		{"asked_after": "Schedule", "wait_days": 1},
		{"by_text": 1, "text": "请评价"},
		{"by_text": 1, "text": "{link} {link}"},
		{"by_text": 1, "text": "{link} {phone}"},
	],
)
def test_a_survey_that_cannot_be_asked_is_refused(wrong):
	with pytest.raises(SurveyTemplateError):
		a_template(**wrong)


# by a text


@pytest.fixture
def provider():
	with a_web_receiver(answer={"id": "P-1"}) as server:
		frappe.get_doc("SMS Settings").update(
			{
				"sms_gateway_url": f"{server.url}/send",
				"message_parameter": "content",
				"receiver_parameter": "mobile",
				"use_post": 1,
			}
		).save()
		yield server
		frappe.clear_document_cache("SMS Settings", "SMS Settings")


def texted(place, monkeypatch):
	"""The message of a link, sent by the app's queue."""
	monkeypatch.setattr(frappe, "enqueue", lambda method, **k: None)
	link = asked(place, by_text=1, text="【{company}】请评分 {link} 退订回T")
	sms_send.send_due()
	sms_send.send(link.message)
	return link


def test_the_text_has_the_link_and_nothing_of_the_site_keeps_it(place, provider, monkeypatch):
	from urllib.parse import parse_qs

	link = texted(place, monkeypatch)
	[(_path, _headers, body)] = provider.received
	text = parse_qs(body)["content"][0]
	token = text.partition("#")[2].split()[0]
	message = frappe.get_doc("Message Log", link.message)
	assert message.status == "Sent" and token not in json.dumps(message.as_dict(), default=str)
	assert (message.agent, message.sales_group) == (None, None)
	with as_user(place.agent):
		assert not frappe.get_list("Message Log", {"name": message.name})
	assert answered(token) == {"taken": True}
	assert surveys(place)[0].by_hand == 0


def test_a_customer_who_has_answered_gets_no_text(place, provider, monkeypatch):
	monkeypatch.setattr(frappe, "enqueue", lambda method, **k: None)
	link = asked(place, by_text=1, text="请评分 {link}")
	ask(
		place.service.user,
		"dianjian_app.service.survey_answers.answer_by_phone",
		link=link.name,
		answers=GOOD,
	)
	sms_send.send_due()
	sms_send.send(link.message)
	assert not provider.received
	assert frappe.db.get_value("Message Log", link.message, "status") == "Skipped"


def test_without_a_provider_nothing_is_sent_and_the_link_waits_for_a_call(place):
	link = asked(place, by_text=1, text="请评分 {link}")
	assert (link.message, link.sent_at, link.status) == (None, None, "Open")


def test_results_by_question_are_the_readers_own(place):
	from dianjian_app.dianjian_app.report.survey_results.survey_results import execute

	link = asked(place)
	answered(token_of(place, link))
	days = {"from_date": getdate(), "to_date": getdate(), "template": link.template}
	with as_user(place.manager):
		[first, second] = execute(days)[1]
		assert execute({**days, "count": "Without Links Given by Hand"})[1] == []
	assert sorted((row["question"], row["mean"], row["by_hand"]) for row in (first, second)) == [
		("总体满意吗？", 5, 1),
		("接待满意吗？", 3, 1),
	]
	with as_user(a_place(agents=1).manager):
		assert execute(days)[1] == []


@pytest.mark.req("R27")
def test_the_metric_says_whether_links_given_by_hand_count(place):
	answered(token_of(place, asked(place)), [{"number": 1, "score": 1}])
	with as_user(place.service):
		frappe.get_doc(
			doctype="Customer Survey", agent=place.agent.name, score=5, date=getdate(), channel="Telephone"
		).insert()
	names = ("满意度", "满意度（不含人工发送）")
	assert set(read_metrics(names)[0]) == set(names)
	means = {}
	for name in names:
		filters = json.loads(frappe.db.get_value("Incentive Metric", name, "filters_json"))
		rows = frappe.get_all(
			"Customer Survey",
			[*filters, ["agent", "=", place.agent.name]],
			pluck="score",
			limit_page_length=0,
		)
		means[name] = sum(rows) / len(rows)
	assert means == {"满意度": 3, "满意度（不含人工发送）": 5}
