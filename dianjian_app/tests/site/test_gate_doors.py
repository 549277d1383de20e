"""Side doors to a number: files, comments and letters, probing questions, shares; and the vault's own script (R47)."""

import json

import frappe
import pytest
from frappe.desk.form import assign_to
from frappe.utils.file_manager import save_file

from dianjian_app import framework_compat, permissions, roles
from dianjian_app.overrides.secret_fields import SecretFieldError
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.reveal import reveal_number
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead, a_number
from dianjian_app.tests.site.asking import ask, downloads, refused
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.report_world import every_report

pytestmark = pytest.mark.req("R47")
LIST = "frappe.client.get_list"
VIEW = "frappe.desk.reportview.get"


@made_once
def group():
	return a_group(a_centre())


@made_once
def agent(group):
	return an_agent(group)


# files


@made_once
def workbook(group):
	"""A planner's batch with its workbook; gives the planner, the File and who else reads the batch."""
	centre = frappe.get_doc("Sales Centre", group.centre)
	planner, other = (a_staff(roles.PLANNING, centre=centre) for _ in range(2))
	with as_user(planner):
		batch = a_batch(centre, content=b"name,phone\nx,13800000201\n", filename="numbers.csv")
	readers = [other.user, a_staff(roles.MANAGER, centre=centre).user, a_user(roles.AUDITOR).name]
	return planner.user, frappe.get_doc("File", {"file_url": batch.file}), batch, readers


def test_a_workbook_of_resources_comes_back_to_who_brought_it_alone(workbook):
	planner, file, batch, readers = workbook
	assert downloads(planner, file)
	for reader in readers:
		assert ask(reader, "frappe.client.get", doctype="Lead Batch", name=batch.name)
		assert not downloads(reader, file), reader
		assert refused(reader, "frappe.core.api.file.zip_files", files=[file.name]), reader
		assert refused(reader, "frappe.client.get", doctype="File", name=file.name), reader
	ask(planner, "frappe.core.api.file.zip_files", files=[file.name])


@pytest.mark.parametrize(
	"spelled",
	["{}", "/private/files/./{}", "/private/files/%6e{}", "/private//files/{}", "//private/files/{}"],
)
def test_no_second_file_leads_around_the_gate(workbook, spelled):
	_planner, file, batch, readers = workbook
	name = file.file_url.rsplit("/", 1)[1]
	url = spelled.format(file.file_url if spelled == "{}" else name[1:] if "%6e" in spelled else name)
	for reader in readers:
		copy = {"doctype": "File", "file_url": url, "is_private": 1, "file_name": "copy.csv"}
		with as_user(reader):
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc(copy).insert(ignore_permissions=True)
			own = save_file("own.txt", f"of {reader}".encode(), None, None, is_private=1)
			own.file_url = url
			with pytest.raises(frappe.PermissionError):
				own.save(ignore_permissions=True)
		assert not downloads(reader, file)
	assert batch.file == file.file_url


def test_files_of_others_are_not_zipped_either(agent):
	with as_user(agent):
		own = save_file("own.txt", b"mine", None, None, is_private=1)
	assert refused(an_agent().user, "frappe.core.api.file.zip_files", files=[own.name])


# what people write


def test_a_number_in_a_comment_or_an_assignment_is_masked(agent):
	lead, typed = a_lead(agent=agent), a_number()[3:]
	comment = ask(
		agent.user,
		"frappe.desk.form.utils.add_comment",
		reference_doctype="Call Lead",
		reference_name=lead.name,
		content=f'<p data-id="{typed}">改打 {typed[:3]}-{typed[3:7]}-{typed[7:]}</p>',
		comment_email=agent.user,
		comment_by="x",
	)
	said = frappe.db.get_value("Comment", comment.name, "content")
	assert f"改打 {typed[:3]}****{typed[-4:]}" in said
	with as_user(agent):
		assign_to.add(
			{
				"assign_to": [agent.user],
				"doctype": "Call Lead",
				"name": lead.name,
				"description": f"回 {typed}",
			}
		)
	(todo,) = frappe.get_all("ToDo", {"reference_name": lead.name}, pluck="description")
	assert typed not in todo and "****" in todo


