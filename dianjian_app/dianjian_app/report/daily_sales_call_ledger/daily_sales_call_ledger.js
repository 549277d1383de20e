frappe.query_reports["Daily Sales Call Ledger"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From Date"),
			fieldtype: "Date",
			reqd: 1,
			default: frappe.datetime.month_start(),
		},
		{
			fieldname: "to_date",
			label: __("To Date"),
			fieldtype: "Date",
			reqd: 1,
			default: frappe.datetime.get_today(),
		},
		{ fieldname: "centre", label: __("Sales Centre"), fieldtype: "Link", options: "Sales Centre" },
		{
			fieldname: "sales_group",
			label: __("Sales Group"),
			fieldtype: "Link",
			options: "Sales Group",
			get_query: () => {
				const centre = frappe.query_report.get_filter_value("centre");
				return centre ? { filters: { centre } } : {};
			},
		},
		{
			fieldname: "agent",
			label: __("Telesales Agent"),
			fieldtype: "Link",
			options: "Sales Staff",
			get_query: () => ({ filters: { position: "Telesales Agent" } }),
		},
		{
			fieldname: "sheet_state",
			label: __("Sheet"),
			fieldtype: "Select",
			options: ["", "No Sheet", "Not Handed In", "Handed In", "Confirmed", "Opening"].map((value) => ({
				value,
				label: __(value),
			})),
		},
		{
			fieldname: "summed_by",
			label: __("Summed By"),
			fieldtype: "Select",
			default: "Every Line",
			options: ["Every Line", "Agent", "Sales Group", "Week"].map((value) => ({ value, label: __(value) })),
		},
	],

	onload(report) {
		const excel = __("As on Paper");
		const get = (method, args) => open_url_post(`/api/method/dianjian_app.workbooks.ledger_books.${method}`, args);
		const wanted = () => {
			const { centre, sales_group, from_date, to_date } = report.get_values();
			if (!centre) frappe.throw(__("Choose a sales centre first."));
			return { centre, sales_group: sales_group || "", from_date, to_date };
		};
		report.page.add_inner_button(__("Daily Sales Call Ledger"), () => get("download_ledger", wanted()), excel);
		report.page.add_inner_button(
			__("Statistics Table of the Month"),
			() => {
				const { centre, sales_group, from_date } = wanted();
				get("download_statistics", { centre, sales_group, month: from_date.slice(0, 7) });
			},
			excel
		);
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname !== "sheet_state" || !data || !data.state) return shown;
		const colour = {
			"No Sheet": data.presence > 0 ? "red" : "gray",
			"Not Handed In": "orange",
			"Handed In": "blue",
			Confirmed: "green",
		}[data.state];
		return colour ? `<span class="indicator-pill ${colour}">${shown}</span>` : shown;
	},
};
