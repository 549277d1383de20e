frappe.ui.form.on("Policy Pack", {
	refresh(frm) {
		if (frm.doc.source === "Shipped") frm.disable_save();
		if (frm.is_new()) return;
		frm.add_custom_button(__("Preview"), () => ask_centre(frm, preview)).addClass("btn-primary");
		if (frappe.user.has_role("Telesales Administrator")) {
			frm.add_custom_button(__("Load"), () =>
				ask_centre(frm, (frm, centre) => preview(frm, centre, () => load(frm, centre)))
			);
		}
	},
});

function ask_centre(frm, then) {
	frappe.prompt(
		{ fieldname: "centre", label: __("Sales Centre"), fieldtype: "Link", options: "Sales Centre", reqd: 1 },
		({ centre }) => then(frm, centre),
		__("For Which Centre")
	);
}

const COLOURS = { add: "green", change: "orange", keep: "gray", later: "blue" };

// what the pack would do, line by line; nothing is written
function preview(frm, centre, then) {
	frappe
		.xcall("dianjian_app.packs.policy_pack_events.preview", { packs: JSON.stringify([frm.docname]), centre })
		.then((items) => {
			const text = (v) => frappe.utils.escape_html(v == null ? "" : String(v));
			const words = {
				add: __("Added"),
				change: __("Changed"),
				keep: __("Left Alone"),
				later: __("Comes Later"),
			};
			const rows = items.map((i) => {
				const details = i.changes
					.map(
						(c) =>
							`<div class="small">${dianjian.told(text(c.label), `<s>${text(c.old)}</s> → ${text(c.new)}`)}</div>`
					)
					.join("");
				return `<tr><td><span class="indicator-pill ${COLOURS[i.action]}">${words[i.action]}</span></td><td>${text(i.section)}</td><td>${text(i.key)}${details}</td><td>${text(i.why)}</td></tr>`;
			});
			frm
				.get_field("preview_html")
				.$wrapper.html(
					`<table class="table table-sm"><tr><th></th><th>${__("Part")}</th><th>${__("What")}</th><th>${__("Why")}</th></tr>${rows.join("")}</table>`
				);
			if (!then) return;
			const count = (action) => items.filter((i) => i.action === action).length;
			if (!count("add") && !count("change"))
				return frappe.msgprint(__("Everything in this pack is already here. There is nothing to load."));
			frappe.confirm(
				__("{0} added, {1} changed for {2}. Go on?", [count("add"), count("change"), text(centre)]),
				then
			);
		});
}

function load(frm, centre) {
	frappe
		.call({
			method: "dianjian_app.packs.policy_pack_events.load",
			type: "POST",
			args: { packs: JSON.stringify([frm.docname]), centre },
			freeze: true,
		})
		.then(({ message }) => {
			frappe.show_alert({
				message: __("Loaded: {0} added, {1} changed", [message.add, message.change]),
				indicator: "green",
			});
			frm.reload_doc();
		});
}
