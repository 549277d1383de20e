dianjian.report("Talk Script Readers", {
	filters: [
		dianjian.filter.choice("shown", __("Show"), ["Not Read Yet", "Everybody"]),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		{
			fieldname: "script",
			label: __("Talk Script"),
			fieldtype: "Link",
			options: "Talk Script",
			get_query: () => ({ filters: { stage: "In Force" } }),
		},
	],
});
