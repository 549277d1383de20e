// Forms only show and ask; the server decides again (people/sales_staff_events.py, people/moves.py).
frappe.ui.form.on("Sales Staff", {
	setup(frm) {
		frm.set_query("sales_group", "memberships", () => ({
			filters: { centre: frm.doc.centre, disabled: 0 },
		}));
		frm.set_query("user", () => ({ filters: { enabled: 1, user_type: "System User" } }));
	},

	refresh(frm) {
		if (frm.doc.status === "Departed" && frappe.user.has_role("HR Reviewer"))
			frm.add_custom_button(__("Close Out"), () => close_out(frm));
		frm.set_intro();
		frm.set_df_property("memberships", "reqd", frm.doc.position === "Telesales Agent");
		frm.trigger("employment");
		if (frm.is_new()) {
			if (frm.doc.position === "Telesales Agent" && !(frm.doc.memberships || []).length) {
				frm.set_intro(
					__("Choose the first groups with the button above; an agent needs one on each day."),
					"blue"
				);
			}
			frm.add_custom_button(__("First Groups"), () => first_groups(frm));
			return;
		}
		show_probation(frm);
		if (!frm.perm[0].write) return;
		login_buttons(frm);
		if (frm.doc.status === "Departed") {
			frm.add_custom_button(__("Record Return"), () => record_return(frm));
			return;
		}
		frm.add_custom_button(__("Move to Group"), () => move_to_group(frm));
		frm.add_custom_button(__("Change Position"), () => change_position(frm));
		frm.add_custom_button(__("Record Leaving"), () => record_leaving(frm));
	},

	position(frm) {
		frm.trigger("refresh");
	},

	employment(frm) {
		const part_time = frm.doc.employment === "Part Time";
		frm.set_df_property("presence_plan", "reqd", part_time);
		frm.toggle_display("presence_plan", part_time || (frm.doc.presence_plan || []).length > 0);
	},
});

function show_probation(frm) {
	const last = frm.get_onload("probation_until");
	if (frm.doc.position === "Telesales Agent" && last) {
		frm.dashboard.set_headline(__("On probation until {0}", [frappe.datetime.str_to_user(last)]));
	}
}

// the server answers what this reader may do about the login (people/logins.py)
function login_buttons(frm) {
	const login = frm.get_onload("login");
	if (!login || frm.doc.status === "Departed") return;
	const button = (label, act) => frm.add_custom_button(label, act, __("Login"));
	if (!frm.doc.user) {
		button(__("Create Login"), () => create_login(frm));
		button(__("Link a Login"), () => link_login(frm));
	} else if (login.enabled) {
		button(__("New One-Time Link"), () => new_link(frm, login.shown));
		button(__("End the Login"), () =>
			frappe.confirm(__("End the login of {0} now?", [dianjian.plain(frm.doc.staff_name)]), () =>
				about_login(frm, "disable_login")
			)
		);
	} else {
		button(__("Open the Login"), () => about_login(frm, "enable_login"));
	}
}

function about_login(frm, act, values = {}) {
	return frappe
		.xcall(`dianjian_app.people.logins.${act}`, { staff: frm.doc.name, ...values })
		.then((done) => frm.reload_doc().then(() => done && dianjian.show_one_time_link(done)));
}

const BY_MAIL = () => ({
	fieldname: "by_mail",
	fieldtype: "Check",
	label: __("Send the Link by Mail"),
	description: __("Otherwise it is shown here, once."),
});

function create_login(frm) {
	frappe.prompt(
		[
			{
				fieldname: "email",
				fieldtype: "Data",
				options: "Email",
				label: __("Address to Log in With"),
				reqd: 1,
				description: __("The login gets the role of the position, and no other."),
			},
			BY_MAIL(),
		],
		(values) => about_login(frm, "create_login", values),
		__("Login of {0}", [dianjian.plain(frm.doc.staff_name)]),
		__("Create Login")
	);
}

function link_login(frm) {
	frappe.prompt(
		{
			fieldname: "login",
			fieldtype: "Link",
			options: "User",
			label: __("Login User"),
			reqd: 1,
			get_query: () => ({ filters: { enabled: 1, user_type: "System User" } }),
		},
		(values) => about_login(frm, "link_login", values),
		__("Login of {0}", [dianjian.plain(frm.doc.staff_name)]),
		__("Link a Login")
	);
}

function new_link(frm, shown) {
	if (!shown) return about_login(frm, "send_one_time_link", { by_mail: 1 });
	frappe.prompt(
		BY_MAIL(),
		(values) => about_login(frm, "send_one_time_link", values),
		__("New One-Time Link"),
		__("Create the Link")
	);
}

function position_field(frm) {
	return {
		fieldname: "position",
		fieldtype: "Select",
		options: frm.get_field("position").df.options,
		label: __("Position"),
		reqd: 1,
	};
}

