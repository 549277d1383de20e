"""Mailed reports: each recipient gets their own rows, through a real mail server, and failures are tried again (R46, R47)."""

import html
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, now_datetime, today

from dianjian_app import roles
from dianjian_app.framework_compat import desk_path
from dianjian_app.ledger import build
from dianjian_app.mailing import deliveries, report_mail
from dianjian_app.mailing.report_mail import RecipientError
from dianjian_app.people.period import Period
from dianjian_app.setup.seeds import mailing
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.receivers import a_mail_server
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_gate_limits import limit, log

LEDGER = "Daily Sales Call Ledger"


@pytest.fixture
def mail():
	"""A real SMTP server that the site's outgoing account points to; Frappe's own test switch is off."""
	with a_mail_server() as server:
		account = frappe.get_doc(
			doctype="Email Account",
			email_account_name="Outgoing of the Test",
			email_id="centre@test.example",
			smtp_server="127.0.0.1",
			smtp_port=server.port,
			enable_outgoing=1,
			default_outgoing=1,
			no_smtp_authentication=1,
			awaiting_password=0,
		)
		account.flags.ignore_validate = True
		account.insert()
		frappe.local.outgoing_email_account = {}
		# what others left in the queue is nobody's here
		frappe.db.delete("Email Queue", {"status": "Not Sent"})
		frappe.flags.mute_emails = False
		frappe.flags.in_test = False
		commit, frappe.db.commit = frappe.db.commit, lambda: None
		yield server
		frappe.db.commit = commit
		frappe.flags.in_test = frappe.flags.mute_emails = True


@made_once
def groups():
	"""Two groups of a centre with a line of yesterday each."""
	centre = a_centre()
	made = [a_group(centre), a_group(centre)]
	for group in made:
		an_agent(group)
	yesterday = frappe.utils.getdate(add_days(today(), -1))
	build.rebuild(centre.name, Period.day(yesterday))
	return made


def mails_of(report):
	"""Those in the queue; a report's name may have been another's before, whose mails were sent and stay."""
	return set(frappe.get_all("Email Queue", {"reference_name": report.name}, pluck="name"))


def a_report(*people, report=LEDGER, **fields):
	return frappe.get_doc(
		doctype="Auto Email Report",
		report=report,
		report_type="Script Report",
		user="Administrator",
		email_to="\n".join(address(p) for p in people),
		frequency="Daily",
		format="XLSX",
		**{
			"filters": json.dumps({"from_date": "yesterday", "to_date": "yesterday"}),
			"enabled": 1,
			"send_if_data": 0,
			**fields,
		},
	).insert()


def address(person):
	return frappe.db.get_value("User", person.user, "email")


def sent(server):
	"""Send what is queued; recipient → message."""
	for name in frappe.get_all("Email Queue", {"status": "Not Sent"}, pluck="name"):
		frappe.get_doc("Email Queue", name).send()
	return {recipients[0]: message for recipients, message in server.received}


def workbook_of(message):
	[part] = [p for p in message.iter_attachments() if p.get_filename()]
	return openpyxl.load_workbook(io.BytesIO(part.get_payload(decode=True))).active


def workbook_name(message):
	[part] = [p for p in message.iter_attachments() if p.get_filename()]
	return part.get_filename()


def link_of(message):
	"""What the mail's link back to the report asks it for."""
	[address] = re.findall(r"href=['\"]([^'\"]*query-report[^'\"]*)", text_of(message))
	return parse_qs(urlsplit(html.unescape(address)).query)


def text_of(message):
	return message.get_body(("html", "plain")).get_content()


@pytest.mark.req("R46", "R47")
def test_each_leader_is_mailed_the_lines_of_their_own_group(groups, mail):
	leaders = [the_leader(g) for g in groups]
	a_report(*leaders).send()
	messages = sent(mail)
	assert set(messages) == {address(leader) for leader in leaders}
	agents = [
		frappe.db.get_value("Sales Staff", {"sales_group": g.name, "position": roles.AGENT}, "staff_name")
		for g in groups
	]
	for leader, own, other in zip(leaders, agents, reversed(agents), strict=True):
		message = messages[address(leader)]
		told = {cell.value for row in workbook_of(message).iter_rows() for cell in row}
		assert own in told and other not in told
		assert own in text_of(message) and other not in text_of(message)
		assert desk_path("query-report", LEDGER) in text_of(message).replace(" ", "%20")


