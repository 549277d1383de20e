dianjian.report("Daily Briefings", {
	filters: [dianjian.filter.from(), dianjian.filter.to(), dianjian.filter.centre(), dianjian.filter.group()],
});
