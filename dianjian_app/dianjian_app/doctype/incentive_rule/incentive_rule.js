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
		dianjian.rules.narrow(frm);
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
		if (!dianjian.rules.NEEDS_TARGET.includes(frm.doc.condition)) frm.set_value("target_type", "None");
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
		if (dianjian.rules.WITHOUT_AMOUNT.includes(row.outcome_type))
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
	dianjian.rules.narrow(frm);
	frm.tell();
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
			const { sentence, translation, problem, notice, dimensions, more } = message;
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
				dimensions.length
					? __("One of: {0}", [
							dianjian.plain(
								dianjian.listed([...dimensions, ...(more ? [__("… and {0} more", [more])] : [])])
							),
						])
					: ""
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