@pytest.mark.req("R46")
def test_by_the_clock_once_a_day_and_again_on_the_next(groups, mail, time_machine):
	report = a_report(the_leader(groups[0]))
	before = mails_of(report)
	report.send()
	report.send()
	assert len(mails_of(report) - before) == 1
	time_machine.move_to(f"{add_days(today(), 1)}T10:00:00+08:00")
	report.send()
	assert len(mails_of(report) - before) == 2


@pytest.mark.req("R46")
def test_nothing_to_send_is_said_or_not_sent_as_the_report_wants(groups, mail):
	filters = json.dumps({"from_date": "2020-01-01", "to_date": "2020-01-02"})
	leader, other = the_leader(groups[0]), the_leader(groups[1])
	frappe.db.set_value("User", leader.user, "language", "en")
	frappe.db.set_value("User", other.user, "language", "zh")
	a_report(leader, other, filters=filters).send()
	messages = sent(mail)
	message = messages[address(leader)]
	assert "nothing to report" in text_of(message)
	assert "没有可报告" in text_of(messages[address(other)])
	assert not list(message.iter_attachments())
	quiet = a_report(leader, filters=filters, send_if_data=1)
	before = mails_of(quiet)
	quiet.send()
	assert mails_of(quiet) == before
	assert frappe.db.get_value("Delivery Log", {"reference_name": quiet.name}, "status") == deliveries.NOTHING


@pytest.mark.req("R46")
def test_a_failure_is_shown_and_tried_again(groups, mail, monkeypatch):
	report = a_report(the_leader(groups[0]))
	run, before = report_mail.run_for, mails_of(report)
	monkeypatch.setattr(report_mail, "run_for", lambda *a: 1 / 0)
	report.send()
	line = frappe.get_doc("Delivery Log", {"reference_name": report.name})
	assert (line.status, line.tries) == (deliveries.FAILED, 1)
	assert "ZeroDivisionError" in line.error and line.try_again_at > now_datetime()
	assert frappe.session.user == "Administrator"
	monkeypatch.setattr(report_mail, "run_for", run)
	report_mail.deliver(line.name)
	assert frappe.db.get_value("Delivery Log", line.name, ["status", "tries"]) == (deliveries.QUEUED, 2)
	report_mail.deliver(line.name)
	assert len(mails_of(report) - before) == 1


@pytest.mark.req("R46")
def test_the_mail_that_failed_last_night_still_tells_of_the_day_it_was_made_for(groups, mail, time_machine):
	leader, monday = the_leader(groups[0]), frappe.utils.getdate()
	report = a_report(leader)
	frappe.db.set_value("User", leader.user, "enabled", 0)
	report.send()
	failed = frappe.get_doc("Delivery Log", {"reference_name": report.name})
	assert failed.status == deliveries.FAILED
	frappe.db.set_value("User", leader.user, "enabled", 1)
	time_machine.move_to(f"{add_days(monday, 1)}T00:20:00+08:00")
	report_mail.deliver(failed.name)
	first = sent(mail)[address(leader)]
	mail.received.clear()
	report.send()
	second = sent(mail)[address(leader)]
	told = [link_of(message) for message in (first, second)]
	assert [t["from_date"] for t in told] == [[str(add_days(monday, -1))], [str(monday)]]
	assert str(monday) in workbook_name(first) and frappe.utils.format_date(monday) in first["subject"]
	assert str(add_days(monday, 1)) in second.as_string()


@pytest.mark.req("R46")
@pytest.mark.parametrize(
	("report", "chosen", "made", "tried", "told"),
	[
		(
			"Weekly Centre Summary",
			{"week": "last"},
			"2026-11-29T23:50",
			"2026-11-30T00:20",
			{"week": "2026-11-22"},
		),
		(
			"Monthly Statistics Table",
			{"month": "last"},
			"2026-11-30T23:50",
			"2026-12-01T00:20",
			{"month": "2026-10"},
		),
		(
			"Monthly Statistics Table",
			{"month": "last"},
			"2026-12-31T23:50",
			"2027-01-01T00:20",
			{"month": "2026-11"},
		),
		(
			LEDGER,
			{
				"from_date_field": "from_date",
				"to_date_field": "to_date",
				"dynamic_date_period": "Weekly",
			},
			"2026-11-29T23:50",
			"2026-12-02T00:20",
			{"from_date": "2026-11-22", "to_date": "2026-11-29"},
		),
	],
)
def test_a_retry_over_the_border_of_a_week_or_month_tells_of_the_period_it_was_made_for(
	groups, mail, time_machine, report, chosen, made, tried, told
):
	leader = the_leader(groups[0])
	moving = {k: v for k, v in chosen.items() if k not in ("week", "month")}
	fields = moving or {"filters": json.dumps(chosen)}
	time_machine.move_to(f"{made}:00+08:00")
	wanted = a_report(leader, report=report, **fields)
	frappe.db.set_value("User", leader.user, "enabled", 0)
	wanted.send()
	failed = frappe.get_doc("Delivery Log", {"reference_name": wanted.name})
	assert failed.status == deliveries.FAILED
	frappe.db.set_value("User", leader.user, "enabled", 1)
	time_machine.move_to(f"{tried}:00+08:00")
	report_mail.deliver(failed.name)
	message = sent(mail)[address(leader)]
	link = link_of(message)
	assert {name: link[name] for name in told} == {name: [day] for name, day in told.items()}
	assert frappe.utils.format_date(made[:10]) in message["subject"]


