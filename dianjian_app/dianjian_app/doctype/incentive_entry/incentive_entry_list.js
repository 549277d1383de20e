frappe.listview_settings["Incentive Entry"] = {
	add_fields: ["amount", "quantity", "outcome_type", "corrects_period"],
	get_indicator(doc) {
		if (doc.outcome_type === "Leave Days")
			return [__("Leave Days"), doc.quantity < 0 ? "orange" : "blue", "outcome_type,=,Leave Days"];
		if (doc.outcome_type === "Award") return [__("Award"), "blue", "outcome_type,=,Award"];
		return doc.amount < 0 ? [__("Deduction"), "red", "amount,<,0"] : [__("Reward"), "green", "amount,>,0"];
	},
};
