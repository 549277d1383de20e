"""bench import-resources: a workbook from the shell (R6)."""

from __future__ import annotations

import json
import os
import sys
from typing import Any

import click
import frappe
from frappe.commands import get_site, pass_context
from frappe.utils.file_manager import save_file

from dianjian_app import bulk_writer
from dianjian_app.resources.intake.dates import ORDERS
from dianjian_app.resources.intake.text_files import ENCODINGS
from dianjian_app.resources.numbers import vault


@click.command("import-resources")
@click.argument("file", type=click.Path(exists=True, dir_okay=False))
@click.option("--centre", required=True, help="Sales centre that gets the leads.")
@click.option("--source", required=True, help="Source of rows that name none of their own.")
@click.option(
	"--group", default=None, help="Sales group whose pool gets them; without: the centre's common pool."
)
@click.option(
	"--encoding", type=click.Choice(list(ENCODINGS)), help="Of a text file that does not show its own."
)
@click.option(
	"--date-order",
	type=click.Choice(ORDERS),
	help="How 11/6/2026 is meant where the column allows both: MDY or DMY.",
)
@click.option("--without-hidden", is_flag=True, help="Leave hidden rows, columns and sheets out.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_context
def import_resources(
	context: Any,
	file: str,
	centre: str,
	source: str,
	group: str | None,
	encoding: str | None,
	date_order: str | None,
	without_hidden: bool,
	as_json: bool,
) -> None:
	"""Import FILE (xlsx, xls, csv, txt or tsv) as a new lead batch of a sales centre.

	Prints how many rows are new, merged and rejected, how many dates stayed unread, and where the workbook of rejected rows is. Importing the same
	file again adds nothing. SOURCE may be an alias (短信). Exit code 0: imported; 1: the workbook was refused, 2: wrong
	options; the reason is on stderr and nothing was changed.
	"""
	path = os.path.abspath(file)
	frappe.init(site=get_site(context))
	frappe.connect()
	bulk_writer.connect_for_loading()
	try:
		result = _import(path, centre, source, group, (encoding, date_order, without_hidden))
		frappe.db.commit()  # the command is the unit of work
	except click.UsageError:
		frappe.db.rollback()
		raise
	except frappe.ValidationError as error:
		frappe.db.rollback()
		click.echo(f"import-resources: {frappe.utils.strip_html(str(error))}", err=True)
		sys.exit(1)
	finally:
		frappe.destroy()
	if as_json:
		click.echo(json.dumps(result, ensure_ascii=False))
	else:
		for key, value in result.items():
			click.echo(f"{key}: {value}")


def _import(
	path: str, centre: str, source: str, group: str | None, chosen: tuple[str | None, str | None, bool]
) -> dict[str, Any]:
	"""Make the batch and import it; gives the counts and the path of the rejects workbook.

	chosen: encoding, order of days, and whether what is hidden is left out.
	"""
	from dianjian_app.resources.intake.batch_import import import_batch
	from dianjian_app.resources.intake.catalogue import Catalogue

	source = Catalogue.read().source(source) or source
	for option, doctype, name in (
		("--centre", "Sales Centre", centre),
		("--source", "Channel Source", source),
		("--group", "Sales Group", group),
	):
		if name and not frappe.db.exists(doctype, name):
			there = ", ".join(frappe.get_all(doctype, pluck="name", order_by="name")) or "none"
			raise click.UsageError(f"{option}: no {doctype} named {name!r}. There are: {there}")
	filename = os.path.basename(path)
	batch = frappe.get_doc(
		doctype="Lead Batch", batch_name=filename[:140], centre=centre, source=source, sales_group=group
	).insert()
	with open(path, "rb") as stream:
		content = stream.read()
	file = save_file(filename, content, batch.doctype, batch.name, is_private=1, df="file")
	batch.file = file.file_url
	batch.save()
	if any(chosen):
		batch.reading_choices = _choices_for_every_sheet(content, filename, *chosen)
		batch.save()
	counts = import_batch(batch.name)
	rejects = frappe.db.get_value("Lead Batch", batch.name, "rejects_file")
	return {
		"batch": batch.name,
		"rows": counts.total,
		"new": counts.new,
		"merged": counts.merged,
		"rejected": counts.rejected,
		"unread_dates": counts.unread_dates,
		"rejects": rejects and os.path.abspath(frappe.get_doc("File", {"file_url": rejects}).get_full_path()),
	}


def _choices_for_every_sheet(
	content: bytes, filename: str, encoding: str | None, date_order: str | None, without_hidden: bool
) -> str:
	"""The options as the preview stores them. Raises frappe.ValidationError."""
	from dianjian_app.resources.intake.batch_import import read_workbook

	sheets = {
		sheet.name: {
			"date_order": date_order,
			"leave_out": without_hidden and sheet.hidden,
			"without_hidden_rows": without_hidden,
			"without_hidden_columns": without_hidden,
		}
		for sheet in read_workbook(content, filename, encoding)
	}
	return json.dumps({"encoding": encoding, "sheets": sheets}, ensure_ascii=False)


@click.command("dianjian-numbers")
@click.argument("form", type=click.Choice(["encrypt", "plain"]))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@pass_context
def convert_numbers(context: Any, form: str, as_json: bool) -> None:
	"""Write all phone numbers of the vault encrypted, or plain again; new ones follow (R47).

	Safe to repeat and to stop: what is written in the other form is read all the same. Back up encryption_key in
	site_config.json with the database: without it encrypted numbers are lost.
	"""
	frappe.init(site=get_site(context))
	frappe.connect()
	try:
		settings = frappe.get_doc("Telesales Settings")
		settings.encrypt_numbers = int(form == "encrypt")
		settings.save()
		changed = vault.rewrite_numbers()
		frappe.db.commit()  # the command is the unit of work
		said = {"form": form, "rewritten": changed}
		click.echo(json.dumps(said) if as_json else f"{changed} numbers rewritten: {form}")
	finally:
		frappe.destroy()