// the days before stay what they were: another row of employment and positions
function change_position(frm) {
	frappe.prompt(
		[
			position_field(frm),
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From Date"),
				reqd: 1,
				default: dianjian.today(),
				description: __("The days before this day stay what they were."),
			},
			group_field(frm, __("Sales Group"), 0),
		],
		(values) =>
			frappe
				.xcall("dianjian_app.people.moves.change_position", { staff: frm.doc.name, ...values })
				.then(() => frm.reload_doc()),
		__("Change Position"),
		__("Change")
	);
}

function record_return(frm) {
	frappe.prompt(
		[
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("First day of the new employment"),
				reqd: 1,
				default: dianjian.today(),
				description: __("The days between ask for nothing and cost nothing."),
			},
			position_field(frm),
			group_field(frm, __("Sales Group"), 0),
			{
				fieldname: "probation_until",
				fieldtype: "Date",
				label: __("Probation Until"),
				description: __("Empty: as the centre chose for those who come back"),
			},
		],
		(values) =>
			frappe
				.xcall("dianjian_app.people.moves.record_return", { staff: frm.doc.name, ...values })
				.then(() => frm.reload_doc()),
		__("{0} Comes Back", [frm.doc.staff_name]),
		__("Record")
	);
}

function group_field(frm, label, reqd = 1) {
	return {
		fieldname: "group",
		fieldtype: "Link",
		options: "Sales Group",
		label,
		reqd,
		get_query: () => ({ filters: { centre: frm.doc.centre, disabled: 0 } }),
	};
}

function first_groups(frm) {
	if (!frm.doc.centre || !frm.doc.joining_date) {
		frappe.msgprint(__("Enter the sales centre and the joining date first."));
		return;
	}
	frappe.prompt(
		[
			group_field(frm, __("Sales Group")),
			{
				fieldname: "expansion",
				fieldtype: "Check",
				label: __("First month in the expansion department"),
				default: 1,
			},
		],
		(values) =>
			frappe
				.xcall("dianjian_app.people.moves.propose_first_groups", {
					centre: frm.doc.centre,
					joining_date: frm.doc.joining_date,
					probation_until: frm.doc.probation_until,
					...values,
				})
				.then((rows) => {
					frm.clear_table("memberships");
					rows.forEach((row) => frm.add_child("memberships", row));
					frm.refresh_field("memberships");
					frm.dirty();
				}),
		__("First Groups"),
		__("Fill In")
	);
}

function move_to_group(frm) {
	frappe.prompt(
		[
			group_field(frm, __("New Group")),
			{
				fieldname: "from_date",
				fieldtype: "Date",
				label: __("From Date"),
				reqd: 1,
				default: dianjian.today(),
				description: __(
					"Figures before this day stay with the old group; open customers go back to its pool."
				),
			},
		],
		(values) =>
			frappe
				.xcall("dianjian_app.people.moves.move_to_group", { staff: frm.doc.name, ...values })
				.then(() => frm.reload_doc()),
		__("Move {0} to Group", [dianjian.plain(frm.doc.staff_name)]),
		__("Move")
	);
}

function record_leaving(frm) {
	frappe.prompt(
		[
			{
				fieldname: "leaving_date",
				fieldtype: "Date",
				label: __("Last day of employment"),
				reqd: 1,
				default: frm.doc.leaving_date || dianjian.today(),
			},
			{
				fieldname: "at_once",
				fieldtype: "Check",
				label: __("End access now"),
				description: __("Otherwise the login works until the end of the last day."),
			},
		],
		(values) =>
			frappe
				.xcall("dianjian_app.people.moves.record_leaving", { staff: frm.doc.name, ...values })
				.then(() => frm.reload_doc()),
		__("{0} Leaves", [dianjian.plain(frm.doc.staff_name)]),
		__("Record")
	);
}

// what is still open of somebody who has left, and what the centre's policy does with it
function close_out(frm) {
	const of = (method) =>
		frappe.xcall(`dianjian_app.incentives.entries.close_out.${method}`, { staff: frm.docname });
	of("open_remainders").then((open) => {
		const lines = [
			[__("Days of Leave Left"), open.leave],
			[__("Visits Towards the Next Half-Day"), open.visits],
			[__("Deductions Carried"), format_currency(open.carried)],
			[__("Policy"), __(open.choice)],
			...(open.pay === null ? [] : [[__("To Be Paid"), format_currency(open.pay)]]),
			...(open.waits_for ? [[__("Waits for the Month"), open.waits_for]] : []),
		].map(
			([label, value]) => `<tr><td>${label}</td><td>${frappe.utils.escape_html(String(value))}</td></tr>`
		);
		const table = `<table class="table table-sm">${lines.join("")}</table>`;
		if (open.closed) {
			const address = frappe.utils.get_form_link("Leaver Close-Out", open.closed);
			const record = `<a href="${address}">${frappe.utils.escape_html(open.closed)}</a>`;
			return frappe.msgprint(`${table}${__("Was closed out before: {0}", [record])}`);
		}
		frappe.confirm(`${table}${__("Close these as the policy says? What was earned stays payable.")}`, () =>
			of("close_out").then((done) =>
				frappe.show_alert({
					message: done.closed ? __("Closed out") : __("Was closed out before"),
					indicator: "green",
				})
			)
		);
	});
}
