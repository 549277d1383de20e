// What the preview of a batch says in words: what is hidden, competing, merged, unread or undecided, and the choice beside it.
frappe.provide("dianjian.batch");

const escaped = (value) => frappe.utils.escape_html(value == null ? "" : String(value));

const ORDERS = () => [
	["MDY", __("Month first: 6/11/2026 is 11 June")],
	["DMY", __("Day first: 6/11/2026 is 6 November")],
	["YMD", __("Year first: 26/6/11 is 11 June 2026")],
];

// the notices above a sheet's table; keep(changes) stores what was chosen
dianjian.batch.notices = (sheet, labels, editable, keep) => {
	const list = $('<ul class="list-unstyled batch-notices"></ul>');
	const say = (text, extra, colour) =>
		$(`<li><span class="indicator ${colour || "orange"}"></span> ${text} </li>`)
			.append(extra || "")
			.appendTo(list);
	const tick = (field, label) => {
		const box = $(
			`<label style="margin: 0 0 0 1em; font-weight: bold"><input type="checkbox" data-choice="${field}"> ${label}</label>`
		);
		box
			.find("input")
			.prop({ checked: sheet.choice[field], disabled: !editable })
			.on("change", ({ target }) => keep({ [field]: target.checked }));
		return box;
	};
	if (sheet.hidden)
		say(__("This worksheet is hidden in the workbook."), tick("leave_out", __("Leave it out")));
	if (sheet.choice.leave_out) return list;
	if (sheet.hidden_rows)
		say(
			__("{0} rows are hidden in the workbook, by a filter perhaps.", [sheet.hidden_rows]),
			tick("without_hidden_rows", __("Leave hidden rows out"))
		);
	if (sheet.hidden_columns.length)
		say(
			__("Hidden columns: {0}.", [escaped(sheet.hidden_columns.join(", "))]),
			tick("without_hidden_columns", __("Leave hidden columns out"))
		);
	if (sheet.merged)
		say(
			__("{0} merged cells: their value counts for every row that they cover.", [sheet.merged]),
			"",
			"blue"
		);
	Object.entries(sheet.competing).forEach(([meaning, columns]) => {
		const which = [escaped(labels[meaning]), escaped(columns.join(", "))];
		if (meaning === "phone")
			say(
				__(
					"Several columns could hold the phone number: {1}. Those marked {0} below are all read as numbers of the customer; set what is none to Not used.",
					which
				)
			);
		else
			say(
				__(
					"Several columns could be {0}: {1}. The one marked below is taken; choose another if it is not.",
					which
				)
			);
	});
	if (sheet.dates) date_notices(sheet.dates, say, editable, keep);
	return list;
};

function date_notices(dates, say, editable, keep) {
	const examples = escaped(dates.examples.join(", "));
	if (dates.undecided || dates.order) {
		const select =
			$(`<select class="form-control input-xs date-order" style="display: inline-block; width: auto">
			<option value="">${__("Not decided")}</option>
			${ORDERS()
				.map(([value, label]) => `<option value="${value}">${label}</option>`)
				.join("")}</select>`);
		select
			.val(dates.order || "")
			.prop("disabled", !editable)
			.on("change", () => keep({ date_order: select.val() || null }));
		if (dates.undecided)
			say(
				__("{0} dates can be read in two ways, such as {1}. Say what comes first:", [
					dates.undecided,
					examples,
				]),
				select,
				"red"
			);
		else say(__("The dates are read like this:"), select, "blue");
	}
	const lost = dates.unread - dates.undecided;
	if (lost)
		say(
			__(
				"{0} dates cannot be read, such as {1}. Their rows come in without a date, and are sent back where the source has a limit of age. Set the column to Not used if the day of receipt shall count.",
				[lost, escaped(dates.lost_examples.join(", "))]
			)
		);
}

// which encoding a text file is in: its first lines as each one reads them
dianjian.batch.encodings = (found, editable, keep) => {
	const block = $('<div class="batch-encodings" style="margin-bottom: var(--margin-lg)"></div>');
	const said = found.undecided
		? `<div class="alert alert-warning">${__(
				"It is not clear in which encoding this file was written. Choose the one in which the names read right; nothing is imported before."
			)}</div>`
		: `<p class="text-muted">${__("Names that look wrong? Choose another encoding of the file.")}</p>`;
	const rows = found.ways
		.map(
			(
				way
			) => `<tr><td><label style="margin: 0; white-space: nowrap"><input type="radio" name="batch-encoding"
				value="${escaped(way.encoding)}" ${way.encoding === found.chosen ? "checked" : ""}
				${editable ? "" : "disabled"}> ${escaped(way.label)}</label></td>
				<td>${way.lines.map(escaped).join("<br>")}</td>
				<td class="text-muted">${way.lost ? __("{0} characters cannot be read", [way.lost]) : ""}</td></tr>`
		)
		.join("");
	const table = $(`<table class="table table-bordered table-sm"><tbody>${rows}</tbody></table>`);
	block.append(said);
	if (found.undecided) block.append(table);
	else
		$(`<button type="button" class="btn btn-xs btn-default">${__("Encoding")}</button>`)
			.on("click", ({ target }) => $(target).replaceWith(table))
			.appendTo(block);
	table.find("input").on("change", ({ target }) => keep(target.value));
	return block;
};

// questions that an import would answer by leaving dates out
dianjian.batch.undecided_dates = (preview) =>
	((preview && preview.sheets) || []).reduce(
		(sum, sheet) => sum + ((!sheet.choice.leave_out && sheet.dates && sheet.dates.undecided) || 0),
		0
	);
