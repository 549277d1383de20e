"""Policy packs: previewed, loaded once, combined, exported and loaded elsewhere (R52)."""

import json
import subprocess
import sys

import frappe
import pytest
from frappe.utils.file_manager import save_file

from dianjian_app.incentives.discipline.measure_grounds import of_centre
from dianjian_app.packs import export, parts, plan, policy_pack_events, shipped_packs
from dianjian_app.packs.policy_pack_events import PolicyPackError
from dianjian_app.packs.shipped_packs import REWARDS, SOURCE
from dianjian_app.packs.site_state import DOCTYPES
from dianjian_app.service.script_panel import scripts_for_call
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_place, a_rule, an_administrator
from dianjian_app.tests.builders.people import a_centre
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R52")
SEEDED = (SOURCE, REWARDS)
EVERGRANDE, CALL_CENTRE, SALES_OFFICE = "恒大 call 客", "呼叫中心 Mon–Fri", "案场咨客 / 售楼处 / 客服"


@made_once
def centre():
	return a_centre()


def of(items, *actions):
	return {(i["section"], i["key"]) for i in items if i["action"] in actions}


def counted():
	tables = ("Incentive Rule", "Incentive Metric", "Grade Scheme", "Channel Source", "Deduction Policy")
	return {t: frappe.db.count(t) for t in tables}


def an_own_pack(content, title="自有"):
	text = content if isinstance(content, (str, bytes)) else json.dumps(content, ensure_ascii=False)
	file = save_file(f"{frappe.generate_hash(length=6)}.json", text, None, None, is_private=1)
	return frappe.get_doc(doctype="Policy Pack", title=title, file=file.file_url).insert()


def as_in_the_file(sections):
	"""What a site keeps of an administrator, or of an earlier version of the app, says again what the pack says."""
	site_wide = ("grade_schemes", "products", "sources", "metrics", "departments", "complaint_categories")
	for name in (*site_wide, "survey_templates"):
		for row in sections.get(name, ()):
			if frappe.db.exists(DOCTYPES[name], row[parts.KEYS[name]]):
				doc = frappe.get_doc(DOCTYPES[name], row[parts.KEYS[name]])
				doc.update(json.loads(json.dumps(row))).save()


def test_every_shipped_pack_is_there_and_can_be_previewed(centre):
	for title in shipped_packs.packs():
		items = policy_pack_events.preview([title], centre.name)
		assert items, title
		assert {i["action"] for i in items} & {"add", "change"} or title in SEEDED, title
	added = of(policy_pack_events.preview(["call 客考勤"], centre.name), "add", "change")
	assert added == {
		("Punching Policy", "Punching Policy"),
		*(("Incentive Rule", f"R33-{what}") for what in ("迟到", "早退", "缺卡", "旷工")),
	}


def test_a_new_site_is_the_source_pack(centre):
	items = policy_pack_events.preview([SOURCE], centre.name)
	assert not of(items, "add")
	assert {key for _section, key in of(items, "change")} <= {"seasons", "grade_scheme"}


def test_loading_does_what_the_preview_says_and_twice_changes_nothing(centre):
	before = counted()
	wanted = policy_pack_events.preview([EVERGRANDE], centre.name)
	assert counted() == before
	done = policy_pack_events.load([EVERGRANDE], centre.name)
	assert (done["add"], done["change"]) == (len(of(wanted, "add")), len(of(wanted, "change")))
	assert frappe.db.get_value("Sales Centre", centre.name, "grade_scheme") == EVERGRANDE
	assert policy_pack_events.load([EVERGRANDE], centre.name) == {"add": 0, "change": 0}


