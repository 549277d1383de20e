// Clocking in and out by the server's clock, from wherever in the desk.
frappe.provide("dianjian");

// direction: "Clock In" or "Clock Out"; the place is asked for only where the centre wants it
dianjian.clock = async (direction) => {
	const asked = await frappe.xcall("dianjian_app.attendance.desk_punch.asks_place");
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
};

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
