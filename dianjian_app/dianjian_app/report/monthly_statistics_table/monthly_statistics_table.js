(() => {
	// a figure leads to the agent's days of that month
	const ledger_of_month = (row, filters) => {
		const [from_date, to_date] = dianjian.days_of(filters.month);
		return {
			report: "Daily Sales Call Ledger",
			filters: { from_date, to_date, agent: row.agent, summed_by: "Every Line" },
		};
	};

	dianjian.report("Monthly Statistics Table", {
		filters: [dianjian.filter.month(), dianjian.filter.centre(), dianjian.filter.group()],
		drill: {
			...dianjian.each(dianjian.FIGURES, ledger_of_month),
			visits: (row, filters) => ({
				list: "Visit Confirmation",
				filters: { agent: row.agent, counted_on: ["between", dianjian.days_of(filters.month)] },
			}),
			deals: (row, filters) => ({
				list: "Sales Deal",
				filters: { agent: row.agent, docstatus: 1, date: ["between", dianjian.days_of(filters.month)] },
			}),
		},
		buttons: (report) => {
			const get = (blank) => {
				const { centre, sales_group, month } = report.get_values();
				if (!centre) frappe.throw(__("Choose a sales centre first."));
				open_url_post("/api/method/dianjian_app.workbooks.ledger_workbooks.download_statistics", {
					centre,
					month,
					sales_group: sales_group || "",
					blank,
				});
			};
			report.page.add_inner_button(__("Filled In"), () => get(0), __("As on Paper"));
			report.page.add_inner_button(__("Blank"), () => get(1), __("As on Paper"));
		},
	});
})();
