"""bench command of the ledger."""

from __future__ import annotations

import json
import sys
from datetime import date
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context

from dianjian_app.ledger.build import Outcome, rebuild
from dianjian_app.people.period import Period


class Day(click.ParamType):
	"""A date written YYYY-MM-DD."""

	name = "YYYY-MM-DD"

	def convert(self, value: str | date, param: click.Parameter | None, ctx: click.Context | None) -> date:
		try:
			return value if isinstance(value, date) else date.fromisoformat(value)
		except ValueError:
			self.fail(f"{value!r} is not a date; write it as YYYY-MM-DD, e.g. 2026-11-01", param, ctx)


@click.command("rebuild-ledger")
@click.option("--centre", required=True, help="Name of the Sales Centre.")
@click.option("--from", "start", required=True, type=Day(), help="First day.")
@click.option("--to", "end", required=True, type=Day(), help="Last day; days after today have no line.")
@click.option("--json", "as_json", is_flag=True, help="Print the counts as JSON.")
@pass_context
def rebuild_ledger(context: Any, centre: str, start: date, end: date, as_json: bool) -> None:
	"""Make the daily ledger of a centre what the documents of those days say.

	Prints how many lines were written, removed, and right already. Doing it again changes nothing.
	Exit code 1, with the reason on stderr, when the centre does not exist or the days are reversed.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		outcome = _rebuild(centre, start, end)
		frappe.db.commit()  # the command is the transaction
	except Exception as error:
		frappe.db.rollback()
		click.echo(f"rebuild-ledger: {error}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()
	_show(outcome, as_json)


def _rebuild(centre: str, start: date, end: date) -> Outcome:
	"""Raises frappe.DoesNotExistError, EndBeforeStart."""
	if not frappe.db.exists("Sales Centre", centre):
		raise frappe.DoesNotExistError(f"There is no sales centre {centre}")
	return rebuild(centre, Period(start, end))


def _show(outcome: Outcome, as_json: bool) -> None:
	counts = {"written": outcome.written, "removed": outcome.removed, "unchanged": outcome.unchanged}
	if as_json:
		click.echo(json.dumps(counts))
	else:
		click.echo("written {written}, removed {removed}, unchanged {unchanged}".format(**counts))
