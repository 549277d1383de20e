"""The bench commands load-pack and export-pack (R52)."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import frappe
from frappe.commands import get_site, pass_context

from dianjian_app.packs import export, loading, plan, policy_pack_events, site_state


@click.command("load-pack")
@click.argument("packs", nargs=-1, required=True)
@click.option("--centre", required=True, help="Name of the Sales Centre.")
@click.option("--dry-run", is_flag=True, help="Print what would be done; nothing is written.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@pass_context
def load_pack(
	context: frappe._dict, packs: tuple[str, ...], centre: str, dry_run: bool, as_json: bool
) -> None:
	"""Load policy packs, by title or as JSON files, in their order, for one centre.

	Whole or not at all; loading twice changes nothing. Exit code 0; 1: an error, on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		contents = [_content(p) for p in packs]
		if not frappe.db.exists("Sales Centre", centre):
			raise frappe.DoesNotExistError(f"There is no sales centre {centre}")
		items = plan.plan(contents, site_state.read(centre))
		if not dry_run:
			for item in items:
				loading.write(item, centre)
			frappe.db.commit()  # the command is the transaction
	except Exception as error:
		frappe.db.rollback()
		click.echo(f"load-pack: {frappe.utils.strip_html(str(error)) or type(error).__name__}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()
	shown = [
		{"pack": i.pack, "section": i.section, "key": i.key, "action": i.action, "why": i.why} for i in items
	]
	if as_json:
		click.echo(json.dumps(shown, ensure_ascii=False, indent=1))
	else:
		for i in shown:
			click.echo(f"{i['action']:<7} {i['section']:<14} {i['key']}  {i['why']}")


def _content(pack: str) -> dict:
	if Path(pack).is_file():
		return policy_pack_events.parse(Path(pack).read_bytes())
	return {**policy_pack_events.parse(frappe.get_doc("Policy Pack", pack).content), "title": pack}


@click.command("export-pack")
@click.option("--centre", required=True, help="Name of the Sales Centre.")
@click.option("--title", required=True, help="Title of the pack.")
@click.option(
	"--like", help="A pack, by title or as a JSON file: write what it names, as the centre has it now."
)
@click.option("--out", type=click.Path(), help="File to write; default: standard output.")
@pass_context
def export_pack(context: frappe._dict, centre: str, title: str, like: str | None, out: str | None) -> None:
	"""Write a centre's own rules and settings as a policy pack, or a pack that is there anew (--like).

	Exit code 0; 1: an error, on stderr.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		text = export.as_text(export.export(centre, title, _content(like) if like else None))
	except Exception as error:
		click.echo(f"export-pack: {frappe.utils.strip_html(str(error)) or type(error).__name__}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()
	if out:
		Path(out).write_text(text, "utf-8")
	click.echo(f"Written: {out}" if out else text, nl=bool(out))
