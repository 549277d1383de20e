const ENDINGS = [".xlsx", ".xls", ".csv", ".txt", ".tsv", ".dat"];
const PUNCH_FILE = "dianjian_app.attendance.punch_file_actions.";

frappe.ui.form.on("Punch File", {
	setup(frm) {
		frm.set_query("device", () => ({ filters: { centre: frm.doc.centre } }));
		frm.set_query("centre", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		frm.set_intro();
		frm.set_df_property("file", "options", {
			restrictions: { allowed_file_types: ENDINGS.flatMap((end) => [end, end.toUpperCase()]) },
		});
		if (frm.is_new() || !frm.doc.file) {
			frm.set_intro(__("Attach the device's file and save; what it holds is shown before it is imported."));
			return;
		}
		if (frm.doc.status === "Imported") {
			frm.add_custom_button(__("Punch Record"), () =>
				frappe.set_route("List", "Punch Record", { punch_file: frm.doc.name })
			);
		}
		if (["Draft", "Failed"].includes(frm.doc.status) && !frm.is_dirty()) look(frm);
	},
});

async function look(frm) {
	const { message: found } = await frappe.call(`${PUNCH_FILE}preview`, { punch_file: frm.doc.name });
	if (found.problem || !found.punches) {
		frm.set_intro(
			found.problem || __("The file has no column of employee numbers with times beside it."),
			"red"
		);
		return;
	}
	frm.set_intro(in_words(found), found.unread_count || found.unknown_count ? "orange" : "blue");
	if (!frm.perm[0].write) return;
	frm
		.add_custom_button(__("Import"), async () => {
			await frappe.call({
				method: `${PUNCH_FILE}start_import`,
				type: "POST",
				args: { punch_file: frm.doc.name },
				freeze: true,
			});
			frm.reload_doc();
		})
		.addClass("btn-primary");
}

function in_words(found) {
	const day = (text) => frappe.datetime.str_to_user(text);
	const said = [
		__("{0} punches of {1} people, from {2} to {3}.", [
			found.punches,
			found.people,
			day(found.first_day),
			day(found.last_day),
		]),
	];
	const headings = Object.values(found.columns).flatMap((columns) => Object.values(columns).flat());
	said.push(__("Read from the columns {0}.", [[...new Set(headings)].join(__(", "))]));
	if (found.unread_count) {
		const rows = found.unread.map(([sheet, row]) => `${sheet} ${row}`).join(__(", "));
		said.push(__("{0} rows cannot be read and are left out, first: {1}.", [found.unread_count, rows]));
	}
	if (found.unknown_count) {
		said.push(
			__("{0} employee numbers are nobody's here; their punches are kept and wait: {1}.", [
				found.unknown_count,
				found.unknown.join(__(", ")),
			])
		);
	}
	return said.map(frappe.utils.escape_html).join("<br>");
}
