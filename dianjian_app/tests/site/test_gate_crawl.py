"""No raw number leaves the site by any door, and none lies in the database outside the vault (R47).

The crawl looks for every number that the vault holds. Its own eyes are tested: a number planted anywhere is found.
"""

import email
import email.policy

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.resources.numbers import vault
from dianjian_app.row_ownership import CHILD_TABLES
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people import a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.builders.visits import Party
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.gate_crawl import Crawl, numbers_in
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")


class World:
	"""Calls, a visit, an incoming call, comments and letters about them; the numbers and who looks at them."""

	def __init__(self):
		self.agent = agent = an_agent()
		group = frappe.get_doc("Sales Group", agent.sales_group)
		centre = frappe.get_doc("Sales Centre", agent.centre)
		self.numbers = [a_number() for _ in range(4)]
		self.said = self.numbers[3][3:]
		vault.store(self.numbers)
		self.lead, self.invited = (a_lead(agent=agent, phone=n) for n in self.numbers[:2])
		frappe.db.set_value("Call Lead", self.invited.name, "grade", "A")
		row = {"lead": self.lead.name, "connected": 1, "grade": "C", "remarks": f"打他妻子 {self.said}"}
		self.sheet = a_sheet(agent, rows=[row])
		handed_in(self.sheet, agent)
		self.party = Party(agent, lead=frappe.get_doc("Call Lead", self.invited.name)).contact()
		with as_user(agent):
			self.call = frappe.get_doc(
				doctype="Inbound Call",
				customer_name="来电客户",
				phone_input=self.numbers[2],
				remarks=f"回电 {self.said}",
				source="近半年来电",
				centre=agent.centre,
			).insert()
			doc = frappe.get_doc("Call Lead", self.lead.name)
			doc.remarks = f"另一个号 {self.said[:3]} {self.said[3:7]} {self.said[7:]}"
			doc.save()
			doc.add_comment("Comment", f"<b>改打</b> {self.said}")
		self.people = {
			roles.AGENT: agent.user,
			roles.LEADER: the_leader(group).user,
			roles.CONSULTANT: self.party.consultant.user,
			roles.FRONT_DESK: self.party.front_desk.user,
			roles.ASSISTANT: self._assistant(group).user,
			**{
				role: a_staff(role, centre=centre).user
				for role in (roles.PLANNING, roles.SERVICE, roles.MANAGER, roles.HR, roles.ADMINISTRATION)
			},
			roles.ADMIN: a_user(roles.ADMIN).name,
			roles.AUDITOR: a_user(roles.AUDITOR).name,
			"Administrator": "Administrator",
		}
		self._written_beside()

	def _assistant(self, group):
		assistant = a_staff(roles.ASSISTANT, group=group)
		group.reload()
		group.assistant = assistant.name
		group.save()
		return assistant

	def _written_beside(self):
		mails = {"email_id": "centre@test.example", "enable_outgoing": 1, "default_outgoing": 1}
		account = frappe.get_doc(doctype="Email Account", email_account_name="Outgoing of the Test", **mails)
		account.flags.ignore_validate = True  # no server: letters wait in the queue, and are looked at there
		account.insert()
		frappe.local.outgoing_email_account = {}
		about = {"reference_doctype": "Call Lead", "reference_name": self.lead.name}
		todo = {"reference_type": "Call Lead", "reference_name": self.lead.name}
		agent, text = self.agent.user, f"<p>请回 {self.said}</p>"
		for doc in (
			{"doctype": "ToDo", "description": text, "allocated_to": agent, **todo},
			{"doctype": "Communication", "subject": f"客户 {self.said}", "content": text, **about},
			{"doctype": "Note", "title": f"客户 {self.said}", "content": text, "public": 1},
			{
				"doctype": "Notification Log",
				"for_user": agent,
				"subject": f"客户 {self.said} 在等",
				"document_type": "Call Lead",
				"document_name": self.lead.name,
				"type": "Mention",
				"from_user": agent,
				"email_content": text,
			},
		):
			frappe.get_doc(doc).insert()
		sent = {"doctype": "Call Lead", "name": self.lead.name, "recipients": "boss@test.example"}
		make = "frappe.core.doctype.communication.email.make"
		ask("Administrator", make, **sent, subject=f"客户 {self.said}", content=text, send_email=1)


