"""What was moved is found by its old path for one version, and what a site keeps by path follows (R46)."""

from __future__ import annotations

import importlib

import frappe
import pytest

from dianjian_app import hooks, moved_paths
from dianjian_app.patches.v0_2 import rename_stored_paths
from dianjian_app.tests.site.asking import ask


def function_at(path: str):
	module, _, name = (moved_paths.APP + path).rpartition(".")
	return getattr(importlib.import_module(module), name)


@pytest.mark.parametrize("new", sorted({*moved_paths.METHODS.values(), *moved_paths.JOBS.values()}))
def test_every_moved_function_is_where_the_table_says(new):
	assert callable(function_at(new))


@pytest.mark.parametrize("old", sorted(moved_paths.JOBS))
def test_a_job_that_was_queued_before_the_move_runs_what_moved(old):
	assert frappe.get_attr(moved_paths.APP + old) is function_at(moved_paths.JOBS[old])


def test_the_web_calls_what_moved_by_its_old_name():
	for old, new in moved_paths.web_methods().items():
		assert hooks.override_whitelisted_methods[old] == new
		assert frappe.get_attr(new) in frappe.whitelisted
	answer = ask("Administrator", "dianjian_app.incentives.policy.notice_of")
	assert answer == ask("Administrator", "dianjian_app.incentives.rules.deduction_policy.policy_notice")


def test_a_timed_job_that_was_stopped_stays_stopped_under_its_new_name():
	old, new = (
		"dianjian_app.service.recycle.give_back_due",
		"dianjian_app.resources.pool.recycling.return_due_leads",
	)
	frappe.db.delete("Scheduled Job Type", {"method": new})
	frappe.get_doc(doctype="Scheduled Job Type", method=old, frequency="Daily Long", stopped=1).insert()
	for _twice in range(2):
		rename_stored_paths.execute()
	assert frappe.get_all(
		"Scheduled Job Type", {"method": ("in", (old, new))}, ["name", "method", "stopped"]
	) == [{"name": "recycling.return_due_leads", "method": new, "stopped": 1}]


def test_a_card_of_the_desk_keeps_its_figure():
	old = "dianjian_app.calls.today.today_list"
	card = frappe.get_doc(doctype="Number Card", label="x", type="Custom", method=old).insert()
	rename_stored_paths.execute()
	assert (
		frappe.db.get_value("Number Card", card.name, "method") == "dianjian_app.calls.todays_list.today_list"
	)


def test_a_patch_that_ran_under_its_old_name_is_not_run_again():
	old, new = "dianjian_app.setup.prints_redone", "dianjian_app.patches.v0_1.replace_unedited_print_formats"
	frappe.db.delete("Patch Log", {"patch": new})
	frappe.get_doc(doctype="Patch Log", patch=old).insert()
	rename_stored_paths.execute()
	assert frappe.db.exists("Patch Log", {"patch": new}) and not frappe.db.exists("Patch Log", {"patch": old})


def test_each_moved_patch_is_there():
	assert all(callable(function_at(f"{new}.execute")) for new in moved_paths.PATCHES.values())
