"""A simulation in Excel: each agent before and after, and the rules that make the difference (decision 16)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.incentives.rules import simulation
from dianjian_app.workbooks import report_workbook
from dianjian_app.workbooks.download import send


@frappe.whitelist(methods=["POST"])
def download(
	centre: str, from_month: str, to_month: str, rules: str = "[]", policy: str = "", packs: str = "[]"
) -> None:
	"""The simulation of `simulate.run` as a workbook. Raises SimulationError, PermissionError."""
	report = simulation.run_simulation(centre, from_month, to_month, rules, policy or None, packs)
	families = sorted({family for a in report["agents"] for family in a["by_rule"]})
	columns = [
		{"fieldname": "agent", "label": _("Employee Number"), "fieldtype": "Data"},
		{"fieldname": "name", "label": _("Staff Name"), "fieldtype": "Data"},
		*(
			{"fieldname": field, "label": _(label), "fieldtype": "Currency"}
			for field, label in (("before", "Before"), ("after", "After"), ("difference", "Difference"))
		),
		*({"fieldname": f"r_{f}", "label": f, "fieldtype": "Currency"} for f in families),
	]
	rows = [
		{**a, **{f"r_{f}": round(a["by_rule"][f][1] - a["by_rule"][f][0], 2) for f in a["by_rule"]}}
		for a in report["agents"]
	]
	filters = {
		"centre": centre,
		"month": f"{from_month} – {to_month}",
		"policy": policy,
		"packs": ", ".join(frappe.parse_json(packs)),
	}
	workbook = report_workbook.book("Rule Simulation", columns, rows, filters)
	filename = f"{_('Rule Simulation')} {centre} {from_month}"
	send(workbook, filename, ("DocType", "Incentive Rule"), len(rows), {"centre": centre})
