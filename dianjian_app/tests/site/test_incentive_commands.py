"""The bench commands for a month and for the chain of entries, as scripts call them (R31)."""

import json
import os
import subprocess
import sys

import frappe
import pytest

from dianjian_app.tests.conftest import SITE, SITES_PATH


def bench(*args):
	return subprocess.run(
		[sys.executable, "-W", "ignore", "-m", "frappe.utils.bench_helper", "frappe", "--site", SITE, *args],
		cwd=SITES_PATH,
		env=os.environ,
		capture_output=True,
		text=True,
	)


@pytest.mark.req("R31")
@pytest.mark.parametrize("month", ["2026-09", "2026-13"])
def test_a_month_that_cannot_be_settled_is_an_error_on_stderr(month):
	ran = bench("settle-month", "--centre", "没有这个中心", "--month", month, "--dry-run", "--json")
	assert (ran.returncode, ran.stdout) == (1, "")
	assert ("没有这个中心" if month == "2026-09" else "13") in ran.stderr


@pytest.mark.req("R31")
def test_the_chains_are_walked_and_told_as_json():
	ran = bench("verify-ledger", "--json")
	chains = json.loads(ran.stdout)
	assert ran.returncode == (0 if all(c["whole"] for c in chains) else 1)
	# entries are never taken away: those of a centre that other tests committed and took away stay behind
	assert all(c["whole"] for c in chains if frappe.db.exists("Sales Centre", c["centre"]))
	assert json.loads(bench("verify-ledger", "--json", "--centre", "没有这个中心").stdout)[0]["entries"] == 0