@pytest.fixture(autouse=True)
def nothing_is_kept(monkeypatch):
	"""Whichever door writes for good."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)


@made_once
def world():
	with pytest.MonkeyPatch.context() as patch:
		patch.setattr(frappe.db, "commit", lambda: None)
		return World()


def test_no_role_meets_a_raw_number_at_any_door(world):
	numbers = vault.numbers_of(frappe.get_all("Phone Vault", pluck="name")).values()
	assert set(world.numbers) <= set(numbers)
	doors = set()
	for role, user in world.people.items():
		crawl = Crawl(user).all()
		showing = {n: crawl.doors_showing(n) for n in numbers_in(crawl.text(), numbers)}
		assert not showing, (role, showing)
		doors |= {door for door, texts in crawl.answers.items() if "****" in "".join(texts)}
	assert {
		"list",
		"form",
		"REST",
		"report",
		"report's export",
		"CSV export",
		"Excel export",
		"print",
	} <= doors


def test_no_raw_number_lies_in_the_database_outside_the_vault(world):
	assert columns_with(world.numbers) == {"tabPhone Vault.phone_number"}
	frappe.db.set_value("Call Lead", world.lead.name, "remarks", f"x{world.said}y", update_modified=False)
	assert columns_with(world.numbers) == {"tabPhone Vault.phone_number", "tabCall Lead.remarks"}


def test_no_letter_carries_a_raw_number(world):
	said = letters()
	assert any("boss@test.example" in letter and "****" in letter for letter in said)
	assert not numbers_in("\n".join(said), world.numbers)


def letters() -> list[str]:
	"""What stands in each letter that waits to be sent, as its reader's program shows it."""
	found = []
	for letter in frappe.get_all("Email Queue", ["name", "message"]):
		message = email.message_from_string(letter.message, policy=email.policy.default)
		parts = [part.get_content() for part in message.walk() if part.get_content_maintype() == "text"]
		to = frappe.get_all("Email Queue Recipient", {"parent": letter.name}, pluck="recipient")
		found.append("\n".join([str(message["Subject"]), *parts, *to]))
	return found


def columns_with(numbers) -> set[str]:
	"""Where numbers lie: every text column of every table that has rows is looked through."""
	columns = frappe.db.sql(
		"""select table_name, column_name from information_schema.columns where table_schema = %s
		and data_type in ('varchar', 'char', 'text', 'mediumtext', 'longtext', 'tinytext', 'json')""",
		frappe.conf.db_name,
	)
	tables = {}
	for table, column in columns:
		tables.setdefault(table, []).append(column)
	pattern = "|".join(n[3:] for n in numbers)
	found = set()
	for table, names in tables.items():
		every = ", ".join(f"`{n}`" for n in names)
		query = f"select {every} from `{table}` where concat_ws('|', {every}) regexp %s"
		for row in frappe.db.sql(query, pattern):
			found |= {
				f"{table}.{n}" for n, v in zip(names, row, strict=True) if v and numbers_in(str(v), numbers)
			}
	return found


# where a number is put by force → doors at which the crawl must meet it
PLANTED = {
	("Call Lead", "phone_mask"): {
		"list",
		"form",
		"REST",
		"client list",
		"client document",
		"report",
		"CSV export",
	},
	("Call Lead", "customer_name"): {
		"link search",
		"title",
		"report in Excel",
		"Excel export",
		"data export",
	},
	("Call Lead", "remarks"): {"list", "form", "data import's export"},
	("Call Lead Number", "phone_mask"): {"child list", "form", "REST"},
	("Call Sheet Row", "remarks"): {"child list", "form", "REST", "print"},
	("Visit Confirmation", "remarks"): {"list", "form", "print"},
	("Inbound Call", "remarks"): {"list", "form"},
	("Comment", "content"): {"list", "form"},
	("Version", "data"): {"list", "form"},
	("ToDo", "description"): {"list", "form"},
	("Communication", "content"): {"list", "form"},
	("Note", "content"): {"list", "form"},
	("Notification Log", "subject"): {"list", "form"},
	("Phone Reveal Log", "reason"): {"list"},
}


def test_the_crawl_meets_a_number_wherever_one_is_put(world):
	planted = {}
	for (doctype, fieldname), doors in PLANTED.items():
		number = a_number()
		vault.store([number])
		name = frappe.get_all(doctype, order_by="creation desc", limit=1, pluck="name")
		if not name:
			doc = frappe.get_doc(doctype=doctype)
			doc.name = frappe.generate_hash(length=10)
			doc.db_insert()
			name = [doc.name]
		if doctype == "Call Lead":
			name = [world.invited.name]
		for one in name:
			frappe.db.set_value(doctype, one, fieldname, number[3:], update_modified=False)
		planted[doctype, fieldname] = (number, doors)
	crawl = Crawl("Administrator").all(
		{"Call Sheet", *(doctype for doctype, _field in PLANTED)} - CHILD_TABLES.keys()
	)
	unseen = {
		place: missing
		for place, (number, doors) in planted.items()
		if (missing := doors - crawl.doors_showing(number))
	}
	assert not unseen
