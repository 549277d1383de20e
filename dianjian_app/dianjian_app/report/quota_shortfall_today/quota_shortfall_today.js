dianjian.report("Quota Shortfall Today", {
	filters: [dianjian.filter.centre(), dianjian.filter.group()],
	drill: { connected: (row) => row.call_sheet && ["Call Sheet", row.call_sheet] },
	shown: (text, column, data) =>
		column.fieldname === "missing" && data && !data.bold
			? `<b class="${data.missing ? "text-danger" : "text-success"}">${text}</b>`
			: null,
	buttons: (report) => {
		// live: looked at again each minute while it is in front of somebody
		clearInterval(dianjian.live);
		dianjian.live = setInterval(() => {
			if (frappe.get_route()[1] === "Quota Shortfall Today" && !document.hidden) report.refresh();
		}, 60000);
	},
});
