"""A file's rights follow its stored row and what it is attached to, on every way in and out (R47)."""

import hashlib
import random
import string
from pathlib import Path

import frappe
import pytest
from frappe.utils.file_manager import save_file

from dianjian_app import file_rights, roles
from dianjian_app.overrides.file import RUNS
from dianjian_app.patches.v0_2 import remove_raw_copies
from dianjian_app.resources.intake import batch_import, import_job
from dianjian_app.resources.intake.batch_import import import_batch
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_batch, a_lead
from dianjian_app.tests.site.asking import ask, downloads, refused

pytestmark = pytest.mark.req("R47")
ROWS = "name,phone\n张三,13800000301\n李四{},abc\n"


def raw(of="") -> bytes:
	"""A workbook that no other test has."""
	return ROWS.format(of or "".join(random.choices(string.ascii_letters, k=12))).encode()


@pytest.fixture
def group():
	return a_group(a_centre())


@pytest.fixture
def agent(group):
	return an_agent(group)


@pytest.fixture
def planner(group):
	return a_staff(roles.PLANNING, centre=frappe.get_doc("Sales Centre", group.centre))


@pytest.fixture
def batch(planner, group):
	with as_user(planner):
		return a_batch(frappe.get_doc("Sales Centre", group.centre), content=raw(), filename="numbers.csv")


@pytest.fixture
def theirs(agent, group):
	"""A private file on a customer of a colleague, whom `agent` does not see."""
	colleague = an_agent(group)
	lead = a_lead(agent=colleague)
	with as_user(colleague):
		return save_file("scan.txt", raw(), "Call Lead", lead.name, is_private=1)


@pytest.fixture
def loose(group):
	"""A private file of a colleague that hangs on nothing yet."""
	with as_user(an_agent(group)):
		return save_file("loose.txt", raw(), None, None, is_private=1)


def bytes_on_disk(content: bytes) -> list[Path]:
	places = (Path(frappe.get_site_path(kind, "files")) for kind in ("private", "public"))
	return [
		path
		for place in places
		for path in place.iterdir()
		if path.is_file() and path.read_bytes() == content
	]


# what is written


def test_nothing_raw_is_written_twice(batch):
	import_batch(batch.name)
	batch.reload()
	for url in (batch.file, batch.rejects_file):
		file = frappe.get_doc("File", {"file_url": url})
		with open(file.get_full_path(), "rb") as stream:
			(path,) = bytes_on_disk(stream.read())
		assert path.name == url.rsplit("/", 1)[1]


def test_an_address_without_a_row_is_nobodys(agent):
	content = raw()
	path = Path(frappe.get_site_path("private", "files", f"left-{frappe.generate_hash(length=6)}.csv"))
	path.write_bytes(content)
	try:
		url = f"/private/files/{path.name}"
		digest = hashlib.md5(content, usedforsecurity=False).hexdigest()
		for form in (
			{"file_url": url},
			{"file_url": f"https://elsewhere.example{url}"},
			{"file_url": f"//elsewhere.example{url}"},
			{"file_url": url, "content_hash": digest},
		):
			doc = {"doctype": "File", "is_private": 1, "file_name": "x.csv", **form}
			assert refused(agent.user, "frappe.client.insert", doc=doc), form
			assert refused(agent.user, "upload_file", **form), form
			praise = {"doctype": "User", "user_image": form["file_url"]}
			assert refused(
				agent.user,
				"frappe.client.set_value",
				doctype="User",
				name=agent.user,
				fieldname="user_image",
				value=praise["user_image"],
			), form
	finally:
		path.unlink()


@pytest.mark.parametrize(
	"url",
	[
		"/files/../../site_config.json",
		"/files/..%2F..%2Fsite_config.json",
		"/private/files/%252e%252e/%252e%252e/site_config.json",
		"https://elsewhere.example/files/../../site_config.json",
		"/private/files/../../site_config.json",
	],
)
def test_no_address_climbs_out_of_the_files(agent, url):
	assert refused(agent.user, "upload_file", file_url=url, file_name="x.txt")