@pytest.mark.req("R46")
@pytest.mark.parametrize(
	("period", "first"),
	[
		("Daily", "2026-03-30"),
		("Weekly", "2026-03-24"),
		("Monthly", "2026-02-28"),
		("Quarterly", "2025-12-31"),
		("Half Yearly", "2025-09-30"),
		("Yearly", "2025-03-31"),
	],
)
def test_a_moving_period_of_frappe_ends_on_the_day_of_the_mail(groups, period, first):
	moving = {"from_date_field": "from_date", "to_date_field": "to_date", "dynamic_date_period": period}
	report = a_report(the_leader(groups[0]), **moving)
	found = report_mail.filters_of(report, frappe.utils.getdate("2026-03-31"))
	assert (found["from_date"], found["to_date"]) == (first, "2026-03-31")


@pytest.mark.req("R47")
def test_a_mailed_report_counts_as_an_export_and_past_the_limit_comes_without_rows(groups, mail):
	leader = the_leader(groups[0])
	agent = frappe.db.get_value(
		"Sales Staff", {"sales_group": groups[0].name, "position": roles.AGENT}, "staff_name"
	)
	limit(export_limit_per_day=0)
	a_report(leader).send()
	message = sent(mail)[address(leader)]
	assert not list(message.iter_attachments()) and agent not in text_of(message)
	(line,) = log(leader.user, kind="Export")
	assert line.refused and line.reference_name == LEDGER


@pytest.mark.req("R47")
def test_recipients_are_users_who_may_open_the_report(groups):
	consultant = a_staff(roles.CONSULTANT, group=groups[0])
	for wrong in ("nobody@elsewhere.example", address(consultant)):
		with pytest.raises(RecipientError):
			frappe.get_doc(
				doctype="Auto Email Report",
				report=LEDGER,
				report_type="Script Report",
				user="Administrator",
				email_to=wrong,
				frequency="Daily",
				format="XLSX",
			).insert()
	report = a_report(the_leader(groups[0]))
	leader = the_leader(groups[0])
	frappe.db.set_value("User", leader.user, "enabled", 0)
	report.send()
	assert frappe.db.get_value("Delivery Log", {"reference_name": report.name}, "status") == deliveries.FAILED


@pytest.mark.req("R46")
def test_a_new_site_has_the_reports_switched_off_and_an_administrators_change_stays(groups):
	mailing.seed()
	seeded = frappe.get_all(
		"Auto Email Report", {"report": ("in", list(mailing.REPORTS))}, ["name", "enabled", "email_to"]
	)
	assert {r.enabled for r in seeded} == {0} and len(seeded) >= 3
	changed = frappe.get_doc("Auto Email Report", {"report": LEDGER})
	changed.update({"email_to": address(the_leader(groups[0])), "enabled": 1}).save()
	notice = frappe.get_doc("Notification", "Visit in an Hour")
	notice.update({"subject": "快来了", "enabled": 0}).save()
	mailing.seed()
	assert frappe.db.get_value("Auto Email Report", changed.name, "enabled") == 1
	assert frappe.db.get_value("Notification", notice.name, ["subject", "enabled"]) == ("快来了", 0)


@pytest.mark.req("R47")
def test_downloading_a_mailed_report_gives_the_downloaders_rows(groups):
	leader = the_leader(groups[0])
	report = a_report(leader, the_leader(groups[1]))
	with as_user(leader):
		content = frappe.get_doc("Auto Email Report", report.name).get_report_content()
	told = {
		cell.value for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows() for cell in row
	}
	other = frappe.db.get_value(
		"Sales Staff", {"sales_group": groups[1].name, "position": roles.AGENT}, "staff_name"
	)
	assert other not in told