def test_elsewhere_customers_numbers_are_masked_and_a_shops_number_stays():
	customer, shop = a_number(), a_number()
	vault.store([customer])
	note = frappe.get_doc(
		doctype="Note", title="会议", content=f"<p>店 {shop[3:]}</p><p>客 {customer[3:]}</p>"
	).insert()
	assert shop[3:] in note.content and customer[3:] not in note.content


# probing


def hidden_field_error() -> type[Exception]:
	"""What naming a hidden column raises: version 16 refuses by the field's own level before the app looks."""
	return frappe.PermissionError if framework_compat.has_sidebars() else SecretFieldError


def test_questions_about_a_full_number_find_nothing(agent):
	number = a_number()
	lead, national = a_lead(agent=agent, phone=number, customer_name="无数字的客户"), number[3:]
	ask_for = {"doctype": "Call Lead", "fields": ["name"], "limit_page_length": 5}
	for asked in (national, number, f"%{national[3:7]}%", f"{national[:7]}%"):
		for fieldname in ("phone_mask", "customer_name"):
			found = ask(agent.user, LIST, **ask_for, filters=[["Call Lead", fieldname, "like", asked]])
			assert not found, (asked, fieldname)
		with pytest.raises(hidden_field_error()):
			ask(agent.user, LIST, **ask_for, filters=[["Call Lead", "phone_hash", "like", asked]])
		child = [["Call Lead Number", "phone_mask", "like", asked]]
		assert not ask(agent.user, LIST, **ask_for, filters=child), asked
	for method, form in (
		("frappe.desk.search.search_link", {"doctype": "Call Lead", "txt": national}),
		("frappe.desk.search.search_widget", {"doctype": "Call Lead", "txt": national}),
		("frappe.utils.global_search.search", {"text": national}),
	):
		assert lead.name not in json.dumps(ask(agent.user, method, **form), default=str), method


@pytest.mark.parametrize(
	"probe",
	[
		{"filters": [["Phone Vault", "phone_number", "like", "+86135%"]]},
		{"or_filters": [["Phone Vault", "phone_number", "like", "+86135%"]]},
		{"fields": ["`tabPhone Vault`.phone_number"]},
		{"fields": ["(select phone_number from `tabPhone Vault` limit 1) as x"]},
		{"order_by": "`tabPhone Vault`.phone_number asc"},
		{"order_by": "(select phone_number from `tabPhone Vault` limit 1)"},
		{"group_by": "`tabPhone Vault`.phone_number"},
		{"fields": ["phone_hash.phone_number"]},
	],
)
def test_no_part_of_a_query_reaches_into_the_vault(agent, probe):
	number = a_number()
	a_lead(agent=agent, phone=number)
	for method in (VIEW,) if "group_by" in probe else (LIST, VIEW):  # get_list does not group
		form = {"doctype": "Call Lead", "fields": ["name"], **probe}
		try:
			answer = ask(agent.user, method, **form)
		except Exception as refusal:  # refused by Frappe or by the database: no answer
			answer = type(refusal).__name__
		assert number[3:] not in json.dumps(answer, default=str), method
		assert not isinstance(answer, list | dict), (method, answer)


@pytest.mark.parametrize("field", ["phone_number", "customer_name", "lead", "source", "sales_group"])
def test_a_report_answers_the_same_whether_a_number_is_right_or_wrong(agent, group, field):
	right, wrong = a_number(), a_number()
	a_lead(agent=agent, phone=right, grade="A")
	reader, told = the_leader(group).user, 0
	probe = "' or exists (select 1 from `tabPhone Vault` where phone_number = '{}') or '1' = '2"
	for report, filters in every_report().items():
		for asked in ("{}", "%{}%") if field == "phone_number" else ("{}", probe):
			first, second = (
				said_by(reader, report, {**filters, field: asked.format(n)}) for n in (right, wrong)
			)
			assert first.replace(right, "") == second.replace(wrong, ""), (report, asked)
			told += first.startswith("[")
	assert told > 10


def said_by(reader, report, filters) -> str:
	"""The rows of a report's answer, or by what it was refused."""
	try:
		answer = ask(reader, "frappe.desk.query_report.run", report_name=report, filters=filters)
	except (frappe.ValidationError, frappe.PermissionError) as refusal:
		return f"{type(refusal).__name__} {refusal}"
	return json.dumps(answer["result"], default=str)