def test_a_rule_of_a_pack_is_a_draft_that_follows_what_there_is(centre):
	own = json.loads(json.dumps(shipped_packs.packs()[SOURCE]))
	rule = next(r for r in own["sections"]["rules"] if r["family"] == "R20")
	rule["target_value"] = 120
	own["sections"] = {"rules": [rule]}
	pack = an_own_pack(own)
	[item] = [i for i in policy_pack_events.preview([pack.name], centre.name) if i["action"] == "change"]
	[change] = item["changes"]
	assert (change["field"], change["old"], change["new"]) == ("target_value", "100.0", "120")
	assert change["label"] == frappe._("Target Value")
	policy_pack_events.load([pack.name], centre.name)
	draft = frappe.get_doc("Incentive Rule", {"family": "R20", "centre": centre.name})
	assert (draft.docstatus, draft.target_value, draft.supersedes) == (0, 120, "R20-1")
	assert frappe.db.get_value("Incentive Rule", "R20-1", "target_value") == 100
	assert policy_pack_events.load([pack.name], centre.name) == {"add": 0, "change": 0}


@pytest.mark.parametrize("file", sorted(shipped_packs.FOLDER.glob("*.json")), ids=lambda f: f.stem)
def test_a_shipped_pack_that_is_loaded_goes_out_as_its_file(centre, file):
	content = json.loads(file.read_text("utf-8"))
	as_in_the_file(content["sections"])
	policy_pack_events.load([content["title"]], centre.name)
	assert export.as_text(export.export(centre.name, content["title"], content)) == file.read_text("utf-8")


def test_a_call_centre_has_its_hours_its_grounds_and_its_rule_as_a_draft():
	place = a_place()
	with as_user(an_administrator()):
		policy_pack_events.load([CALL_CENTRE], place.name)
	got = frappe.get_doc("Sales Centre", place.name)
	assert (got.call_from, got.call_until, [row.weekday for row in got.rest_days]) == (
		*("09:00", "18:00"),
		["Saturday", "Sunday"],
	)
	assert of_centre("泄露客户信息", place.name).first_measure == "Dismissal"
	elsewhere = a_centre()
	assert of_centre("泄露客户信息", elsewhere.name).first_measure == "Suspension"
	assert frappe.get_all("Incentive Rule", {"family": "R30"}, pluck="docstatus") == [0]


def test_what_a_sales_office_says_and_asks_waits_for_somebody_of_the_centre():
	place = a_place()
	with as_user(an_administrator()):
		policy_pack_events.load([SALES_OFFICE], place.name)
	scripts = frappe.get_all("Talk Script", {"centre": place.name}, ["title", "stage", "docstatus", "name"])
	assert {s.title: (s.stage, s.docstatus) for s in scripts} == {
		title: ("Draft", 0) for title in ("接听来电", "邀约到访", "客户回访")
	}
	with as_user(place.agent):
		assert scripts_for_call()["scripts"] == []
	with as_user(place.manager):
		frappe.get_doc("Talk Script", scripts[0].name).submit()
	with as_user(place.agent):
		assert [s.title for s in scripts_for_call()["scripts"]] == [scripts[0].title]
	assert not frappe.get_all("Survey Template", {"disabled": 0})
	left = policy_pack_events.preview([SALES_OFFICE], place.name)
	assert not of(left, "add", "change")


def test_what_is_switched_off_is_still_off_where_the_pack_is_loaded(centre):
	policy = {
		"policy_name": "只扣奖金",
		"allow_loss_of_incentive": 1,
		"allow_compensation": 0,
		"excess": "Drop",
		"leaver_remainder": "Drop",
	}
	frappe.get_doc(doctype="Deduction Policy", **policy).insert()
	centre.update({"deduction_policy": "只扣奖金", "protection_days": 0}).save()
	a_rule(family="取消不退", centre=centre.name, take_back_on_cancel=0)
	pack = an_own_pack(export.as_text(export.export(centre.name, "我们的")), "我们的")
	frappe.db.set_value("Sales Centre", centre.name, "deduction_policy", None)
	frappe.delete_doc("Deduction Policy", "只扣奖金")
	other = a_centre()
	policy_pack_events.load([pack.name], other.name)
	assert frappe.db.get_value("Deduction Policy", "只扣奖金", "allow_compensation") == 0
	assert frappe.db.get_value("Sales Centre", other.name, "protection_days") == 0
	loaded = {"family": "取消不退", "centre": other.name}
	assert frappe.db.get_value("Incentive Rule", loaded, "take_back_on_cancel") == 0


