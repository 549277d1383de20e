// what a kind may lead to, and what an amount may be multiplied with under a condition; the server decides again
frappe.provide("dianjian.rules");

const OUTCOMES_OF_KIND = {
	Reward: ["Money", "Leave Days", "Award"],
	Penalty: [
		"Money",
		"Leave Days",
		"Training",
		"Warning",
		"Demerit",
		"Suspension",
		"Dismissal",
		"Elimination",
	],
	Proposal: ["Training", "Warning", "Demerit", "Suspension", "Dismissal", "Elimination"],
};
const BASES_OF_CONDITION = {
	Always: ["Fixed", "Per Unit", "Per N", "Share of Rule"],
	Below: ["Fixed", "Per Unit", "Per Unit Short", "Per N", "Share of Rule"],
	Meets: ["Fixed", "Per Unit", "Per N", "Percent of Excess", "Share of Rule"],
	"From Percent of Target": ["Fixed", "Per Unit", "Per N", "Percent of Excess", "Share of Rule"],
	"Place Within": ["Fixed", "Per Unit", "Per N", "Share of Rule"],
	"Place Outside": ["Fixed", "Per Unit", "Per N", "Share of Rule"],
	"Every N": ["Fixed"],
};
const CONDITIONS_OF_PERIOD = {
	Event: ["Always", "Below", "Meets", "From Percent of Target"],
	Cumulative: ["Every N"],
};
dianjian.rules.NEEDS_TARGET = ["Below", "Meets", "From Percent of Target"];
dianjian.rules.WITHOUT_AMOUNT = [
	"Training",
	"Warning",
	"Demerit",
	"Suspension",
	"Dismissal",
	"Elimination",
	"Award",
];
// what the chosen one means, below its field
const MEANING = () => ({
	kind: {
		Reward: __("Gives money, days of leave or an award"),
		Penalty: __("Takes money or days, or has people decide on a disciplinary action"),
		Proposal: __(
			"Nothing is deducted automatically: manager and HR decide on a disciplinary action after hearing the person"
		),
	},
	penalty_class: {
		"Loss of Incentive": __("An incentive is smaller or not paid; the wage stays untouched"),
		"Compensation of Loss": __("The person makes good a loss that they caused"),
		Fine: __("Money is taken as a punishment"),
	},
	subject: {
		Agent: __("Each person by their own figure"),
		Group: __("The group's figure; what follows goes to the group"),
		Centre: __("The figure of the whole centre"),
	},
	period: {
		Event: __("Each document by itself, on its day"),
		Day: __("Each day by itself"),
		Week: __("Monday to Sunday, in the month in which it ends"),
		Month: __("The calendar month"),
		Quarter: __("Settled in its last month"),
		Year: __("Settled in December"),
		Cumulative: __("Counts on and on; what is left over waits for the next month"),
	},
	condition: {
		Always: __("Whenever something was counted"),
		Below: __("The figure is below the target"),
		Meets: __("The figure reaches the target or more"),
		"From Percent of Target": __("The figure reaches this percentage of the target"),
		"Place Within": __("In the ranking, this place or better"),
		"Place Outside": __("In the ranking, behind this place"),
		"Every N": __("Each time another N are full"),
	},
});

// choices narrow as one chooses
dianjian.rules.narrow = (frm) => {
	const options = (field, wanted) => {
		const all = frappe.meta.get_docfield("Incentive Rule", field).options.split("\n");
		const left = all.filter((o) => wanted.includes(o) || o === frm.doc[field]);
		frm.set_df_property(field, "options", left);
	};
	const conditions = CONDITIONS_OF_PERIOD[frm.doc.period] || Object.keys(BASES_OF_CONDITION);
	options(
		"condition",
		frm.doc.subject === "Centre" ? conditions.filter((c) => !c.startsWith("Place")) : conditions
	);
	const longer = ["Month", "Quarter", "Year"].includes(frm.doc.period);
	if (dianjian.rules.NEEDS_TARGET.includes(frm.doc.condition))
		options("target_type", longer ? ["Fixed", "Performance Target"] : ["Fixed"]);
	else options("target_type", ["None"]);
	const scalable =
		frm.doc.subject === "Agent" &&
		frm.doc.target_type !== "None" &&
		!["Event", "Cumulative"].includes(frm.doc.period);
	frm.toggle_display("scale_by_presence", scalable);
	frm.toggle_display("population", frm.doc.subject === "Agent");
	frm.toggle_display(
		"consecutive_periods",
		!["Event", "Cumulative"].includes(frm.doc.period) && !["Every N", "Always"].includes(frm.doc.condition)
	);
	const value_label = {
		"From Percent of Target": __("Percent of Target"),
		"Place Within": __("Place"),
		"Place Outside": __("Place"),
		"Every N": __("N"),
	};
	frm.set_df_property("condition_value", "label", value_label[frm.doc.condition] || __("Condition Value"));
	Object.entries(MEANING()).forEach(([field, means]) => {
		const general = frappe.meta.get_docfield("Incentive Rule", field).description;
		frm.set_df_property(field, "description", means[frm.doc[field]] || __(general || ""));
	});
	const grid = frm.fields_dict.outcomes.grid;
	grid.update_docfield_property("outcome_type", "options", (OUTCOMES_OF_KIND[frm.doc.kind] || []).join("\n"));
	grid.update_docfield_property("basis", "options", (BASES_OF_CONDITION[frm.doc.condition] || []).join("\n"));
	const ranking = (frm.doc.condition || "").startsWith("Place");
	["place_from", "place_to"].forEach((f) => grid.update_docfield_property(f, "hidden", ranking ? 0 : 1));
};
