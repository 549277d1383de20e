dianjian.report("Who Is Here", {
	filters: [dianjian.filter.centre(), dianjian.filter.group()],
	shown(text, column, data) {
		if (column.fieldname !== "shown" || !data) return null;
		const colour = { "Not Here Yet": "red", Here: "green", "To Be Decided": "yellow" }[data.whereabouts];
		return `<span class="indicator-pill ${colour || "gray"}">${text}</span>`;
	},
});
