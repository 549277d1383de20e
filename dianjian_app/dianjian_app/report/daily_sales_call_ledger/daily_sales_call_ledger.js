(() => {
	const BELOW = { "Sales Group": "Agent", Week: "Sales Group", Agent: "Every Line" };

	// the next level: week → groups → agents → days → the day's sheet, visits, deals
	function next_level(row, filters) {
		const summed_by = BELOW[filters.summed_by];
		if (!summed_by) return row.call_sheet ? ["Call Sheet", row.call_sheet] : null;
		const wanted = { summed_by };
		if (row.week_start)
			Object.assign(wanted, {
				from_date: row.week_start,
				to_date: frappe.datetime.add_days(row.week_start, 6),
			});
		if (row.sales_group) wanted.sales_group = row.sales_group;
		if (row.agent) wanted.agent = row.agent;
		return { report: "Daily Sales Call Ledger", filters: wanted };
	}

	const documents = (doctype, day, more) => (row, filters) => {
		if (filters.summed_by !== "Every Line") return next_level(row, filters);
		return { list: doctype, filters: { agent: row.agent, [day]: row.date, ...more } };
	};

	dianjian.report("Daily Sales Call Ledger", {
		filters: [
			dianjian.filter.from(),
			dianjian.filter.to(),
			dianjian.filter.centre(),
			dianjian.filter.group(),
			dianjian.filter.agent(),
			{
				fieldname: "sheet_state",
				label: __("Sheet"),
				fieldtype: "Select",
				options: ["", "No Sheet", "Not Handed In", "Handed In", "Confirmed", "Opening"].map((value) => ({
					value,
					label: __(value),
				})),
			},
			dianjian.filter.choice("summed_by", __("Summed By"), ["Every Line", "Agent", "Sales Group", "Week"]),
		],
		drill: {
			calls: next_level,
			connected_calls: next_level,
			valid_calls: next_level,
			connected: next_level,
			intention: next_level,
			invited: next_level,
			visits: documents("Visit Confirmation", "counted_on", { outcome: "Counted" }),
			deals: documents("Sales Deal", "date", { docstatus: 1 }),
		},
		buttons(report) {
			const excel = __("As on Paper");
			const get = (method, args) =>
				open_url_post(`/api/method/dianjian_app.workbooks.ledger_workbooks.${method}`, args);
			const wanted = () => {
				const { centre, sales_group, agent, from_date, to_date } = report.get_values();
				if (!centre) frappe.throw(__("Choose a sales centre first."));
				return { centre, sales_group: sales_group || "", agent: agent || "", from_date, to_date };
			};
			report.page.add_inner_button(
				__("Daily Sales Call Ledger"),
				() => get("download_ledger", wanted()),
				excel
			);
			report.page.add_inner_button(
				__("Statistics Table of the Month"),
				() => {
					const { centre, sales_group, agent, from_date } = wanted();
					get("download_statistics", { centre, sales_group, agent, month: from_date.slice(0, 7) });
				},
				excel
			);
			report.page.add_inner_button(
				__("Blank Ledger"),
				() => get("download_ledger", { ...wanted(), blank: 1 }),
				excel
			);
		},
		shown(text, column, data) {
			if (column.fieldname !== "sheet_state" || !data || !data.state) return null;
			const colour = {
				"No Sheet": data.presence > 0 ? "red" : "gray",
				"Not Handed In": "orange",
				"Handed In": "blue",
				Confirmed: "green",
			}[data.state];
			return colour ? `<span class="indicator-pill ${colour}">${text}</span>` : null;
		},
	});
})();
