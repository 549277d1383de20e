"""The file of a deal: what it asks for, what is missing, by when and from whom; what of it is kept (R55)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app import roles
from dianjian_app.patches.v0_2 import give_centres_deal_papers
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.privacy.erase import erase
from dianjian_app.privacy.holdings import ERASED
from dianjian_app.service.time_line import lines_of
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_consultant, a_group, a_staff, an_agent
from dianjian_app.tests.builders.visits import Party, a_deal, a_manager, confirmed
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_reports import run
from dianjian_app.visits import deal_paper_reminders
from dianjian_app.visits import sales_deal_events as deals
from dianjian_app.visits.deal_files import ask_anew, file_of_deal
from dianjian_app.visits.deal_paper_list import DealPaperError

pytestmark = pytest.mark.req("R55")
FILE, REPORT = "Deal File", "Missing Deal Papers"
SUBSCRIPTION, IDENTITY, CONTRACT, INVOICE = "认购书", "购房人身份证明", "商品房买卖合同", "发票"


class Sold:
	"""A confirmed deal of today with the people around it."""

	def __init__(self):
		self.centre = a_centre()
		self.group = a_group(self.centre)
		self.assistant = a_staff(roles.ASSISTANT, group=self.group)
		self.group.reload()
		self.group.update({"assistant": self.assistant.name}).save()
		self.service, self.manager = (
			a_staff(roles.SERVICE, centre=self.centre),
			a_manager(self.centre.name),
		)
		self.party = Party(an_agent(self.group)).counted()
		self.consultant = self.party.consultant
		self.deal = confirmed(a_deal(self.party), self.manager)

	@property
	def file(self):
		return frappe.get_doc(FILE, {"deal": self.deal.name})

	def row(self, paper, file=None):
		return next(row for row in (file or self.file).papers if row.paper == paper)

	def write(self, by, papers=None, **fields):
		"""papers: {name of a paper: {field: value}}"""
		with as_user(by):
			file = self.file
			for paper, values in (papers or {}).items():
				self.row(paper, file).update(values)
			return file.update(fields).save()

	def bring(self, *papers, by=None):
		return self.write(by or self.consultant, {paper: {"received_on": today()} for paper in papers})

	def desk_of(self, person):
		wanted = {"for_user": person.user, "document_type": FILE, "document_name": self.file.name}
		return frappe.get_all("Notification Log", wanted, pluck="subject")


@made_once
def sold():
	return Sold()


def test_it_is_opened_with_the_deal_and_says_what_is_missing_by_when_and_from_whom(sold):
	file = sold.file
	assert (file.stage, file.missing, file.customer_name) == ("Open", 4, sold.deal.customer_name)
	assert [(row.paper, row.due_on, row.responsible) for row in file.papers] == [
		(SUBSCRIPTION, getdate(), sold.consultant.name),
		(IDENTITY, getdate(), sold.consultant.name),
		(CONTRACT, getdate(add_days(today(), 7)), sold.consultant.name),
		(INVOICE, getdate(add_days(today(), 30)), sold.assistant.name),
	]
	assert (file.due_on, file.consultant, file.centre) == (getdate(), sold.consultant.name, sold.centre.name)


def test_it_is_complete_when_every_required_paper_is_there_and_open_again_when_one_is_out(sold):
	sold.bring(SUBSCRIPTION, IDENTITY, CONTRACT)
	assert (sold.file.stage, sold.file.missing, sold.file.completed_on) == ("Open", 1, None)
	complete = sold.bring(INVOICE, by=sold.assistant)
	assert (complete.stage, complete.missing, complete.due_on, complete.completed_on) == (
		*("Complete", 0, None),
		getdate(),
	)
	assert sold.row(INVOICE).received_by == sold.assistant.user
	with pytest.raises(NotYourPartError):
		sold.write(sold.consultant, {CONTRACT: {"received_on": None}})
	reopened = sold.write(sold.service, {CONTRACT: {"received_on": None}})
	assert (reopened.stage, reopened.completed_on, sold.row(CONTRACT).received_by) == ("Open", None, None)


def test_open_files_follow_the_centres_list_and_complete_ones_stay(sold):
	centre = frappe.get_doc("Sales Centre", sold.centre.name)
	centre.append("deal_papers", {"paper": "贷款合同", "kind": "Contract", "required": 1, "within_days": 14})
	centre.save()
	assert ask_anew(centre.name) == []
	assert sold.row("贷款合同").due_on == getdate(add_days(today(), 14)) and sold.file.missing == 5
	sold.bring(SUBSCRIPTION, IDENTITY, CONTRACT, "贷款合同")
	sold.bring(INVOICE, by=sold.assistant)
	centre.append("deal_papers", {"paper": "维修资金收据", "kind": "Other", "required": 1})
	centre.save()
	ask_anew(centre.name)
	assert sold.file.stage == "Complete" and len(sold.file.papers) == 5


def test_a_centres_list_has_each_paper_once(sold):
	centre = frappe.get_doc("Sales Centre", sold.centre.name)
	centre.append("deal_papers", {"paper": f" {CONTRACT} ", "kind": "Contract"})
	with pytest.raises(DealPaperError, match=CONTRACT):
		centre.save()


def test_what_the_list_asks_for_stays_in_an_open_file(sold):
	with as_user(sold.service):
		file = sold.file
		file.papers = [row for row in file.papers if row.paper != CONTRACT]
		file.save()
	assert sold.row(CONTRACT).required and sold.file.missing == 4
	sold.write(sold.service, {CONTRACT: {"required": 0}})
	assert sold.row(CONTRACT).required


class TestIdentityPapers:
	@pytest.mark.parametrize(
		"values",
		[
			{"number": "120101199001011234"},
			{"scan": "/private/files/id.png"},
			{"remarks": "号码 12010119900101123X"},
			{"remarks": "１２０１０１１９９００１０１１２３４"},
			{"remarks": "E 1234 5678"},
		],
	)
	def test_only_that_they_are_there_is_kept(self, sold, values):
		values = {"received_on": today(), **values}
		with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
			sold.write(sold.service, {IDENTITY: values})
		assert not sold.row(IDENTITY).received_on

	def test_an_identity_paper_under_another_kind_is_one_again(self, sold):
		sold.write(sold.service, {IDENTITY: {"kind": "Other"}})
		assert sold.row(IDENTITY).kind == "Identity"

	def test_their_kind_is(self, sold):
		sold.write(sold.service, {IDENTITY: {"remarks": "护照", "received_on": today()}})
		assert sold.row(IDENTITY).remarks == "护照"


class TestWhoWrites:
	def test_the_consultant_brings_papers_and_changes_nothing_that_is_asked_for(self, sold):
		sold.write(sold.consultant, {CONTRACT: {"received_on": today(), "number": "HT-2026-001"}})
		for values in ({"due_on": add_days(today(), 90)}, {"responsible": sold.assistant.name}):
			with pytest.raises(NotYourPartError):
				sold.write(sold.consultant, {CONTRACT: values})
		with pytest.raises(NotYourPartError):
			sold.write(sold.consultant, archive_number="2026-001")

	def test_the_archive_number_is_given_once_at_a_centre(self, sold):
		sold.write(sold.assistant, archive_number=" 2026-001 ")
		assert sold.file.archive_number == "2026-001"
		other = confirmed(a_deal(sold.party, units=2, amount=2000000), sold.manager)
		with as_user(sold.service), pytest.raises(DealPaperError, match="2026-001"):
			frappe.get_doc(FILE, {"deal": other.name}).update({"archive_number": "2026-001"}).save()

	def test_what_was_sent_beside_is_not_believed(self, sold):
		sold.write(
			sold.service,
			{CONTRACT: {"received_by": sold.manager.user, "reminded_for": today()}},
			**{"stage": "Complete", "customer_name": "别人", "missing": 0, "completed_on": today()},
		)
		file = sold.file
		assert (file.stage, file.missing, file.customer_name) == ("Open", 4, sold.deal.customer_name)
		assert not sold.row(CONTRACT).received_by and not sold.row(CONTRACT).reminded_for

	def test_a_paper_of_tomorrow_and_a_person_of_another_centre_are_refused(self, sold):
		elsewhere = a_consultant(a_group())
		for values in ({"received_on": add_days(today(), 1)}, {"responsible": elsewhere.name}):
			with pytest.raises(DealPaperError):
				sold.write(sold.service, {CONTRACT: values})

	def test_nobody_makes_a_file_by_hand_and_nobody_deletes_one(self, sold):
		for person in (sold.service, sold.manager):
			with as_user(person), pytest.raises(frappe.PermissionError):
				frappe.get_doc(doctype=FILE, deal=sold.deal.name).insert()
		with pytest.raises(DealPaperError):
			frappe.get_doc(doctype=FILE, deal=sold.deal.name).insert()
		with pytest.raises(DealPaperError):
			sold.file.delete()

	def test_others_see_no_file(self, sold):
		neighbours = a_group(sold.centre)
		for person in (
			sold.party.agent,
			a_consultant(sold.group),
			a_staff(roles.ASSISTANT, group=neighbours),
		):
			with as_user(person):
				assert not frappe.has_permission(FILE, doc=sold.file)


class TestTheDealBehindIt:
	def test_a_correction_takes_the_file_over(self, sold):
		sold.bring(SUBSCRIPTION)
		name = sold.file.name
		with as_user(sold.manager):
			changed = deals.change(sold.deal.name, "面积有误")
		assert frappe.db.get_value(FILE, name, "stage") == "Cancelled"
		frappe.db.set_value("Sales Deal", changed, "amount", 1200000)
		confirmed(frappe.get_doc("Sales Deal", changed), sold.manager)
		file = frappe.get_doc(FILE, name)
		assert (file.deal, file.stage, file.missing) == (changed, "Open", 3)
		assert frappe.db.count(FILE, {"lead": sold.deal.lead}) == 1

	def test_a_cancelled_deal_waits_for_nothing(self, sold):
		with as_user(sold.manager):
			deals.cancel_deal(sold.deal.name, "退房")
		assert (sold.file.stage, sold.file.missing, sold.file.due_on) == ("Cancelled", 0, None)
		with pytest.raises(DealPaperError, match="cancelled"):
			sold.bring(CONTRACT, by=sold.service)
		deal_paper_reminders.remind_daily(getdate(add_days(today(), 60)))
		assert not sold.desk_of(sold.consultant)

	def test_a_deal_of_before_gets_its_file_once_by_who_keeps_files(self, sold):
		frappe.db.delete(FILE, {"deal": sold.deal.name})
		frappe.db.delete("Deal Paper", {"lead": sold.deal.lead})
		leader = sold.party.leader
		with as_user(leader), pytest.raises(DealPaperError):
			file_of_deal(sold.deal.name)
		with as_user(sold.assistant):
			assert file_of_deal(sold.deal.name) == file_of_deal(sold.deal.name) == sold.file.name
		with as_user(leader):
			assert file_of_deal(sold.deal.name) == sold.file.name
		with as_user(sold.party.agent), pytest.raises(frappe.PermissionError):
			file_of_deal(sold.deal.name)


class TestReminders:
	def remind(self, days):
		deal_paper_reminders.remind_daily(getdate(add_days(today(), days)))

	def test_who_brings_it_is_told_the_day_before_and_the_manager_once_it_is_late_each_once(self, sold):
		sold.bring(SUBSCRIPTION, IDENTITY)
		self.remind(5)
		assert not sold.desk_of(sold.consultant)
		for _ in range(2):
			self.remind(6)
		assert len(sold.desk_of(sold.consultant)) == 1 and CONTRACT in sold.desk_of(sold.consultant)[0]
		assert not sold.desk_of(sold.manager)
		for _ in range(2):
			self.remind(8)
		assert len(sold.desk_of(sold.manager)) == 1 and len(sold.desk_of(sold.consultant)) == 2

	def test_a_later_paper_is_told_of_though_an_earlier_one_is_still_missing(self, sold):
		self.remind(10)
		self.remind(31)
		assert any(INVOICE in words for words in sold.desk_of(sold.assistant))

	def test_for_another_day_it_is_told_again(self, sold):
		sold.bring(SUBSCRIPTION, IDENTITY)
		self.remind(8)
		sold.write(sold.service, {CONTRACT: {"due_on": add_days(today(), 20)}})
		self.remind(8)
		assert len(sold.desk_of(sold.manager)) == 1
		self.remind(21)
		assert len(sold.desk_of(sold.manager)) == 2

	def test_of_somebody_who_left_the_keepers_are_told(self, sold):
		sold.bring(SUBSCRIPTION, IDENTITY)
		frappe.db.set_value("Sales Staff", sold.consultant.name, "status", "Departed")
		self.remind(6)
		assert sold.desk_of(sold.service) and not sold.desk_of(sold.consultant)


def test_the_report_shows_what_is_missing_the_longest_overdue_first(sold):
	sold.bring(SUBSCRIPTION)
	sold.write(sold.service, {IDENTITY: {"due_on": add_days(today(), -3)}})
	rows, _answer = run(REPORT, sold.manager, centre=sold.centre.name)
	assert [(row["paper"], row["days_late"]) for row in rows] == [(IDENTITY, 3), (CONTRACT, 0), (INVOICE, 0)]
	assert rows[0]["responsible_name"] == sold.consultant.staff_name
	late, _answer = run(REPORT, sold.manager, centre=sold.centre.name, due="Overdue")
	assert [row["paper"] for row in late] == [IDENTITY]
	other = a_staff(roles.ASSISTANT, group=a_group(sold.centre))
	assert run(REPORT, other, centre=sold.centre.name)[0] == []


def test_a_paper_stands_on_the_customers_time_line_for_who_sees_the_file(sold):
	sold.bring(CONTRACT)
	with as_user(sold.manager):
		titles = [line["title"] for line in lines_of(sold.deal.lead) if line["kind"] == "Papers"]
	assert len(titles) == 1 and CONTRACT in titles[0]
	with as_user(sold.party.agent):
		assert not [line for line in lines_of(sold.deal.lead) if line["kind"] == "Papers"]


@pytest.mark.req("R47")
def test_an_erased_customers_file_keeps_what_came_when_and_nothing_else(sold):
	sold.write(
		sold.service,
		{CONTRACT: {"received_on": today(), "number": "HT-1", "remarks": "张先生自取"}},
		archive_number="2026-009",
	)
	erase([sold.deal.lead])
	file, row = sold.file, sold.row(CONTRACT)
	assert (file.customer_name, file.archive_number) == (ERASED, "2026-009")
	assert (row.number, row.remarks, row.received_on) == (None, ERASED, getdate())


def test_centres_of_before_get_a_list_and_keep_their_own(sold):
	bare = a_centre()
	frappe.db.delete("Required Deal Paper", {"parent": bare.name})
	own = frappe.get_doc("Sales Centre", sold.centre.name)
	own.deal_papers = own.deal_papers[:1]
	own.save()
	for _ in range(2):
		give_centres_deal_papers.execute()
	assert len(frappe.get_doc("Sales Centre", bare.name).deal_papers) == 4
	assert len(frappe.get_doc("Sales Centre", own.name).deal_papers) == 1
