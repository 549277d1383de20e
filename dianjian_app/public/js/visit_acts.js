// The acts on a visit while the customer is there: two taps each, the second one says what it is about (R17).
frappe.provide("dianjian");

const acts = () => ({
	arrive: [__("Customer Is Here"), "record_arrival", __("{0} is here?")],
	contact: [__("Customer Contacted Me"), "record_contact", __("{0} has contacted you?")],
	lead_in: [__("Agent Led Customer In"), "record_lead_in", __("The agent has led {0} in?")],
	sign: [__("Sign"), "sign", __("Sign that you received {0}?")],
});

dianjian.visit_act_label = (act) => acts()[act][0];

// visit: {name, customer, missing: whether a signature would lack contact or lead-in}; gives a promise of the act done
dianjian.do_visit_act = (act, visit) => {
	const [, method, question] = acts()[act];
	const asked =
		act === "sign" && visit.missing
			? __("Contact or lead-in is missing. Sign it as a walk-in that counts for nobody?")
			: question.replace("{0}", () => dianjian.plain(visit.customer));
	return new Promise((resolve) =>
		frappe.confirm(asked, () =>
			frappe
				.call({
					method: `dianjian_app.visits.custody.${method}`,
					type: "POST",
					args: { visit: visit.name },
					freeze: true,
				})
				.then(resolve)
		)
	);
};