@pytest.mark.parametrize("of", ["theirs", "loose", "batch"])
def test_a_foreign_file_is_not_got_by_a_second_row(agent, of, request):
	found = request.getfixturevalue(of)
	file = found if found.doctype == "File" else frappe.get_doc("File", {"file_url": found.file})
	lead = a_lead(agent=agent)
	own = {"attached_to_doctype": "Call Lead", "attached_to_name": lead.name}
	doc = {"doctype": "File", "file_url": file.file_url, "is_private": 1, **own}
	assert refused(agent.user, "frappe.client.insert", doc=doc)
	assert refused(agent.user, "upload_file", file_url=file.file_url, doctype="Call Lead", docname=lead.name)
	for field, value in (
		("is_private", 0),
		("attached_to_name", lead.name),
		("owner", agent.user),
		("folder", "Home"),
	):
		form = {"doctype": "File", "name": file.name, "fieldname": {**own, field: value}}
		assert refused(agent.user, "frappe.client.set_value", **form), field
	assert refused(agent.user, "frappe.client.delete", doctype="File", name=file.name)
	assert not downloads(agent.user, file)
	assert file_rights.stored(file.name).is_private


def test_an_attach_field_names_no_file_of_others(agent, loose, batch, group):
	leader = the_leader(group)
	doc = {"doctype": "Lead Batch", "batch_name": "自己的", "centre": group.centre, "source": batch.source}
	for url in (batch.file, loose.file_url):
		assert refused(leader.user, "frappe.client.insert", doc={**doc, "file": url}), url
	own = frappe.get_doc(ask(leader.user, "frappe.client.insert", doc=doc))
	form = {"doctype": "Lead Batch", "name": own.name, "fieldname": "file"}
	assert refused(leader.user, "frappe.client.set_value", **form, value=batch.file)
	assert frappe.db.get_value("File", loose.name, "attached_to_name") is None


def test_a_batch_reads_no_workbook_that_its_maker_may_not_have(batch, group):
	"""However the address came into the field."""
	leader = the_leader(group)
	with as_user(leader):
		own = a_batch(frappe.get_doc("Sales Centre", group.centre))
	own.db_set("file", batch.file)
	with as_user(leader), pytest.raises(batch_import.UnreadableFileError):
		import_job.import_batch(own.name)


def test_rejected_rows_are_for_who_brought_the_workbook(batch, planner, group):
	leader = the_leader(group)
	with as_user(leader):  # who may write the batch starts the import
		import_batch(batch.name)
	batch.reload()
	rejects = frappe.get_doc("File", {"file_url": batch.rejects_file})
	assert downloads(planner.user, rejects) and not downloads(leader.user, rejects)


# tricks with names


def test_a_name_with_marks_leads_to_no_other_file(agent, theirs):
	name = theirs.file_url.rsplit("/", 1)[1].replace(".", "%2E")
	doc = {"doctype": "File", "file_name": name, "content": "mine", "is_private": 1}
	own = ask(agent.user, "frappe.client.insert", doc=doc)
	assert own.file_url != theirs.file_url and "%" not in own.file_url
	hostile = '<img src=x onerror=alert(1)>"`.txt'
	own = ask(agent.user, "frappe.client.insert", doc={**doc, "file_name": hostile, "content": "also mine"})
	assert not set('<>"`') & set(own.file_url + own.file_name)


def test_a_name_that_differs_in_capitals_alone_is_another_file(agent, theirs, site):
	folder = Path(frappe.get_site_path("private", "files"))
	name = theirs.file_url.rsplit("/", 1)[1]
	doc = {"doctype": "File", "file_name": name.upper(), "content": "mine", "is_private": 1}
	own = ask(agent.user, "frappe.client.insert", doc=doc)
	assert own.file_url.lower() == theirs.file_url.lower() and own.file_url != theirs.file_url
	assert (folder / name).read_bytes() != b"mine"
	assert not fetched(agent.user, theirs.file_url) and fetched(agent.user, own.file_url)
	assert refused(agent.user, "upload_file", file_url=theirs.file_url)


def fetched(user, url) -> bool:
	"""Whether a browser gets a private file by its address."""
	from frappe.utils.response import download_private_file
	from werkzeug.exceptions import Forbidden
	from werkzeug.test import EnvironBuilder
	from werkzeug.wrappers import Request

	with as_user(user):
		frappe.local.request = Request(EnvironBuilder(path=url, method="POST").get_environ())
		frappe.local.form_dict = frappe._dict()
		try:
			download_private_file(url).close()
		except Forbidden:
			return False
		finally:
			del frappe.local.request
	return True


def test_deleting_an_own_file_deletes_no_other(agent, theirs):
	for doc in (
		{"thumbnail_url": theirs.file_url, "content": "one"},
		{"content_hash": theirs.content_hash, "content": "two"},
	):
		own = ask(agent.user, "frappe.client.insert", doc={"doctype": "File", "file_name": "x.txt", **doc})
		form = {"doctype": "File", "name": own.name, "fieldname": {"thumbnail_url": theirs.file_url}}
		ask(agent.user, "frappe.client.set_value", **form)
		ask(agent.user, "frappe.client.delete", doctype="File", name=own.name)
		assert theirs.exists_on_disk()