def test_packs_combine(centre):
	items = policy_pack_events.preview([SOURCE, EVERGRANDE, REWARDS], centre.name)
	[scheme] = [i for i in items if i["key"] == "grade_scheme"]
	assert scheme["pack"] == EVERGRANDE and SOURCE in scheme["why"]


def test_ones_own_goes_out_and_into_another_centre(centre):
	policy_pack_events.load([EVERGRANDE], centre.name)
	centre.reload()
	centre.update({"protection_days": 45, "deduction_policy": "Labour Law Guard"}).save()
	with as_user(an_administrator()):
		policy_pack_events.download("我们的制度", centre.name)
	content = frappe.local.response.filecontent
	pack = an_own_pack(content, "我们的制度")
	other = a_centre()
	policy_pack_events.load([pack.name], other.name)
	got = frappe.get_doc("Sales Centre", other.name)
	assert (got.protection_days, got.grade_scheme, got.deduction_policy) == (
		45,
		EVERGRANDE,
		"Labour Law Guard",
	)
	left = [
		i for i in policy_pack_events.preview([pack.name], other.name) if i["action"] in ("add", "change")
	]
	assert left == []
	assert plan.check(export.export(other.name, "x"))


@pytest.mark.parametrize(
	"content", ["no json", "[]", '{"schema": 9}', '{"schema": 1, "title": "x", "sections": {"users": []}}']
)
def test_a_bad_file_is_refused(content):
	with pytest.raises(PolicyPackError):
		an_own_pack(content, f"坏 {frappe.generate_hash(length=4)}")


def test_a_metric_over_what_is_closed_is_refused_and_nothing_is_loaded(centre):
	metric = {
		"metric_name": "号码",
		"source_doctype": "Phone Vault",
		"date_field": "creation",
		"function": "Count",
	}
	own = {
		"schema": 1,
		"title": "x",
		"sections": {"products": [{"product_name": "新品"}], "metrics": [metric]},
	}
	pack = an_own_pack(own, "偷看")
	frappe.db.savepoint("try")
	with pytest.raises(frappe.ValidationError):
		policy_pack_events.load([pack.name], centre.name)
	frappe.db.rollback(save_point="try")
	assert not frappe.db.exists("Product Type", "新品")


def test_shipped_packs_are_not_written_and_content_comes_from_files_alone():
	pack = frappe.get_doc("Policy Pack", EVERGRANDE)
	text = pack.content
	pack.update({"content": "{}", "source": "Own"})
	pack.save()
	assert frappe.db.get_value("Policy Pack", EVERGRANDE, ["content", "source"]) == (text, "Shipped")
	with pytest.raises(PolicyPackError):
		frappe.get_doc(doctype="Policy Pack", title="空").insert()


def test_who_may(centre):
	place = a_place()
	with as_user(place.manager):
		assert policy_pack_events.preview([EVERGRANDE], place.name)
		for ask in (
			lambda: policy_pack_events.load([EVERGRANDE], place.name),
			lambda: policy_pack_events.download("x", place.name),
		):
			with pytest.raises(frappe.PermissionError):
				ask()
		with pytest.raises(frappe.PermissionError):
			policy_pack_events.preview([EVERGRANDE], centre.name)
	with as_user(place.agent), pytest.raises(frappe.PermissionError):
		policy_pack_events.preview([EVERGRANDE], place.name)


def test_the_commands_say_what_they_do(tmp_path):
	bench = [sys.executable, "-m", "frappe.utils.bench_helper", "frappe", "--site", frappe.local.site]

	def run(*args):
		return subprocess.run(
			[*bench, *args], cwd=frappe.local.sites_path, capture_output=True, text=True, check=False
		)

	for command in ("load-pack", "export-pack"):
		assert "Exit code 0" in run(command, "--help").stdout
	failed = run("load-pack", EVERGRANDE, "--centre", "没有这个案场", "--dry-run")
	assert failed.returncode == 1 and "没有这个案场" in failed.stderr
