(() => {
	const PHONES =
		"dianjian_app.dianjian_app.report.weekly_centre_summary.weekly_centre_summary.phones_of_the_week";
	const COLUMNS = {
		customer_name: __("Customer Name"),
		phone: __("Phone"),
		grade: __("Grade"),
		product_need: __("Product Need"),
		agent_name: __("Telesales Agent"),
		next_step: __("Next Step"),
	};

	// a figure of a group leads to the group's agents in that week
	const ledger_of_week = (row, filters) => {
		const monday = moment(filters.week).startOf("isoWeek");
		const [from_date, to_date] = [monday, monday.clone().add(6, "days")].map((d) => d.format("YYYY-MM-DD"));
		return {
			report: "Daily Sales Call Ledger",
			filters: { from_date, to_date, sales_group: row.name, summed_by: "Agent" },
		};
	};

	// the week's numbers, for the manager, in the desk; that is recorded (R45, R47)
	const show_phones = (report) => {
		const { centre, week } = report.get_values();
		if (!centre) frappe.throw(__("Choose a sales centre first."));
		frappe.confirm(__("The full numbers are shown once, and that is recorded with your name. Go on?"), () =>
			frappe.xcall(PHONES, { centre, week }).then(show_customers)
		);
	};

	const show_customers = ({ customers, total, message }) => {
		const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
		const heads = Object.values(COLUMNS).map((label) => `<th>${label}</th>`);
		const lines = customers.map(
			(c) =>
				`<tr>${Object.keys(COLUMNS)
					.map((f) => `<td>${text(c[f])}</td>`)
					.join("")}</tr>`
		);
		frappe.msgprint({
			title: __("Intention Customers of the Week: {0}", [total]),
			message: `${message ? `<p>${text(message)}</p>` : ""}<table class="table table-bordered"><tr>${heads.join("")}</tr>${lines.join("")}</table>`,
			wide: true,
		});
	};

	dianjian.report("Weekly Centre Summary", {
		filters: [
			dianjian.filter.centre(),
			{
				fieldname: "week",
				label: __("A Day of the Week"),
				fieldtype: "Date",
				reqd: 1,
				default: dianjian.today(),
			},
		],
		drill: dianjian.each(dianjian.FIGURES, ledger_of_week),
		shown: (text, column, data) =>
			column.fieldname === "handed_in" && data && data.name
				? `<span class="indicator-pill ${data.is_missing ? "red" : "green"}">${text}</span>`
				: null,
		buttons: (report) => {
			if (["Sales Group Leader", "Sales Assistant"].some((r) => frappe.user.has_role(r))) {
				report.page.add_inner_button(__("Hand In My Group's Week"), () => {
					const mine = (report.data || []).filter((row) => row.name && !row.is_sum);
					const missing = mine.find((row) => row.is_missing);
					if (!missing && mine.length === 1 && mine[0].hand_in)
						return frappe.set_route("Form", "Weekly Hand-in", mine[0].hand_in);
					frappe.new_doc("Weekly Hand-in", {
						week_start: report.get_values().week,
						sales_group: missing ? missing.name : undefined,
					});
				});
			}
			if (frappe.user.has_role("Department Manager")) {
				report.page.add_inner_button(__("Phones of Intention Customers"), () => show_phones(report));
			}
		},
	});
})();
