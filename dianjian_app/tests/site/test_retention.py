"""Retention periods: what is older goes, after somebody has looked, and exactly that (R47)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.privacy import retention
from dianjian_app.privacy.retention_kinds import RETENTION_KINDS
from dianjian_app.resources.numbers import vault
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_user
from dianjian_app.tests.builders.personal import Customer
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import a_manager
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R47")


@made_once
def admin():
	return a_user(roles.ADMIN).name


def aged(lead, days, **fields):
	day = add_days(getdate(), -days)
	frappe.db.set_value("Call Lead", lead.name, {"creation": f"{day} 10:00:00", "date": day, **fields})
	return lead.name


def turned_on(kind, admin):
	with as_user(admin):
		seen = retention.what_would_go(kind)
		period = frappe.get_doc("Retention Period", kind)
		period.enabled = 1
		period.save()
	return seen


def everything():
	tables = (
		"Call Lead",
		"Call Lead Number",
		"Lead Batch Row",
		"Lead Batch",
		"Message Log",
		"Phone Vault",
		"File",
	)
	return {t: frappe.db.sql(f"select * from `tab{t}` order by name") for t in (*tables, "Phone Reveal Log")}


def test_a_new_site_has_every_kind_and_none_is_on():
	rows = frappe.get_all("Retention Period", fields=["kind", "keep_days", "enabled"])
	assert {r.kind for r in rows} == {*RETENTION_KINDS}
	assert all(r.keep_days >= RETENTION_KINDS[r.kind].least_days and not r.enabled for r in rows)


def test_the_run_takes_exactly_what_the_dry_run_listed_and_the_dry_run_takes_nothing(admin):
	centre = a_centre()
	old = [aged(a_lead(centre=centre), 400 + n) for n in range(3)]
	young = aged(a_lead(centre=centre), 300)
	called = aged(a_lead(centre=centre), 400, last_called_at=now_datetime())
	before, erased_before = (
		everything(),
		frappe.get_all("Call Lead", {"erased_on": ("is", "set")}, pluck="name"),
	)
	seen = turned_on("Uncalled Leads", admin)
	assert everything() == before
	assert {*old} <= {*seen["names"]} and seen["count"] == len(seen["names"])
	assert not {young, called} & {*seen["names"]}
	assert retention.run_part("Uncalled Leads") == seen["count"]
	gone = frappe.get_all("Call Lead", {"erased_on": getdate()}, pluck="name")
	assert sorted({*gone} - {*erased_before}) == sorted(seen["names"])
	lead = frappe.get_doc("Call Lead", old[0])
	assert (lead.customer_name, lead.phone_mask, lead.centre) == ("***", "***", centre.name)
	assert vault.known([n.phone_hash for n in lead.numbers]) == set()
	assert retention.run_part("Uncalled Leads") == 0
	run = frappe.get_doc("Retention Run", f"Uncalled Leads-{getdate()}")
	assert (run.removed, run.batches) == (seen["count"], 2)


@pytest.mark.req("R10")
def test_who_refused_calls_stays_refused_by_a_bare_hash(admin):
	lead = a_lead(centre=a_centre())
	aged(lead, 800, status="Out", last_called_at=add_days(now_datetime(), -800), do_not_call=1)
	frappe.db.set_value("Phone Vault", lead.phone_hash, "do_not_call", 1)
	turned_on("Closed Leads", admin)
	assert retention.run_part("Closed Leads") >= 1
	assert vault.refused([lead.phone_hash]) == {lead.phone_hash}
	assert vault.numbers_of([lead.phone_hash])[lead.phone_hash] is None


def test_who_came_or_bought_or_complains_is_kept(admin):
	customer = Customer()
	long_ago = add_days(now_datetime(), -900)
	frappe.db.set_value("Call Lead", customer.lead.name, {"status": "Out", "last_called_at": long_ago})
	turned_on("Closed Leads", admin)
	retention.run_part("Closed Leads")
	assert frappe.db.get_value("Call Lead", customer.lead.name, "customer_name") == customer.name


@pytest.mark.parametrize("kind", ["Rejected Rows", "Source Workbooks", "Message Texts", "Reveal Log"])
def test_each_kind_comes_to_an_end_and_leaves_what_is_young(kind, admin):
	customer = Customer(short=True)
	old, young = _rows_of(kind, customer)
	seen = turned_on(kind, admin)
	assert old in seen["names"] and young not in seen["names"]
	assert retention.run_part(kind) == seen["count"]
	assert RETENTION_KINDS[kind].count(add_days(getdate(), -RETENTION_KINDS[kind].days)) == 0
	doctype = RETENTION_KINDS[kind].doctype
	assert bool(frappe.db.exists(doctype, old)) == (kind != "Reveal Log")
	assert frappe.db.exists(doctype, young)


def _rows_of(kind, customer):
	days = RETENTION_KINDS[kind].days
	long_ago, lately = (add_days(getdate(), -d) for d in (days + 5, days - 5))
	if kind == "Source Workbooks":
		young = Customer(short=True)
		customer.batch.db_set("imported_at", long_ago)
		young.batch.db_set("imported_at", lately)
		return customer.batch.name, young.batch.name
	fields = {
		"Rejected Rows": {"batch": customer.batch.name, "outcome": "Rejected", "customer_name": "某人"},
		"Message Texts": {"lead": customer.lead.name, "status": "Sent", "text": "您好"},
		"Reveal Log": {"user": "Administrator", "kind": "Reveal"},
	}[kind]
	doctype, names = RETENTION_KINDS[kind].doctype, []
	for day in (long_ago, lately):
		row = customer._row(doctype, **fields)
		frappe.db.set_value(doctype, row.name, {RETENTION_KINDS[kind].day: day}, update_modified=False)
		names.append(row.name)
	return names


def test_it_is_turned_on_only_after_a_look_and_a_shorter_time_is_looked_at_anew(admin):
	with as_user(admin):
		period = frappe.get_doc("Retention Period", "Uncalled Leads")
		period.enabled = 1
		with pytest.raises(retention.RetentionError):
			period.save()
	turned_on("Uncalled Leads", admin)
	with as_user(admin):
		period = frappe.get_doc("Retention Period", "Uncalled Leads")
		period.keep_days = 200
		period.save()
		assert not period.enabled
		period.keep_days = 3
		with pytest.raises(retention.RetentionError):
			period.save()


def test_what_is_off_takes_nothing_and_only_the_administrator_sets_it():
	lead = aged(a_lead(centre=a_centre()), 4000)
	retention.run_daily()
	assert retention.run_part("Uncalled Leads") == 0
	assert not frappe.db.get_value("Call Lead", lead, "erased_on")
	for who in (a_manager(a_centre().name).user, a_user(roles.AUDITOR).name, a_user(roles.HR).name):
		with as_user(who):
			with pytest.raises((frappe.PermissionError, NotYourPartError)):
				retention.what_would_go("Uncalled Leads")
			with pytest.raises(frappe.PermissionError):
				frappe.get_doc("Retention Period", "Uncalled Leads").save()


def test_more_than_one_part_is_taken_part_by_part(admin, monkeypatch):
	centre = a_centre()
	for n in range(5):
		aged(a_lead(centre=centre), 400 + n)
	monkeypatch.setattr("dianjian_app.privacy.retention.AT_ONCE", 2)
	monkeypatch.setattr("dianjian_app.privacy.retention_kinds.AT_ONCE", 2)
	monkeypatch.setattr(
		"dianjian_app.privacy.retention_kinds.RetentionKind.names.__defaults__", (2,), raising=False
	)
	seen = turned_on("Uncalled Leads", admin)
	retention.run_daily()
	assert RETENTION_KINDS["Uncalled Leads"].count(add_days(getdate(), -365)) == 0
	run = frappe.get_doc("Retention Run", f"Uncalled Leads-{getdate()}")
	assert run.removed == seen["count"] and run.batches == seen["count"] // 2 + 1
