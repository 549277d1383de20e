"""bench load-demo: a sales centre's month, played into the site."""

from __future__ import annotations

import json
import sys
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context
from frappe.utils.synchronization import filelock


@click.command("load-demo")
@click.option(
	"--month",
	type=click.Choice(["2026-09"]),
	help="The fixed month that tests compare with, not the living demo.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_context
def load_demo(context: Any, month: str | None, as_json: bool) -> None:
	"""Load the demo: centre 八里洲 with its people, the last whole month and this one up to now, and print what it came to.

	Everything goes through the documents and workflow actions that people use, in their sessions; only the
	clock is moved, which needs the app's optional extra `demo` (time-machine). Running it again prints and changes
	nothing; after an interruption it goes on where it stopped. Exit code 0: the demo is there; 1: it could not be
	loaded, with the reason on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		with filelock("load_demo", timeout=5):
			result = _load(month)
	except Exception as error:
		frappe.db.rollback()
		click.echo(f"load-demo: {_plain(error)}", err=True)
		if context.verbose:
			raise
		sys.exit(1)
	finally:
		frappe.destroy()
	click.echo(json.dumps(result, ensure_ascii=False, indent=1) if as_json else _text(result))


def _load(month: str | None) -> dict:
	from dianjian_app.demo.load import load, load_living, loaded_plan
	from dianjian_app.demo.report import report
	from dianjian_app.demo.september import build_plan

	plan = loaded_plan()
	if month or not plan:
		frappe.flags.mute_emails = True  # the demo's people have no mailboxes
		frappe.local.lang = "zh"  # the language of its people: what the app writes for them is written in it
		finish = frappe.db.commit  # each step is a transaction

		def tell(text: str) -> None:
			click.echo(text, err=True)

		if month:
			load(build_plan(), finish, tell)
		else:
			load_living(finish, tell)
		plan = loaded_plan()
	if plan is None:
		raise RuntimeError("a step of the demo is missing")
	return report(plan)


def _plain(error: Exception) -> str:
	return f"{type(error).__name__}: {frappe.utils.strip_html(str(error))}"


def _text(result: dict) -> str:
	agents = result["agents"]
	columns = list(agents[0])
	rows = [columns, *([str(a[c]) for c in columns] for a in agents)]
	widths = [max(_width(row[i]) for row in rows) for i in range(len(columns))]
	lines = ["  ".join(_padded(t, w) for t, w in zip(row, widths, strict=True)).rstrip() for row in rows]
	lines = [f"{result['centre']}  {result['month']}", "", *lines, ""]
	lines += [f"{role}: {login['user']}  {login['password']}" for role, login in result["users"].items()]
	return "\n".join(lines)


def _padded(text: str, width: int) -> str:
	return text + " " * (width - _width(text))


def _width(text: str) -> int:
	"""Columns that a text takes on the screen: a Chinese character takes two."""
	return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
