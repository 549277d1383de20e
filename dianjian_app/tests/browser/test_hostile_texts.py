"""Nothing that somebody has written runs in another person's browser, whatever way it came into the database (R47).

Every text of every DocType of the app holds what would run, see hostile_texts.py. Four people open lists, report views,
forms, reports and pages, in browsers that follow no policy of a page, so that what shows texts is tried by itself. In the
suite each DocType is opened once by one of those who may, in its form where that has a script of the app, else as list or
report view, and so is each report and page; DIANJIAN_HOSTILE=all opens everything as all four.
"""

import json
import os
import time

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.tests import hostile_texts
from dianjian_app.tests.browser.desk import Desk

pytestmark = pytest.mark.req("R47")

PEOPLE = (roles.AGENT, roles.CONSULTANT, roles.LEADER, roles.MANAGER)
EVERYTHING = os.environ.get("DIANJIAN_HOSTILE") == "all"
PAGES = (
	"my-calls",
	"customer-file",
	"hand-out",
	"wall-board",
	"rule-simulation",
	"roster-board",
	"my-attendance",
	"reception",
)
SECONDS = 3600 if EVERYTHING else 1200
COUNT = """
	const top = window.top;
	top.__hit = top.__hit || [];
	window.ran = (number) => { top.__hit.push(number); };
"""
CRAWL = """async (routes) => {
	const pause = (ms) => new Promise((done) => setTimeout(done, ms));
	const settled = async () => {
		const begun = Date.now();
		let quiet = 0;
		while (quiet < 3 && Date.now() - begun < 30000) {
			await pause(15);
			quiet = frappe.request.ajax_count ? 0 : quiet + 1;
		}
	};
	window.found = [];
	for (const route of routes) {
		const begun = Date.now();
		if (window.cur_dialog) window.cur_dialog.hide();
		frappe.route_options = null;
		await frappe.set_route(...route);
		await settled();
		const page = frappe.container.page;
		page.querySelectorAll("*").forEach((e) => {
			for (const { name } of e.attributes) {
				if (name === "onmouseover") e.dispatchEvent(new MouseEvent("mouseover", { bubbles: false }));
				if (/^javascript:.*ran\\(/.test(e.getAttribute(name)) && ["href", "src", "action"].includes(name))
					window.__hit.push(Number(/ran\\((\\d+)/.exec(e.getAttribute(name))[1]));
			}
		});
		await pause(0);
		const hit = window.__hit.splice(0);
		const shown = page.textContent.includes("ran(");
		window.found.push({ route, hit: [...new Set(hit)], shown, ms: Date.now() - begun, at: frappe.get_route_str() });
	}
	window.crawled = true;
}"""


@pytest.fixture(scope="module")
def hostile(connected_site, company):
	frappe.set_user("Administrator")
	frappe.db.rollback()
	yield from hostile_texts.write(company)


@pytest.fixture(scope="module")
def windows(browser, desk_url, company, browsers, hostile):
	"""The desks of the four, each counting what runs in it."""
	opened = {}
	for role in PEOPLE:
		desk = opened[role] = a_desk(browser, desk_url, browsers.get(company.users[role]), bypass_csp=True)
		desk.asked = []
		desk.page.on("dialog", lambda dialog, asked=desk.asked: answer(dialog, asked))
		desk.open() if company.users[role] in browsers else desk.log_in(company.users[role])
	yield opened
	for desk in opened.values():
		desk.context.close()


def a_desk(browser, desk_url, same_as=None, **options) -> Desk:
	"""A desk that counts what runs in it, in a browser of its own; same_as: a browser in which somebody has logged in."""
	context = browser.new_context(
		viewport={"width": 1280, "height": 900},
		locale="zh-CN",
		base_url=desk_url,
		storage_state=same_as.storage_state() if same_as else None,
		reduced_motion="reduce",
		**options,
	)
	context.add_init_script(COUNT)
	return Desk(context)


def answer(dialog, asked: list) -> None:
	"""Leave a page that asks whether to; any other question of the browser was written by somebody."""
	if dialog.type == "beforeunload":
		dialog.accept()
	else:
		asked.append(dialog.message)
		dialog.dismiss()


def routes_of(window, hostile) -> list[list[str]]:
	"""What a person may open: lists and forms of DocTypes they read, reports, pages."""
	readable = set(window.page.evaluate("frappe.boot.user.can_read"))
	reports = set(window.page.evaluate("Object.keys(frappe.boot.user.all_reports)"))
	ours = set(frappe.get_all("Report", {"module": "Dianjian App"}, pluck="name"))
	pages = set(window.page.evaluate("Object.keys(frappe.boot.page_info)"))
	shapes = (hostile_texts.EVERYWHERE, hostile_texts.MIXED)
	routes = []
	for at, (doctype, names) in enumerate(hostile.documents.items()):
		if doctype in readable:
			opened = [["List", doctype, view] for view in ("List", "Report")]
			forms = [["Form", doctype, names[shape]] for shape in shapes]
			short = [forms[at % 2]] if has_form_script(doctype) else [opened[at % 2]]
			routes += [*opened, *forms] if EVERYTHING else short
	routes += [["Form", "Telesales Settings"]] if "Telesales Settings" in readable else []
	routes += [["query-report", report] for report in sorted(ours & reports)]
	routes += [[page] for page in PAGES if page in pages]
	if "customer-file" in pages:
		routes += [["customer-file", hostile.documents["Call Lead"][shape]] for shape in shapes]
	return routes