# what hangs on the app's documents


def test_what_hangs_on_the_apps_documents_stays_private(agent):
	lead = a_lead(agent=agent)
	doc = {"doctype": "File", "file_name": "a.txt", "content": raw().decode(), "is_private": 0}
	own = ask(
		agent.user,
		"frappe.client.insert",
		doc={**doc, "attached_to_doctype": "Call Lead", "attached_to_name": lead.name},
	)
	assert own.is_private and own.file_url.startswith("/private/files/")
	form = {"doctype": "File", "name": own.name, "fieldname": "is_private", "value": 0}
	assert refused(agent.user, "frappe.client.set_value", **form)


def test_nothing_is_hung_on_documents_that_one_may_not_write(agent, group):
	foreign = a_lead(agent=an_agent(group))
	doc = {"doctype": "File", "file_name": "a.txt", "content": raw().decode()}
	place = {"attached_to_doctype": "Call Lead", "attached_to_name": foreign.name}
	assert refused(agent.user, "frappe.client.insert", doc={**doc, **place})
	assert refused(
		agent.user,
		"frappe.client.attach_file",
		filename="a.txt",
		filedata="x",
		doctype="Call Lead",
		docname=foreign.name,
	)
	own = ask(agent.user, "frappe.client.insert", doc=doc)
	form = {"doctype": "File", "name": own.name, "fieldname": place}
	assert refused(agent.user, "frappe.client.set_value", **form)


@pytest.mark.parametrize("ending", [*RUNS[:4], ".SVG"])
def test_what_a_browser_would_run_is_private(agent, ending):
	text = f"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'>{frappe.generate_hash()}</svg>"
	doc = {"doctype": "File", "file_name": f"picture{ending}", "content": text, "is_private": 0}
	own = ask(agent.user, "frappe.client.insert", doc=doc)
	assert own.file_url.startswith("/private/files/")
	form = {"doctype": "File", "name": own.name, "fieldname": "is_private", "value": 0}
	assert refused(agent.user, "frappe.client.set_value", **form)


def test_a_mails_attachments_are_files_that_the_sender_may_have(agent, theirs):
	lead = a_lead(agent=agent)
	form = {"doctype": "Call Lead", "name": lead.name, "content": "x", "subject": "x", "recipients": "a@b.cn"}
	assert refused(
		agent.user, "frappe.core.doctype.communication.email.make", **form, attachments=[theirs.name]
	)
	assert not frappe.db.exists("File", {"file_url": theirs.file_url, "attached_to_doctype": "Communication"})


def test_an_own_file_goes_on_its_ways(agent):
	"""Uploaded loose, named in a field, hung on an own document, read, zipped and deleted by its owner."""
	doc = {"doctype": "File", "file_name": "own.txt", "content": raw().decode(), "is_private": 1}
	own = frappe.get_doc(ask(agent.user, "frappe.client.insert", doc=doc))
	lead = a_lead(agent=agent)
	place = {"attached_to_doctype": "Call Lead", "attached_to_name": lead.name}
	ask(agent.user, "frappe.client.set_value", doctype="File", name=own.name, fieldname=place)
	assert downloads(agent.user, own)
	ask(agent.user, "frappe.core.api.file.zip_files", files=[own.name])
	ask(agent.user, "frappe.client.delete", doctype="File", name=own.name)
	assert not own.exists_on_disk()


def test_the_upgrade_takes_away_what_earlier_versions_left(batch, planner):
	import_batch(batch.name)
	batch.reload()
	file = frappe.get_doc("File", {"file_url": batch.rejects_file})
	folder = Path(frappe.get_site_path("private", "files"))
	with open(file.get_full_path(), "rb") as stream:
		(folder / "an-older-copy.xlsx").write_bytes(stream.read())
	(folder / f"{batch.name}-退回明细abc123.xlsx").write_bytes(b"of a batch whose file is gone")
	(folder / "of-another-app.xlsx").write_bytes(b"not ours")
	try:
		for _again in range(2):
			remove_raw_copies.execute()
			assert not (folder / "an-older-copy.xlsx").exists()
			assert not (folder / f"{batch.name}-退回明细abc123.xlsx").exists()
			assert (folder / "of-another-app.xlsx").exists() and file.exists_on_disk()
	finally:
		(folder / "of-another-app.xlsx").unlink()
