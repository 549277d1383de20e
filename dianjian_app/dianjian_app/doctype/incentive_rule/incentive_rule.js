// what a kind may lead to, and what an amount may be multiplied with under a condition; the server decides again
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
const NEEDS_TARGET = ["Below", "Meets", "From Percent of Target"];
const WITHOUT_AMOUNT = ["Training", "Warning", "Demerit", "Suspension", "Dismissal", "Elimination", "Award"];
// what the chosen one means, below its field
const MEANING = {
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
};

frappe.ui.form.on("Incentive Rule", {
	setup(frm) {
		["metric", "tie_break_1", "tie_break_2"].forEach((field) =>
			frm.set_query(field, () => ({ filters: { disabled: 0 } }))
		);
		frm.tell = frappe.utils.debounce(() => tell_rule(frm), 400);
	},

	onload(frm) {
		if (frm.is_new() && !(frm.doc.outcomes || []).length)
			frm.add_child("outcomes", { outcome_type: "Money", basis: "Fixed" });
	},

	refresh(frm) {
		narrow_rule(frm);
		frm.standing = "";
		frm.tell();
		frm.add_custom_button(
			__("How to Change a Rule"),
			() => frappe.require("/assets/dianjian_app/js/guide.js", () => dianjian.show_guide("change-a-rule")),
			__("Help")
		);
		if (frm.is_new()) return;
		if (frm.doc.docstatus === 1) {
			frm.standing =
				frm.doc.stage === "Retired"
					? __("This version held through {0}. It stays as it is.", [
							frappe.datetime.str_to_user(frm.doc.valid_to),
						])
					: __("This version is approved and stays as it is. Make a new version to change it.");
			frm.set_intro(frm.standing, "blue");
			if (frm.doc.kind === "Penalty") offer_acknowledgement(frm);
			if (frappe.model.can_create("Incentive Rule"))
				frm.add_custom_button(__("New Version"), () => new_rule_version(frm));
			if (frm.doc.stage === "Approved" && frm.perm[0].submit)
				frm.add_custom_button(__("Retire"), () => retire_rule(frm));
		}
		if (
			["Telesales Administrator", "Department Manager", "HR Reviewer"].some((role) =>
				frappe.user.has_role(role)
			)
		) {
			frm.add_custom_button(__("Try on Past Months"), () => {
				frappe.route_options = {
					rules: [frm.docname],
					...(frm.doc.centre ? { centre: frm.doc.centre } : {}),
				};
				frappe.set_route("rule-simulation");
			});
		}
		frm.add_custom_button(__("All Versions"), () =>
			frappe.set_route("List", "Incentive Rule", { family: frm.doc.family })
		);
		frm.add_custom_button(__("Entries"), () =>
			frappe.set_route("List", "Incentive Entry", { family: frm.doc.family })
		);
	},

	kind(frm) {
		if (frm.doc.kind !== "Penalty") frm.set_value("penalty_class", "");
		changed(frm);
	},
	penalty_class: changed,
	period: changed,
	condition(frm) {
		if (!NEEDS_TARGET.includes(frm.doc.condition)) frm.set_value("target_type", "None");
		else if (frm.doc.target_type === "None") frm.set_value("target_type", "Fixed");
		changed(frm);
	},
	target_type: changed,
	subject: changed,
	metric: changed,
	before_workflow_action(frm) {
		if (frm.selected_workflow_action === "Approve") {
			frappe.dom.unfreeze();
			return new Promise((resolve) =>
				frappe.require("/assets/dianjian_app/js/rule_corrections.js", () =>
					dianjian.confirm_corrections(frm.docname).then(() => {
						frappe.dom.freeze(); // the desk unfreezes once it has acted
						resolve();
					})
				)
			);
		}
		if (frm.selected_workflow_action !== "Retire") return;
		frappe.dom.unfreeze();
		retire_rule(frm);
		return new Promise(() => {}); // the answer acts, not the desk
	},
	...Object.fromEntries(
		[
			"centre",
			"population",
			"consecutive_periods",
			"tie_break_1",
			"tie_break_2",
			"target_value",
			"scale_by_presence",
			"condition_value",
			"take_back_on_cancel",
			"take_back_not_at_fault",
		].map((field) => [field, (frm) => frm.tell()])
	),
});

// one click: read and known, kept with its time
function offer_acknowledgement(frm) {
	frappe
		.xcall("dianjian_app.incentives.rules.rule_acknowledgement_events.rules_to_acknowledge")
		.then((rules) => {
			if (!rules.some((r) => r.name === frm.docname)) return;
			frm
				.add_custom_button(__("I Have Read This"), () =>
					frappe
						.xcall("dianjian_app.incentives.rules.rule_acknowledgement_events.acknowledge", {
							rule: frm.docname,
						})
						.then(() => {
							frappe.show_alert({ message: __("Acknowledged"), indicator: "green" });
							frm.refresh();
						})
				)
				.addClass("btn-primary");
		});
}

