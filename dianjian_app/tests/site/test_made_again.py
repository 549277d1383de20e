"""A request that met another head-on, and one that lost its database: nobody reads code, nothing is written twice (R11)."""

import json
import shutil
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import frappe
import pymysql
import pytest

from dianjian_app.framework_compat import desk_path
from dianjian_app.gate import again
from dianjian_app.tests.builders.calls import a_sheet
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.conftest import SITES_PATH
from dianjian_app.tests.site.matrix.web import _application, a_key, send
from dianjian_app.tests.site.test_log_call_at_once import agent, centre  # noqa: F401 fixtures

LOG = "/api/method/dianjian_app.calls.log_call.log_call"
AWAY = "away.localhost"


@pytest.fixture
def other():
	"""Another connection to the site's database, with much to lose: a deadlock breaks the lighter one off."""
	conf = frappe.conf
	connection = pymysql.connect(
		host=conf.db_host or "127.0.0.1",
		port=int(conf.db_port),
		user=conf.db_name,
		password=conf.db_password,
		database=conf.db_name,
	)
	cursor = connection.cursor()
	for n in range(300):
		cursor.execute("insert into `tabSeries` (name, current) values (%s, 0)", (f"heavy-{n}",))
	yield cursor
	connection.rollback()
	connection.close()


@pytest.fixture
def call(agent):  # noqa: F811 the fixture
	"""What the page sends of one call of an agent who has a sheet."""
	sheet, lead = a_sheet(agent), a_lead(agent=agent)
	key = a_key(agent.user)
	frappe.db.commit()
	return sheet, key, {"lead": lead.name, "connected": 1, "grade": "C", "request_key": "one call"}


def the_waiting(cursor, text):
	"""The thread of the site that waits with a statement that has the text."""
	until = time.monotonic() + 30
	while time.monotonic() < until:
		cursor.execute("show full processlist")
		for row in cursor.fetchall():
			if row[4] == "Query" and row[5] >= 1 and text in str(row[7]):
				return row[0]
		time.sleep(0.1)
	raise AssertionError("nobody waits")


def rows_of(sheet):
	frappe.db.rollback()
	return frappe.db.count("Call Sheet Row", {"parent": sheet.name})


@pytest.mark.req("R11")
def test_a_call_that_a_deadlock_broke_off_is_logged_all_the_same_and_once(call, other):
	sheet, key, sent = call
	other.execute("select name from `tabCall Lead` where name = %s for update", (sent["lead"],))
	with ThreadPoolExecutor(1) as pool:
		answer = pool.submit(send, "POST", LOG, key, json=sent)
		the_waiting(other, "tabCall Lead")
		other.execute("select name from `tabCall Sheet` where name = %s for update", (sheet.name,))
		other.connection.rollback()
		said = answer.result(60)
	assert (said.status, said.json["message"]["calls_total"]) == (200, 2)
	assert rows_of(sheet) == 2


@pytest.mark.req("R11")
def test_who_loses_the_database_in_the_middle_reads_a_sentence_and_repeats_without_a_second_row(call, other):
	sheet, key, sent = call
	other.execute("select name from `tabCall Lead` where name = %s for update", (sent["lead"],))
	with ThreadPoolExecutor(1) as pool:
		answer = pool.submit(send, "POST", LOG, key, json=sent)
		other.execute(f"kill {the_waiting(other, 'tabCall Lead')}")
		said = answer.result(60)
	other.connection.rollback()
	assert said.status == 503
	assert "数据库暂时连不上" in json.loads(json.loads(said.json["_server_messages"])[0])["message"]
	assert rows_of(sheet) == 1
	for _ in range(2):
		assert send("POST", LOG, key, json=sent).status == 200
	assert rows_of(sheet) == 2


@pytest.fixture
def site_without_database():
	"""A site whose database nobody serves."""
	folder = Path(SITES_PATH) / AWAY
	(folder / "logs").mkdir(parents=True, exist_ok=True)
	config = {"db_name": "nobody", "db_password": "x", "db_host": "127.0.0.1", "db_port": 1}
	(folder / "site_config.json").write_text(json.dumps(config))
	yield AWAY
	shutil.rmtree(folder)


@pytest.mark.req("R11")
@pytest.mark.parametrize("path", ["/api/method/ping", desk_path()])
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_while_the_database_is_away_people_read_a_sentence(site_without_database, verb, path):
	from werkzeug.test import Client

	assert send("GET", "/api/method/ping").status == 200  # a worker that has answered before
	headers = {"X-Frappe-Site-Name": site_without_database, "Accept": "application/json"}
	with ThreadPoolExecutor(1) as pool:
		answer = pool.submit(lambda: Client(_application()).open(path, method=verb, headers=headers)).result(
			60
		)
	assert answer.status_code == 503
	assert "Traceback" not in answer.get_data(as_text=True)
	assert "数据库暂时连不上" in json.dumps(
		answer.get_json(silent=True), ensure_ascii=False
	) + answer.get_data(as_text=True)


@pytest.mark.parametrize(
	"path, form, again_allowed",
	[
		("/api/method/dianjian_app.calls.log_call.log_call", {}, True),
		("/api/method/frappe.desk.form.save.savedocs", {}, True),
		("/api/method/dianjian_app.mailing.group_robot.try_out", {}, False),
		("/api/method/upload_file", {}, False),
		("/api/method/run_doc_method", {"method": "x", "dt": "Call Sheet", "dn": "y"}, False),
		("/api/resource/Call Sheet", {}, False),
		(desk_path(), {}, False),
	],
)
def test_only_what_writes_nothing_but_the_database_is_made_again(path, form, again_allowed):
	assert again.may_be_made_again("POST", path, form) is again_allowed


def test_what_is_made_once_or_again_exists():
	for method in (*again.ONCE, *again.OF_FRAPPE):
		assert callable(frappe.get_attr(method)), method
