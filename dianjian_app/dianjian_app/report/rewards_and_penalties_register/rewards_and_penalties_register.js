dianjian.report("Rewards and Penalties Register", {
	filters: [
		dianjian.filter.month(1),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		{ fieldname: "family", label: __("Rule Family"), fieldtype: "Data" },
		dianjian.filter.choice("kind", __("Kind"), [
			"Every Kind",
			"Rewards",
			"Penalties",
			"Leave Days",
			"Awards",
			"Measures",
		]),
	],
	shown: (text, column, data) =>
		column.fieldname === "amount" && data && data.amount < 0
			? `<span class="text-danger">${text}</span>`
			: null,
});
