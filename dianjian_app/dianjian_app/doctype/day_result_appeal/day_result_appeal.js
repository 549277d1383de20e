frappe.ui.form.on("Day Result Appeal", {
	setup(frm) {
		frm.set_query("result", () => ({
			filters: {
				agent: ["in", frappe.boot.dianjian_staff || []],
				status: ["not in", ["Open", "To Be Decided"]],
			},
		}));
	},

	refresh(frm) {
		const open = frm.is_new() || frm.doc.stage === "Filed";
		["grounds", "attachment"].forEach((f) =>
			frm.set_df_property(f, "read_only", open && (frm.is_new() || mine(frm)) ? 0 : 1)
		);
		frm.set_df_property("result", "read_only", frm.is_new() ? 0 : 1);
		const deciding = frm.doc.stage === "In Review" && !mine(frm);
		["remedy", "right_in", "right_out", "decision_reason"].forEach((f) =>
			frm.set_df_property(f, "read_only", deciding ? 0 : 1)
		);
		frm.set_intro();
		guide(frm);
	},
});

function guide(frm) {
	if (frm.is_new())
		return frm.set_intro(
			__("Say what is wrong with the day and why. HR answers within the time that the centre gives."),
			"blue"
		);
	const day = frappe.datetime.str_to_user(frm.doc.answer_by);
	if (frm.doc.stage === "Filed")
		frm.set_intro(__("HR takes it up; the answer is due by {0}.", [day]), "orange");
	if (frm.doc.stage === "In Review")
		frm.set_intro(
			__(
				"In review; the answer is due by {0}. To uphold it, excuse the day or enter when the person came and left; the day is judged anew.",
				[day]
			),
			"blue"
		);
	if (frm.doc.stage === "Upheld")
		frm.set_intro(__("Upheld: the day was judged anew, and money follows."), "green");
}

const mine = (frm) => (frappe.boot.dianjian_staff || []).includes(frm.doc.agent);
