"""Fixtures of all tests. Unit tests need none; site tests get a real site, browser tests a real desk."""

import gc
import os

import pytest
from hypothesis import HealthCheck, settings

FAST = (
	"test_agenda.py",
	"test_authority.py",
	"test_batch.py",
	"test_call_sheet.py",
	"test_claims.py",
	"test_gate_reach.py",
	"test_rules.py",
	"test_seeds.py",
	"test_settlement.py",
	"test_time_off.py",
)
"""site tests of the inner loop: a quick file from each room"""

CLOCK = os.environ.get("DIANJIAN_CLOCK", "")
"""a moment as "2026-12-01T00:20:00+08:00": the tests begin then, and their clock goes on from there"""
SITES_PATH = os.environ.get("DIANJIAN_SITES_PATH", "")
SITE = os.environ.get("DIANJIAN_SITE", "test.localhost")


def pytest_sessionstart():
	"""Set the clock of this process, for whoever looks what another day does to the tests: not those with a browser."""
	if CLOCK:
		import time_machine

		time_machine.travel(CLOCK).start()


def pytest_collection():
	"""Read the tests from the sites' folder, where Frappe is at home: version 16 opens ../logs/ when it is imported."""
	os.chdir(SITES_PATH or ".")


def pytest_collection_modifyitems(items):
	"""`make test ARGS="-m fast"`: all unit tests, and of the site tests those files."""
	for item in items:
		if item.path.parent.name == "unit" or item.path.name in FAST:
			item.add_marker(pytest.mark.fast)


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
	gc.freeze()  # what is imported by now stays: looking through it again and again is a twentieth of all
	gc.set_threshold(100_000, 50, 100)
	# Frappe is imported where a site is: unit tests do without it
	from dianjian_app.tests.framework_internals import (
		column_names_parsed_once,
		shares_looked_up_before_they_are_asked,
		translations_unpickled_once,
		users_asked_as_in_released_versions,
	)

	with (
		users_asked_as_in_released_versions(),
		column_names_parsed_once(),
		shares_looked_up_before_they_are_asked(),
		translations_unpickled_once(),
	):
		yield frappe
	frappe.db.rollback()
	frappe.destroy()


# a machine with other work is slow at making examples as at everything: that is no fault of what is tested
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")
