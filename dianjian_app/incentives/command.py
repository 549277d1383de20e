"""bench commands of rewards and penalties: settle a month, walk the chain of entries."""

from __future__ import annotations

import json
import sys

import click
import frappe
from frappe.commands import get_site, pass_context

from dianjian_app.incentives.entries import chain_notes
from dianjian_app.incentives.entries.chain_upkeep import missing_guards, sign_ends
from dianjian_app.incentives.entries.chain_walk import ChainCheck, check_all_chains, check_chain
from dianjian_app.incentives.rules.deduction_policy import read_policy
from dianjian_app.incentives.rules.simulation import months_between, rules_to_try, simulate
from dianjian_app.incentives.settlement.compute import recompute
from dianjian_app.incentives.settlement.dry_run import dry_run_report
from dianjian_app.incentives.settlement.month_report import report_of_settlement
from dianjian_app.people.period import Period
from dianjian_app.stage_codes.incentive_stages import OPEN


@click.command("settle-month")
@click.option("--centre", required=True, help="Name of the Sales Centre.")
@click.option("--month", required=True, help="The month, written YYYY-MM.")
@click.option("--dry-run", is_flag=True, help="Compute and print only; nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_context
def settle_month(context: frappe._dict, centre: str, month: str, dry_run: bool, as_json: bool) -> None:
	"""Compute a centre's month and print, per agent, what the rules bring.

	Makes the settlement where there is none and computes it anew while it is open; one that people have signed is
	printed as it stands. With --dry-run nothing is written; of a published month what was posted is printed, and what
	would differ now. Approving and publishing are acts of people and happen in the desk. Exit code 0: nothing is
	missing; 2: something keeps the month from being approved (it is printed); 1: an error, on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	frappe.local.lang = frappe.db.get_single_value("System Settings", "language") or "zh"
	try:
		report = _settle(centre, Period.parse_month(month), dry_run)
		if dry_run:
			frappe.db.rollback()
		else:
			frappe.db.commit()  # the command is the transaction
	except Exception as error:
		frappe.db.rollback()
		click.echo(f"settle-month: {_plain(error)}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()
	click.echo(json.dumps(report, ensure_ascii=False, indent=1) if as_json else _table(report))
	sys.exit(2 if report["blockers"] else 0)


def _settle(centre: str, month: Period, dry_run: bool) -> dict:
	"""The month's report. Raises frappe.DoesNotExistError, SettlementError."""
	if not frappe.db.exists("Sales Centre", centre):
		raise frappe.DoesNotExistError(f"There is no sales centre {centre}")
	if dry_run:
		return dry_run_report(centre, month)
	live = {"centre": centre, "month": month.month_text, "docstatus": ("<", 2)}
	name = frappe.db.get_value("Incentive Settlement", live, "name")
	settlement = (
		frappe.get_doc("Incentive Settlement", name)
		if name
		else frappe.get_doc(doctype="Incentive Settlement", centre=centre, month=month.month_text).insert()
	)
	if settlement.stage in OPEN:
		recompute(settlement)
	return report_of_settlement(settlement)


def _plain(error: Exception) -> str:
	return frappe.utils.strip_html(str(error)) or type(error).__name__


def _table(report: dict) -> str:
	rows = [f"{report['centre']} {report['month']}  {report['stage']}"]
	head = ("agent", "name", "rewards", "deductions", "leave days", "proposals")
	rows.append("  ".join(f"{h:>10}" for h in head))
	for a in report["agents"]:
		shown = (
			a["agent"],
			a["name"],
			a["rewards"],
			a["deductions"],
			a["leave_days"],
			", ".join(a["proposals"]),
		)
		rows.append("  ".join(f"{v!s:>10}" for v in shown))
	rows += [f"! {b['kind']}: {b['message']}" for b in report["blockers"]]
	if "would_differ" in report:
		rows += _differences(report)
	return "\n".join(rows)


def _differences(report: dict) -> list[str]:
	"""What would be posted beside a published month, one line each."""
	if report["would_differ"] is None:
		return ["published; too old to be corrected"]
	rows = [
		f"published; {len(report['would_differ'])} lines would differ, posted with {report['corrected_in']}"
	]
	for d in report["would_differ"]:
		worth = d["amount"] or d["quantity"]
		shown = (
			d["agent"] or "",
			d["name"],
			d["rule"],
			d["period"][1],
			d["outcome"],
			f"{worth:+}",
			d["note"],
		)
		rows.append("  ".join(f"{v!s:>10}" for v in shown))
	return rows


@click.command("verify-ledger")
@click.option("--centre", help="One Sales Centre only; default: every chain.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_context
def verify_ledger(context: frappe._dict, centre: str | None, as_json: bool) -> None:
	"""Walk the chain of incentive entries and say where it is broken first, if anywhere.

	Every row of the table is walked, the signature of each chain's end is checked, and what was noted outside the
	database is compared. Exit code 0: every entry is as it was posted, or a recorded restore explains what is gone (it is
	printed); 1: a chain is broken, the notes outside are, the database's guards of entries are missing (both said on
	stderr; `bench migrate` makes the guards), or an error on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		notes = chain_notes.read()
		results = [check_chain(centre, notes)] if centre else check_all_chains(notes)
		lost = missing_guards()
		noted_in = chain_notes.path()
	except Exception as error:
		click.echo(f"verify-ledger: {_plain(error)}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()
	_show_chains(results, as_json)
	if not notes.lines:
		click.echo(f"verify-ledger: nothing was noted outside yet ({noted_in})", err=True)
	if notes.fault:
		click.echo(f"verify-ledger: {noted_in}: {notes.fault}", err=True)
	if lost:
		click.echo(f"verify-ledger: missing in the database: {', '.join(lost)}; run bench migrate", err=True)
	sys.exit(0 if all(r.whole for r in results) and not lost and not notes.fault else 1)


def _show_chains(results: list[ChainCheck], as_json: bool) -> None:
	if as_json:
		fields = ("centre", "entries", "whole", "broken", "reason", "lost")
		shown = [{f: getattr(r, f) for f in fields} for r in results]
		click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
		return
	for r in results:
		verdict = "whole" if r.whole else f"BROKEN at {r.broken or 'the end'}: {r.reason}"
		click.echo(f"{r.centre}: {r.entries} entries, {verdict}")
		for words in r.lost:
			click.echo(f"  {words}")


@click.command("sign-ledger")
@click.option("--reason", required=True, help="Why; it is noted outside the database.")
@pass_context
def sign_ledger(context: frappe._dict, reason: str) -> None:
	"""Sign where the chains of entries end with this site's key: after the key was lost, or an old backup restored.

	What was noted before stands in the notes and no longer counts. Entries that are not as they were posted stay broken.
	Prints what verify-ledger says before. Exit code 0; 1: an error, on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		results = check_all_chains()
		_show_chains(results, False)
		sign_ends(results, reason)
		frappe.db.commit()  # the command is the transaction
	except Exception as error:
		frappe.db.rollback()
		click.echo(f"sign-ledger: {_plain(error)}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()


@click.command("simulate-rules")
@click.option("--centre", required=True, help="Name of the Sales Centre.")
@click.option("--from", "first", required=True, help="The first month, written YYYY-MM.")
@click.option("--to", "last", help="The last month; default: the first.")
@click.option(
	"--rule", "rules", multiple=True, help="A rule, also a draft, that stands in for its family. Repeatable."
)
@click.option(
	"--pack",
	"packs",
	multiple=True,
	help="A Policy Pack whose rules stand in for their families. Repeatable.",
)
@click.option("--policy", help="A Deduction Policy that stands in for the centre's.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_context
def simulate_rules(
	context: frappe._dict,
	centre: str,
	first: str,
	last: str | None,
	rules: tuple,
	packs: tuple,
	policy: str | None,
	as_json: bool,
) -> None:
	"""Run rules, packs or a policy over past months without writing anything, and print who would gain or lose what.

	Exit code 0; 1: an error, on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		if not frappe.db.exists("Sales Centre", centre):
			raise frappe.DoesNotExistError(f"There is no sales centre {centre}")
		if policy and not frappe.db.exists("Deduction Policy", policy):
			raise frappe.DoesNotExistError(f"There is no policy {policy}")
		months = months_between(first, last or first)
		tried = rules_to_try(rules, packs)
		report = simulate(centre, months, tried, read_policy(policy) if policy else None)
	except Exception as error:
		click.echo(f"simulate-rules: {_plain(error)}", err=True)
		sys.exit(1)
	finally:
		frappe.db.rollback()
		frappe.destroy()
	if as_json:
		click.echo(json.dumps(report, ensure_ascii=False, indent=1))
		return
	click.echo(f"{report['centre']} {report['months'][0]}..{report['months'][-1]}")
	click.echo("  ".join(f"{h:>10}" for h in ("agent", "name", "before", "after", "difference")))
	for a in report["agents"]:
		shown = (a["agent"], a["name"], a["before"], a["after"], a["difference"])
		click.echo("  ".join(f"{v!s:>10}" for v in shown))
	click.echo(f"cost {report['cost_before']} -> {report['cost_after']} ({report['difference']:+})")
