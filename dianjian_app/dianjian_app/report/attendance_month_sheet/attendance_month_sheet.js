(() => {
	const boxes = Array.from({ length: 31 }, (_, n) => `d${n + 1}`);
	// a box leads to the result of that day, which says why
	const the_day = (row, filters, field) => [
		"Staff Day Result",
		`${row.agent}-${filters.month}-${field.slice(1).padStart(2, "0")}`,
	];

	dianjian.report("Attendance Month Sheet", {
		filters: [
			dianjian.filter.month(),
			dianjian.filter.centre(),
			dianjian.filter.group(),
			{ fieldname: "agent", label: __("Sales Staff"), fieldtype: "Link", options: "Sales Staff" },
		],
		drill: dianjian.each(boxes, the_day),
		shown(text, column, data) {
			const tone = data && data.tones && data.tones[column.fieldname];
			return tone ? `<span class="text-${tone}">${text}</span>` : null;
		},
		rendered(report) {
			// the symbols in words, for the print as well
			dianjian.legend_of_sheet = report.raw_data.message || "";
		},
		buttons(report) {
			report.page.add_inner_button(
				__("Attendance Month Sheet"),
				() => {
					const { centre, month, sales_group, agent } = report.get_values();
					open_url_post("/api/method/dianjian_app.workbooks.month_sheet_workbook.download", {
						month,
						centre: centre || "",
						sales_group: sales_group || "",
						agent: agent || "",
					});
				},
				__("As on Paper")
			);
		},
	});
})();
