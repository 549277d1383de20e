dianjian.report("Survey Results", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		{ fieldname: "template", label: __("Survey"), fieldtype: "Link", options: "Survey Template" },
		dianjian.filter.choice("count", __("Answers"), ["Every Answer", "Without Links Given by Hand"]),
	],
	drill: {
		by_hand: (row, filters) => ({
			list: "Customer Survey",
			filters: {
				template: row.template,
				by_hand: 1,
				date: ["between", [filters.from_date, filters.to_date]],
			},
		}),
		answers: (row, filters) => ({
			list: "Customer Survey",
			filters: { template: row.template, date: ["between", [filters.from_date, filters.to_date]] },
		}),
	},
});