def test_who_knows_a_hash_learns_nothing_of_others_customers_by_it(agent):
	theirs = a_lead(agent=an_agent())
	filtered = {"doctype": "Call Lead", "filters": {"phone_hash": theirs.phone_hash}}
	grouped = {"doctype": "Call Lead", "current_filters": [], "field": "phone_hash"}
	for method, form in (
		(LIST, filtered),
		("frappe.client.get_count", filtered),
		("frappe.desk.listview.get_group_by_count", grouped),
	):
		with pytest.raises(hidden_field_error()):
			ask(agent.user, method, **form)
	for doctype in ("Phone Vault", "Call Lead"):
		value = {
			"doctype": doctype,
			"fieldname": "name",
			"filters": {"name": ("like", theirs.phone_hash[:6] + "%")},
		}
		try:
			assert not ask(agent.user, "frappe.client.get_value", **value)
		except frappe.PermissionError:
			pass


def test_a_share_or_an_assignment_shows_no_number(agent, group):
	theirs = a_lead(agent=an_agent())
	todo = {"reference_type": "Call Lead", "reference_name": theirs.name, "allocated_to": agent.user}
	frappe.get_doc(doctype="ToDo", description="回访", **todo).insert()
	with pytest.raises(permissions.OutOfScopeError):
		frappe.share.add("Call Lead", theirs.name, agent.user, read=1)
	with pytest.raises(permissions.OutOfScopeError):  # nor by turning a share of something else
		note = frappe.get_doc(doctype="Note", title="x").insert()
		share = frappe.share.add("Note", note.name, agent.user, read=1)
		share.update({"share_doctype": "Call Lead", "share_name": theirs.name})
		share.save()
	for person in (agent.user, the_leader(group).user):
		assert refused(person, "frappe.client.get", doctype="Call Lead", name=theirs.name)
		reveal = {"doctype": "Call Lead", "name": theirs.name}
		assert refused(person, "dianjian_app.resources.numbers.reveal.reveal_number", **reveal)
		names = [row["name"] for row in ask(person, LIST, doctype="Call Lead", limit_page_length=0)]
		assert theirs.name not in names


# at rest


def encrypt(on: bool) -> None:
	frappe.db.set_single_value("Telesales Settings", "encrypt_numbers", int(on))
	frappe.clear_document_cache("Telesales Settings", "Telesales Settings")


def test_encrypted_at_rest_a_number_is_matched_and_revealed_as_ever(agent):
	encrypt(True)
	number = a_number()
	lead = a_lead(agent=agent, phone=number)
	written = frappe.db.get_value("Phone Vault", lead.phone_hash, "phone_number")
	assert number[3:] not in written and len(written) < 140
	assert vault.store([number]) == {number: lead.phone_hash}
	with as_user(agent):
		assert reveal_number("Call Lead", lead.name)["number"] == number


def test_numbers_are_rewritten_both_ways_and_read_in_either():
	numbers = [a_number() for _ in range(3)]
	hashes = vault.store(numbers)
	encrypt(True)
	assert vault.rewrite_numbers() >= 3 and vault.rewrite_numbers() == 0
	stored = frappe.get_all("Phone Vault", pluck="phone_number", limit_page_length=0)
	assert not [n for n in stored if (n or "").startswith("+")]  # an erased number is none
	assert vault.numbers_of(hashes.values()) == {h: n for n, h in hashes.items()}
	encrypt(False)
	assert vault.rewrite_numbers() >= 3
	assert frappe.db.get_value("Phone Vault", hashes[numbers[0]], "phone_number") == numbers[0]


def test_a_lost_key_is_said_and_no_other_number_is_given(monkeypatch):
	encrypt(True)
	digest = vault.store([a_number()]).popitem()[1]
	monkeypatch.setitem(frappe.local.conf, "encryption_key", "A" * 43 + "=")
	with pytest.raises(vault.LostKeyError):
		vault.numbers_of([digest])


# drafts


def test_a_draft_of_the_app_is_not_discarded_by_anybody(agent):
	sheet = a_sheet(agent)
	if not hasattr(sheet, "discard"):
		pytest.skip("this Frappe does not discard drafts")
	with as_user(agent), pytest.raises(frappe.PermissionError):
		frappe.get_doc("Call Sheet", sheet.name).discard()
	assert refused("Administrator", "frappe.desk.form.save.discard", doctype="Call Sheet", name=sheet.name)
	assert frappe.db.get_value("Call Sheet", sheet.name, "docstatus") == 0
