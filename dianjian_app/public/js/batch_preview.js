// The preview of a batch: each worksheet with what its columns are taken for, and the choices that are kept with the batch.
const INTAKE = "dianjian_app.resources.intake.lead_batch_actions";
const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
const MEANINGS = () => [
	["phone", __("Phone")],
	["extension", __("Extension")],
	["name", __("Customer Name")],
	["source", __("Source")],
	["need", __("Product Need")],
	["remarks", __("Remarks")],
	["date", __("Date")],
	["segment", __("Customer Segment")],
	["project", __("Project Asked About")],
	["serial", __("Serial Number")],
];

frappe.provide("dianjian.batch");

// offer_import(frm): puts the button there again, once the encoding is chosen
dianjian.batch.show_preview = (frm, offer_import) => {
	const keep_choices = (args) => keep(frm, offer_import, "set_choices", args);
	const keep_columns = (args) => keep(frm, offer_import, "set_columns", args);
	frappe
		.call({
			method: `${INTAKE}.preview`,
			type: "GET",
			args: { batch: frm.doc.name },
		})
		.then(({ message }) => {
			frm.preview = message;
			const wrapper = frm.get_field("preview_html").$wrapper.empty();
			frm.toggle_display("sb_file", !message.problem);
			if (message.problem) {
				frm.set_intro("");
				frm.set_intro(frappe.utils.escape_html(message.problem), "red");
				return frm.remove_custom_button(__("Import"));
			}
			if (message.imported_before) {
				wrapper.append(
					`<div class="alert alert-warning">${__(
						"This file was already imported as {0}. Importing it again will add nothing.",
						[
							`<a href="${frappe.utils.get_form_link("Lead Batch", message.imported_before)}">${frappe.utils.escape_html(message.imported_before)}</a>`,
						]
					)}</div>`
				);
			}
			if (message.encodings) {
				const keep_encoding = (encoding) => keep_choices({ encoding });
				wrapper.append(dianjian.batch.encodings(message.encodings, is_editable(frm), keep_encoding));
				frm.remove_custom_button(__("Import"));
				if (is_editable(frm) && !message.encodings.undecided) offer_import(frm);
			}
			message.sheets.forEach((sheet) =>
				wrapper.append(preview_of(sheet, is_editable(frm), keep_choices, keep_columns))
			);
			if (message.more_sheets)
				wrapper.append(`<p class="text-muted">${__("and {0} more worksheets", [message.more_sheets])}</p>`);
		});
};

function preview_of(sheet, editable, keep_choices, keep_columns) {
	const width = Math.max(sheet.headings.length, ...sheet.rows.map((row) => row.cells.length), 0);
	const columns = [...Array(width).keys()];
	const meaning_at = (at) =>
		Object.keys(sheet.columns).find((meaning) => sheet.columns[meaning].includes(at)) || "";
	const options = (at) =>
		[["", __("Not used")], ...MEANINGS()]
			.map(
				([value, label]) =>
					`<option value="${value}" ${value === meaning_at(at) ? "selected" : ""}>${text(label)}</option>`
			)
			.join("");
	const keep = (chosen, header, first) =>
		keep_columns({ sheet: sheet.sheet, header, first, chosen: JSON.stringify(chosen) });
	const labels = Object.fromEntries(MEANINGS());
	const notices = dianjian.batch.notices(sheet, labels, editable, (chosen) =>
		keep_choices({ sheet: sheet.sheet, chosen: JSON.stringify(chosen) })
	);
	if (sheet.choice.leave_out) {
		return $(`<div class="lead-batch-sheet" style="margin-bottom: var(--margin-lg)">
			<h5 class="text-muted">${text(sheet.sheet)} <small>${__("left out")}</small></h5></div>`).append(
			notices
		);
	}
	const block = $(`<div class="lead-batch-sheet" style="margin-bottom: var(--margin-lg)">
		<h5>${text(sheet.sheet)} <small class="text-muted">${
			sheet.columns.phone
				? __("the first {0} of {1} rows below the headings", [sheet.rows.length, sheet.count])
				: __("No column of phone numbers: this worksheet is skipped")
		}</small></h5>
		<div style="overflow-x: auto"><table class="table table-bordered table-sm" style="white-space: nowrap; width: auto">
			<thead>
				<tr><th class="text-muted">${__("Row")}</th>${columns
					.map(
						(at) =>
							`<th><select class="form-control input-xs" style="min-width: 8em" data-at="${at}" ${editable ? "" : "disabled"}>${options(at)}</select></th>`
					)
					.join("")}</tr>
				<tr><th>${sheet.header < 0 ? "" : sheet.header + 1}</th>${columns.map((at) => `<th>${text(sheet.headings[at])}</th>`).join("")}</tr>
			</thead>
			<tbody>${sheet.rows
				.map(
					(row) =>
						`<tr><td class="text-muted">${row.row_no}</td>${columns.map((at) => `<td>${text(row.cells[at])}</td>`).join("")}</tr>`
				)
				.join("")}</tbody>
		</table></div>
		<p>${__("Headings stand in row")} <input type="number" min="0" class="form-control input-xs header-row" style="display: inline-block; width: 5em"
			value="${sheet.header + 1}" ${editable ? "" : "disabled"}> <span class="text-muted">${__("0: there are none")}</span>
			${sheet.chosen && editable ? `<button type="button" class="btn btn-xs btn-default guess-again" style="margin-left: 1em">${__("Guess Again")}</button>` : ""}</p>
	</div>`);
	block.find("h5").after(notices);
	block.find("thead select").on("change", ({ target }) => {
		// only numbers may stand in several columns
		if (target.value && target.value !== "phone") {
			block.find("thead select").each((_i, other) => {
				if (other !== target && other.value === target.value) other.value = "";
			});
		}
		keep(chosen_in(block), sheet.header, sheet.first);
	});
	block.find(".header-row").on("change", (event) => {
		const header = Math.max(0, cint(event.target.value)) - 1;
		keep(chosen_in(block), header, header + 1);
	});
	block.find(".guess-again").on("click", () => keep(null, 0, 0));
	return block;
}

function chosen_in(block) {
	const chosen = {};
	block.find("thead select").each((_i, select) => {
		if (!select.value) return;
		chosen[select.value] = [...(chosen[select.value] || []), cint(select.dataset.at)];
	});
	return chosen;
}

function is_editable(frm) {
	return !!frm.perm[0].write && frm.doc.status !== "Queued";
}

// what else is typed into the form stays
function keep(frm, offer_import, action, args) {
	frappe
		.call({
			method: `${INTAKE}.${action}`,
			type: "POST",
			args: { batch: frm.doc.name, ...args },
			freeze: true,
		})
		.then(({ message }) => {
			Object.assign(frm.doc, message);
			dianjian.batch.show_preview(frm, offer_import);
		});
}
