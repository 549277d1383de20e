"""Fixtures of all tests. Unit tests need none; site tests get a real site, browser tests a real desk."""

import os

import pytest

SITES_PATH = os.environ.get("DIANJIAN_SITES_PATH", "")
SITE = os.environ.get("DIANJIAN_SITE", "test.localhost")


@pytest.fixture(scope="session")
def connected_site():
	"""A connection to the test site for the whole run (DIANJIAN_SITES_PATH, DIANJIAN_SITE)."""
	if not SITES_PATH:
		pytest.fail(
			"DIANJIAN_SITES_PATH is not set: run the tests with `make test`, or set it to the bench's sites/"
		)
	import frappe

	os.chdir(SITES_PATH)
	frappe.init(site=SITE, sites_path=SITES_PATH)
	frappe.connect()
	yield frappe
	frappe.db.rollback()
	frappe.destroy()
