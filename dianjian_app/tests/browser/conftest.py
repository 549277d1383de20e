"""A real desk in Chromium: people log in, each in a window of their own."""

import os
import time

import pytest

from dianjian_app.resources.intake import import_job
from dianjian_app.tests.browser import company as companies
from dianjian_app.tests.browser.chromium import shared_chromium
from dianjian_app.tests.browser.desk import Desk
from dianjian_app.tests.browser.server import web_server
from dianjian_app.tests.builders import committed_numbers

WORKER_SECONDS = 60


@pytest.fixture(scope="session")
def desk_url(connected_site):
	"""Address of the test site's desk: DIANJIAN_URL, or a server of our own."""
	if given := os.environ.get("DIANJIAN_URL"):
		yield given
		return
	with web_server(connected_site.local.site, os.environ["DIANJIAN_SITES_PATH"]) as url:
		yield url


@pytest.fixture(scope="session")
def browser():
	with shared_chromium() as chromium:
		yield chromium


@pytest.fixture(scope="module", autouse=True)
def numbers():
	"""Whatever these tests make is committed."""
	with committed_numbers():
		yield


@pytest.fixture(scope="session")
def company(connected_site):
	"""The sales centre that all browser tests work in."""
	connected_site.set_user("Administrator")
	connected_site.flags.in_test = True
	connected_site.flags.mute_emails = True
	founded = companies.found()
	yield founded
	companies.dissolve(founded)


@pytest.fixture
def site(connected_site, company):
	"""Fresh eyes on the database: what the web server has committed, and commits of our own.

	A test that makes data calls `site.db.commit()` for the browser to see it.
	"""
	connected_site.set_user("Administrator")
	connected_site.db.rollback()
	yield connected_site
	connected_site.set_user("Administrator")
	connected_site.db.rollback()
	connected_site.local.document_cache = {}


@pytest.fixture(scope="session")
def browsers(browser, desk_url):
	"""user → the browser that is theirs for the whole run: logged in, with what it has loaded."""
	kept = {}
	yield kept
	for context in kept.values():
		context.close()


@pytest.fixture
def desk_of(browser, desk_url, company, browsers):
	"""desk_of(role) → that person's Desk, logged in. At the end no console may have complained.

	anew: through the login page, also where that person has logged in before.
	"""
	opened = {}

	def desk(role: str, *, anew: bool = False) -> Desk:
		if role not in opened:
			user = company.users[role]
			if anew and user in browsers:
				browsers.pop(user).close()
			known = user in browsers
			if not known:
				browsers[user] = browser.new_context(
					viewport={"width": 1280, "height": 900},
					locale="zh-CN",
					base_url=desk_url,
					reduced_motion="reduce",  # a dialog that is still fading in does not hear that it is to close
				)
			window = opened[role] = Desk(browsers[user])
			if not known:
				window.log_in(user)
		return opened[role]

	yield desk
	problems = {role: window.problems for role, window in opened.items() if window.problems}
	for window in opened.values():
		window.close()
	assert not problems


@pytest.fixture
def work_queued_jobs(site):
	"""work_queued_jobs(doctype, name): wait for the bench's worker to take up the document's job, or do its work here."""

	def status_of(doctype: str, name: str) -> str:
		site.db.rollback()
		return site.db.get_value(doctype, name, "status")

	def work(doctype: str, name: str) -> None:
		until = time.monotonic() + WORKER_SECONDS
		while (status := status_of(doctype, name)) in ("Draft", "Queued") and time.monotonic() < until:
			if status == "Queued" and not os.environ.get("DIANJIAN_URL"):
				break
			time.sleep(0.3)
		assert status != "Draft"  # the page has asked for it
		if status == "Queued":
			import_job.run_import(name)
		site.db.commit()

	return work