def has_form_script(doctype: str) -> bool:
	name = frappe.scrub(doctype)
	return os.path.exists(frappe.get_app_path("dianjian_app", "dianjian_app", "doctype", name, f"{name}.js"))


def shared_out(windows, hostile) -> dict[str, list[list[str]]]:
	"""Who opens what: all of it, or each view one of those who may, in turn."""
	may = {role: routes_of(window, hostile) for role, window in windows.items()}
	if EVERYTHING:
		return may
	readers: dict[str, list[str]] = {}
	for role, routes in may.items():
		for route in routes:
			readers.setdefault(json.dumps(route), []).append(role)
	out: dict[str, list[list[str]]] = {role: [] for role in windows}
	for route, those in readers.items():
		out[min(those, key=lambda role: len(out[role]))].append(json.loads(route))
	return out


def test_nothing_that_was_written_runs(windows, hostile):
	shared = shared_out(windows, hostile)
	for role, window in windows.items():
		window.page.evaluate(f"routes => {{ ({CRAWL})(routes); }}", shared[role])
	until = time.monotonic() + SECONDS
	while time.monotonic() < until and not all(w.page.evaluate("window.crawled") for w in windows.values()):
		next(iter(windows.values())).page.wait_for_timeout(200)
	ran, slow, told = [], [], set()
	for role, window in windows.items():
		found = window.page.evaluate("window.found")
		assert [f["route"] for f in found] == shared[role], f"{role} came as far as {found[-1:]}"
		told |= {f["route"][0] for f in found if f["shown"]}
		slow += [(f["ms"], role, f["route"], f["at"]) for f in found]
		ran += [f"{role}: {' / '.join(f['route'])}: {hostile.places[n]}" for f in found for n in f["hit"]]
		ran += [f"{role}: a question of the browser: {text}" for text in window.asked]
	if path := os.environ.get("DIANJIAN_HOSTILE_TIMES"):
		with open(path, "w") as file:
			json.dump(sorted(slow, reverse=True), file)
	assert {"List", "Form", "query-report"} <= told  # the texts were there to be shown
	assert not ran, "\n".join(ran)


PUT = """([text, safely]) => {
	const kept = $.htmlPrefilter;
	if (!safely) $.htmlPrefilter = (html) => html;
	$('body').append(`<div class="tried">${text}</div>`);
	$.htmlPrefilter = kept;
	document.querySelectorAll('.tried a').forEach((a) => a.dispatchEvent(new MouseEvent('mouseover')));
}"""
ALIVE = (0, 1, 2, 4, 5, 6)
"""shapes that run by being put into a page, or when a mouse passes over them"""


@pytest.mark.parametrize("shape", ALIVE)
def test_the_counter_counts(windows, hostile, shape):
	"""The texts do run where nothing stands in their way."""
	page = windows[roles.AGENT].page
	put(page, hostile, shape, safely=False)
	page.evaluate("() => { $('.tried').remove(); window.__hit.splice(0); }")


def test_what_goes_into_a_page_by_jquery_is_disarmed(windows, hostile):
	"""Whatever template put it together; text that runs nothing stays what it is."""
	page = windows[roles.AGENT].page
	texts = [hostile.text(shape, "jQuery") for shape in range(len(hostile_texts.SHAPES))]
	texts += [f"<table><tr title='{text}'><td>{text}</td></tr></table>" for text in texts]
	for text in texts:
		page.evaluate(PUT, [text, True])
	after = put(page, hostile, 0, safely=False)  # what was put before it has had its turn
	assert set(page.evaluate("window.__hit.splice(0)")) == {after}
	assert not page.locator(".tried [href^=javascript], .tried iframe[srcdoc]").count()
	page.evaluate("() => $('.tried').remove()")
	harmless = '<tr><td onclick="return false;">a &amp; b</td></tr><a href="/a/b">1 < 2</a>'
	assert page.evaluate("html => dianjian.disarmed(html)", harmless) == harmless


def put(page, hostile, shape: int, *, safely: bool) -> int:
	"""Put a text into the page and wait until it has run; gives its number."""
	text = hostile.text(shape, "body")
	number = len(hostile.places) - 1
	page.evaluate(PUT, [text, safely])
	page.wait_for_function("number => window.__hit.includes(number)", arg=number)
	return number


def test_the_desks_policy_forbids_handlers(browser, desk_url, windows, hostile):
	"""A browser that follows the desk's policy runs no handler that stands in an attribute but Frappe's own."""
	desk = a_desk(browser, desk_url, windows[roles.LEADER].context)
	try:
		page = desk.open().page
		page.evaluate(
			"""text => {
				window.refused = 0;
				document.addEventListener('securitypolicyviolation', () => { window.refused += 1; });
				document.body.insertAdjacentHTML('beforeend', text);
				document.body.insertAdjacentHTML('beforeend', '<b id="own" onclick="return false;">x</b>');
			}""",
			hostile.text(0, "body") + hostile.text(3, "body"),
		)
		page.wait_for_function("window.refused >= 2")
		assert page.evaluate("window.__hit") == []
		assert page.evaluate("typeof document.getElementById('own').onclick") == "function"
	finally:
		desk.context.close()