frappe.ui.form.on("Incentive Outcome", {
	// a measure has no amount that could be multiplied
	outcome_type(frm, cdt, cdn) {
		const row = locals[cdt][cdn];
		if (WITHOUT_AMOUNT.includes(row.outcome_type))
			frappe.model.set_value(cdt, cdn, { basis: "Fixed", amount: 0, percent: 0, n: 0, cap: 0 });
		frm.tell();
	},
});

frappe.ui.form.on(
	"Incentive Outcome",
	Object.fromEntries(
		[
			"basis",
			"amount",
			"n",
			"percent",
			"dimension_value",
			"excess_from",
			"place_from",
			"place_to",
			"share_of_family",
			"cap",
			"outcome_label",
			"zero_is_meant",
			"outcomes_remove",
		].map((field) => [field, (frm) => frm.tell()])
	)
);

function changed(frm) {
	narrow_rule(frm);
	frm.tell();
}

// choices narrow as one chooses
function narrow_rule(frm) {
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
	if (NEEDS_TARGET.includes(frm.doc.condition))
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
	Object.entries(MEANING).forEach(([field, means]) => {
		const general = frappe.meta.get_docfield("Incentive Rule", field).description;
		frm.set_df_property(field, "description", means[frm.doc[field]] || __(general || ""));
	});
	const grid = frm.fields_dict.outcomes.grid;
	grid.update_docfield_property("outcome_type", "options", (OUTCOMES_OF_KIND[frm.doc.kind] || []).join("\n"));
	grid.update_docfield_property("basis", "options", (BASES_OF_CONDITION[frm.doc.condition] || []).join("\n"));
	const ranking = (frm.doc.condition || "").startsWith("Place");
	["place_from", "place_to"].forEach((f) => grid.update_docfield_property(f, "hidden", ranking ? 0 : 1));
}

// the rule in words while it is written, or what contradicts itself; below it what holds of this version
function tell_rule(frm) {
	if (!frm.doc.metric || !frm.doc.kind)
		return frm.dashboard.set_headline_alert(
			__("Choose kind, period and metric; the rule then stands here in words."),
			"blue"
		);
	const asked = (frm.asked = { name: frm.docname });
	frappe
		.call({
			method: "dianjian_app.incentives.rules.rule_form.preview_rule",
			type: "POST",
			args: { rule: frm.doc },
		})
		.then(({ message }) => {
			// the form may show another version by now, or have asked again
			if (!message || frm.asked !== asked || frm.docname !== asked.name) return;
			const { sentence, translation, problem, notice, dimensions } = message;
			const line = (text, looks = "") =>
				text && `<div class="${looks}">${frappe.utils.escape_html(text)}</div>`;
			const told = [
				line(sentence, "rule-sentence font-weight-bold"),
				line(translation, "small"),
				line(problem, "rule-problem mt-2"),
				line(notice && `⚖ ${notice}`, "rule-law small mt-2"),
				line(frm.standing, "small mt-2"),
			];
			frm.dashboard.clear_headline();
			frm.dashboard.set_headline_alert(
				told.filter(Boolean).join(""),
				problem ? "red" : notice ? "orange" : "green"
			);
			const grid = frm.fields_dict.outcomes.grid;
			grid.update_docfield_property("dimension_value", "hidden", dimensions.length ? 0 : 1);
			grid.update_docfield_property(
				"dimension_value",
				"description",
				dimensions.length ? __("One of: {0}", [dianjian.plain(dianjian.listed(dimensions))]) : ""
			);
		});
}

function new_rule_version(frm) {
	const fields = [
		{
			fieldname: "valid_from",
			label: __("Valid From"),
			fieldtype: "Date",
			reqd: 1,
			default: frappe.datetime.add_months(dianjian.month_start(), 1),
			description: __("A day in a published month posts the differences into the next open month"),
		},
		{ fieldname: "reason", label: __("Reason of Change"), fieldtype: "Small Text", reqd: 1 },
	];
	frappe.prompt(
		fields,
		(values) =>
			frappe
				.call({
					method: "dianjian_app.incentives.rules.incentive_rule_events.new_version",
					type: "POST",
					args: { rule: frm.docname, ...values },
					freeze: true,
				})
				.then(({ message }) => frappe.set_route("Form", "Incentive Rule", message)),
		__("New Version of {0}", [dianjian.plain(frm.doc.family)])
	);
}

function retire_rule(frm) {
	const field = {
		fieldname: "last_day",
		label: __("Holds Through"),
		fieldtype: "Date",
		reqd: 1,
		default: dianjian.today(),
	};
	frappe.prompt(
		field,
		(values) =>
			frappe
				.call({
					method: "dianjian_app.incentives.rules.incentive_rule_events.retire",
					type: "POST",
					args: { rule: frm.docname, ...values },
					freeze: true,
				})
				.then(() => frm.reload_doc()),
		__("Retire {0}", [dianjian.plain(frm.doc.family)])
	);
}
