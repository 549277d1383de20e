frappe.listview_settings["Punch Record"] = {
	hide_name_column: true,
	add_fields: ["doubt", "source"],
	get_indicator(doc) {
		if (doc.doubt) return [__(doc.doubt), "orange", `doubt,=,${doc.doubt}`];
		return [__(doc.source), "gray", `source,=,${doc.source}`];
	},
	onload(list) {
		if (!frappe.boot.dianjian_staff?.length) return;
		list.page.add_inner_button(__("Clock In"), () => clock(list, "Clock In"));
		list.page.add_inner_button(__("Clock Out"), () => clock(list, "Clock Out"));
	},
};

async function clock(list, direction) {
	const { message: asked } = await frappe.call("dianjian_app.attendance.desk_punch.asks_place");
	const place = asked ? await where() : "";
	const { message: done } = await frappe.call({
		method: "dianjian_app.attendance.desk_punch.punch",
		type: "POST",
		args: { direction, place },
		freeze: true,
	});
	const time = frappe.datetime.str_to_user(done.punched_at);
	frappe.show_alert({
		message: done.new ? __("Punched at {0}.", [time]) : __("You have punched in this minute already."),
		indicator: done.new ? "green" : "blue",
	});
	list.refresh();
}

function where() {
	return new Promise((resolve) => {
		if (!navigator.geolocation) return resolve("");
		navigator.geolocation.getCurrentPosition(
			({ coords }) => resolve(`${coords.latitude.toFixed(5)}, ${coords.longitude.toFixed(5)}`),
			() => resolve(""),
			{ timeout: 10000, maximumAge: 60000 }
		);
	});
}
