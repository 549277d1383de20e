"""Numbers that come in workbooks, forms and texts count against the same limit as typed ones (R47, decision 73)."""

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.overrides.sms import CustomerTextError
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.resources.intake.import_job import run_import
from dianjian_app.resources.numbers import asking, caller_lookup, finding
from dianjian_app.service import lead_claim_events
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead, a_number
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.test_call_forms import back, downloaded, filled_in
from dianjian_app.tests.site.test_intake_site import a_workbook

pytestmark = pytest.mark.req("R47")
LIMIT = 6
SEND = "frappe.core.doctype.sms_settings.sms_settings.send_sms"


@pytest.fixture(autouse=True)
def limit(site):
	frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", LIMIT)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	yield
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")


def lines_of(user):
	return frappe.get_all(
		"Phone Reveal Log", {"user": user, "kind": "Search"}, pluck="refused", order_by="creation"
	)


def a_batch_of(planner, centre, numbers):
	rows = [[f"客户{n}", number[3:]] for n, number in enumerate(numbers)]
	with as_user(planner):
		return a_batch(centre, a_workbook(*rows, head=("客户", "手机")))


def test_a_workbook_of_a_few_numbers_counts_each_and_is_refused_beyond_the_limit():
	centre = a_centre()
	planner, known = a_staff(roles.PLANNING, centre=centre, user=True), a_number()
	a_lead(centre=centre, phone=known)
	first = a_batch_of(planner, centre, [known, *(a_number() for _ in range(LIMIT - 1))])
	with as_user(planner):
		counts = run_import(first.name)
	assert (counts.merged, lines_of(planner.user)) == (1, [0] * LIMIT)
	for guess in (known, a_number()):
		other = a_number()
		batch = a_batch_of(planner, centre, [other, guess])
		batch.db_set("status", "Queued")
		with as_user(planner):
			run_import(batch.name)
		batch.reload()
		assert (batch.status, batch.new_count or 0) == ("Failed", 0)
		assert str(LIMIT) in batch.error_message
		assert not frappe.db.exists("Lead Batch Row", {"batch": batch.name})
	assert sum(lines_of(planner.user)) > 0


def test_guesses_hidden_in_a_long_list_are_found():
	centre = a_centre()
	planner = a_staff(roles.PLANNING, centre=centre, user=True)
	tries = [f"+861380{n:03d}5678" for n in range(40)]
	batch = a_batch_of(planner, centre, [*(a_number() for _ in range(60)), *tries])
	with as_user(planner), pytest.raises(asking.NumberLimitError):
		import_batch(batch.name)
	with as_user(planner):
		counts = import_batch(a_batch_of(planner, centre, [a_number() for _ in range(60)]).name)
	assert counts.new == 60


def test_a_number_typed_into_a_form_counts_and_says_nothing_beyond_the_limit():
	group = a_group(a_centre())
	agent, mine = an_agent(group), a_number()
	a_lead(agent=agent, phone=mine)
	blank = downloaded(agent)
	texts = set()
	for at in range(LIMIT + 2):
		number = mine if at == LIMIT else a_number()
		form = filled_in(blank, {"B5": "张三", "C5": number[3:], "E5": "×"})
		with pytest.raises(frappe.ValidationError) as refusal:
			back(agent, form)
		if at >= LIMIT:
			texts.add(str(refusal.value))
			assert isinstance(refusal.value, asking.NumberLimitError)
	assert lines_of(agent.user) == [0] * LIMIT + [1, 1] and len(texts) == 1
	told = {"for_user": the_leader(group).user, "from_user": agent.user}
	assert frappe.db.count("Notification Log", told) == 1


def test_a_number_to_try_the_provider_with_counts():
	admin, known = a_user(roles.ADMIN).name, a_number()
	a_lead(phone=known)
	for _again in range(2):
		with pytest.raises(CustomerTextError):
			ask(admin, SEND, receiver_list=[known[3:]], msg="测试")
	assert lines_of(admin) == [0]
	for _number in range(LIMIT - 1):
		with pytest.raises((CustomerTextError, asking.NumberLimitError)):
			ask(admin, SEND, receiver_list=[known[3:], a_number()[3:]], msg="测试")
	with pytest.raises(asking.NumberLimitError):
		ask(admin, SEND, receiver_list=[a_number()[3:]], msg="测试")


@pytest.mark.req("R5")
def test_a_list_is_not_younger_for_a_day_that_is_typed():
	old, day = add_days(today(), -200), add_days(today(), -190)
	rows = [[old, "王一", a_number()[3:], "来电"], [add_days(today(), -10), "王二", a_number()[3:], "来电"]]
	workbook = a_workbook(*rows, head=("日期", "客户", "手机", "来源"))
	batch = a_batch(a_centre(), workbook, received_on=day)
	counts = import_batch(batch.name)
	assert (counts.new, counts.rejected) == (1, 1)


def test_as_many_look_ups_whether_somebody_else_has_a_number_or_nobody():
	frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", 100)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	group = a_group(a_centre())
	agent, theirs = an_agent(group), a_number()
	a_lead(agent=an_agent(group), phone=theirs)
	with as_user(agent):
		for look_up in (caller_lookup.recognise, finding.find_by_number):
			look_up(a_number())  # what is cached is cached
			assert statements(look_up, theirs) == statements(look_up, a_number()), look_up


def test_as_many_look_ups_for_a_claim_whether_a_number_is_in_the_pool_or_unknown():
	frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", 100)
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")
	group = a_group(a_centre())
	agent, free = an_agent(group), a_number()
	a_lead(group=group, phone=free)

	def claim(number):
		assert lead_claim_events.file_claim(number, "我先接的来电") == ""

	with as_user(agent):
		claim(a_number())  # what is cached is cached
		assert statements(claim, free) == statements(claim, a_number())


def statements(look_up, number) -> int:
	"""How many statements the database is asked, as it counts them itself."""
	before = _asked()
	look_up(number)
	return _asked() - before


def _asked() -> int:
	return int(frappe.db.sql("show session status like 'Questions'")[0][1])
