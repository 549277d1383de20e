"""A real desk in Chromium: people log in, each in a window of their own."""

import os
import time

import pytest

from dianjian_app.resources.intake import import_job
from dianjian_app.tests.browser import company as companies
from dianjian_app.tests.browser.chromium import shared_chromium
from dianjian_app.tests.browser.desk import Desk
from dianjian_app.tests.browser.server import web_server

WORKER_SECONDS = 30


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
def sessions():
	"""Cookies of who has logged in already, by user."""
	return {}


@pytest.fixture
def desk_of(browser, desk_url, company, sessions):
	"""desk_of(role) → that person's Desk, logged in. At the end no console may have complained.

	anew: through the login page, also where that person has logged in before.
	"""
	opened = {}

	def desk(role: str, *, anew: bool = False) -> Desk:
		if role not in opened:
			user = company.users[role]
			known = user in sessions and not anew
			window = opened[role] = Desk(browser, desk_url, sessions[user] if known else None)
			if not known:
				window.log_in(user)
				sessions[user] = window.context.storage_state()
			else:
				window.open()
		return opened[role]

	yield desk
	problems = {role: window.problems for role, window in opened.items() if window.problems}
	for window in opened.values():
		window.close()
	assert not problems


@pytest.fixture
def work_queued_jobs(site):
	"""work_queued_jobs(doctype, name): wait for the bench's worker to take up the document's job, or do its work here."""

	def work(doctype: str, name: str) -> None:
		until = time.monotonic() + (WORKER_SECONDS if os.environ.get("DIANJIAN_URL") else 0)
		while time.monotonic() < until:
			site.db.rollback()
			if site.db.get_value(doctype, name, "status") != "Queued":
				return
			time.sleep(0.5)
		import_job.run_import(name)
		site.db.commit()

	return work
