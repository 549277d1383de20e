dianjian.report("No-show Follow-up", {
	filters: [
		dianjian.filter.from(),
		dianjian.filter.to(),
		dianjian.filter.centre(),
		dianjian.filter.group(),
		dianjian.filter.agent(),
		dianjian.filter.choice("state", __("State"), [
			"Every State",
			"Not Called Since",
			"Called, Not Invited Again",
			"Invited Again",
		]),
	],
	shown: (text, column, data) => {
		const colour =
			data &&
			{ "Not Called Since": "red", "Called, Not Invited Again": "orange", "Invited Again": "green" }[
				data.code
			];
		return column.fieldname === "state" && colour
			? `<span class="indicator-pill ${colour}">${text}</span>`
			: null;
	},
});
