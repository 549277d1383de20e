"""The desk in a real browser: assets, login, and what the server publishes arriving live. Runs in `make test`."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from dianjian_app.framework_compat import desk_path
from dianjian_app.tests.browser.chromium import shared_chromium

URL = os.environ.get("DIANJIAN_URL", "")
DESK = URL + desk_path()
pytestmark = pytest.mark.skipif(not URL, reason="needs the services that `make test` starts")

JOBS = """
import frappe
frappe.init(site={site!r})
frappe.connect()
frappe.set_user("Administrator")
frappe.publish_realtime("devbench_test", {{"x": 42}}, user="Administrator")
frappe.publish_realtime("devbench_test", {{"x": "not for you"}}, user="somebody@example.com")
frappe.enqueue("frappe.realtime.publish_progress", queue="short", percent=40, title="Half way")
"""


@pytest.fixture(scope="module")
def desk() -> Iterator:
	with shared_chromium() as browser:
		page = browser.new_page()
		page.problems = []
		page.on("console", lambda message: message.type == "error" and page.problems.append(message.text))
		page.on("pageerror", lambda error: page.problems.append(str(error)))
		page.goto(f"{URL}/login")
		page.fill("#login_email", "Administrator")
		page.fill("#login_password", "admin")
		page.click(".btn-login")
		page.wait_for_url(f"{DESK}**")
		page.wait_for_function("window.frappe?.realtime?.socket?.connected")
		yield page
		page.context.close()


def test_the_desk_opens_in_chinese_with_no_error_in_the_console(desk):
	desk.goto(f"{DESK}/user")
	desk.wait_for_selector(".list-row")
	assert desk.evaluate("frappe.boot.lang") == "zh"
	assert desk.evaluate("frappe.boot.time_zone.system") == "Asia/Shanghai"
	assert desk.problems == []


def test_connections_that_are_only_open_hold_nobody_up():
	"""Chromium opens some before it needs them; many windows together once took all threads of the web server."""
	address = urlsplit(URL)
	idle = [socket.create_connection(("127.0.0.1", address.port or 80)) for _ in range(64)]
	try:
		ping = urllib.request.Request(f"http://127.0.0.1:{address.port or 80}/api/method/ping")
		ping.add_header("Host", address.hostname or "")
		for _ in range(4):  # whichever of the server's processes takes it
			with urllib.request.urlopen(ping, timeout=20) as answer:
				assert json.load(answer) == {"message": "pong"}
	finally:
		for connection in idle:
			connection.close()


def test_a_form_with_code_brings_its_editor(desk):
	desk.goto(f"{DESK}/client-script/new")
	desk.wait_for_selector("[data-fieldname=script] .ace_editor")
	assert desk.problems == []


TIMES = """() => new Promise((resolve) => {
	const fields = ["Datetime", "Time"].map((type) => ({ fieldtype: type, fieldname: type, label: type }));
	const dialog = new frappe.ui.Dialog({ title: "Times", fields });
	dialog.$wrapper.one("shown.bs.modal", () => dialog.set_values({
		Datetime: "2026-09-14 20:28:37", Time: "20:28:37",
	}).then(() => resolve()));
	window.times = dialog;
	dialog.show();
})"""


def test_the_date_picker_shows_and_keeps_the_seconds(desk):
	desk.goto(f"{DESK}/user")
	desk.wait_for_selector(".list-row")
	desk.evaluate(TIMES)
	when = desk.locator(".modal.show [data-fieldname=Datetime] input")
	assert when.input_value() == "2026-09-14 20:28:37"
	picker = "times.fields_dict.Datetime.datepicker"
	desk.evaluate(f"{picker}.selectDate(new Date(2026, 8, 14, 20, 28, 37)); {picker}.show()")
	desk.click(".datepicker.active .datepicker--cell-day[data-date='15']:not(.-other-month-)")
	assert when.input_value() == "2026-09-15 20:28:37"
	assert desk.evaluate("times.get_value('Datetime')") == "2026-09-15 20:28:37"
	desk.evaluate(f"{picker}.show()")
	seconds = desk.locator(".datepicker.active input[name=seconds]")
	seconds.evaluate("(e) => { e.value = 41; e.dispatchEvent(new Event('input', { bubbles: true })); }")
	assert when.input_value() == "2026-09-15 20:28:41"
	assert desk.locator(".datepicker.active .datepicker--time-current-seconds").inner_text() == "41"
	assert desk.evaluate("times.get_value('Datetime')") == "2026-09-15 20:28:41"
	assert desk.locator(".modal.show [data-fieldname=Time] input").input_value() == "20:28:37"
	assert desk.evaluate("times.get_value('Time')") == "20:28:37"
	desk.evaluate("times.hide()")
	assert desk.problems == []


def test_what_the_server_publishes_reaches_the_user_it_is_for_and_progress_shows(desk):
	desk.goto(f"{DESK}/user")
	desk.wait_for_function("window.frappe?.realtime?.socket?.connected")
	desk.evaluate("window.heard = []; frappe.realtime.on('devbench_test', (m) => window.heard.push(m.x))")
	code = JOBS.format(site=os.environ["DIANJIAN_SITE"])
	subprocess.run([sys.executable, "-c", code], cwd=os.environ["DIANJIAN_SITES_PATH"], check=True)
	desk.wait_for_selector(".modal.show .progress-bar")
	assert desk.inner_text(".modal.show .modal-title") == "Half way"
	assert desk.evaluate("window.heard") == [42]


@pytest.mark.parametrize(("site", "cookies"), [("other.localhost", True), ("", False)])
def test_the_socket_server_refuses_another_site_and_a_visitor_without_a_session(desk, site, cookies):
	config = json.loads(Path(os.environ["DIANJIAN_SITES_PATH"], "common_site_config.json").read_text())
	own = urlsplit(URL).hostname
	reason = desk.evaluate(
		"""([url, cookies]) => new Promise((resolve) => {
			const Manager = frappe.realtime.socket.io.constructor;
			const other = new Manager(url.origin, { withCredentials: cookies }).socket(url.namespace);
			other.on("connect", () => resolve("connected"));
			other.on("connect_error", (error) => resolve(error.message));
			other.connect();
		})""",
		[{"origin": f"http://{own}:{config['socketio_port']}", "namespace": f"/{site or own}"}, cookies],
	)
	# Frappe's own server, on a Frappe folder, says the second in its own words.
	assert reason == "Invalid namespace" if site else reason.startswith(("No session", "Missing cookie"))


def test_each_sites_public_files_are_served_by_the_host_header_and_nothing_beside_them():
	folder = Path(os.environ["DIANJIAN_SITES_PATH"], os.environ["DIANJIAN_SITE"], "public", "files")
	folder.mkdir(parents=True, exist_ok=True)
	mark = folder / "devbench-test.txt"
	mark.write_text("served")
	try:
		assert _get("/files/devbench-test.txt", urlsplit(URL).netloc) == (200, "served")
		assert _get("/files/devbench-test.txt", "other.localhost")[0] == 404
		assert _get("/files/../../site_config.json", urlsplit(URL).netloc)[0] == 404
	finally:
		mark.unlink()


def _get(path: str, host: str) -> tuple[int, str]:
	request = urllib.request.Request(f"http://127.0.0.1:{urlsplit(URL).port}{path}", headers={"Host": host})
	try:
		with urllib.request.urlopen(request) as answer:
			return answer.status, answer.read().decode()
	except urllib.error.HTTPError as error:
		return error.code, ""
