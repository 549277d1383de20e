dianjian.report("Questionnaire Results", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		{
			fieldname: "questionnaire",
			label: __("Questionnaire"),
			fieldtype: "Link",
			options: "Staff Questionnaire",
			get_query: () => ({ filters: { stage: "Closed" } }),
		},
	],
	// only what was asked from 1 to 5 has a mean
	shown: (text, column, row) => (column.fieldname === "mean" && row && row.mean == null ? "&nbsp;" : text),
});
