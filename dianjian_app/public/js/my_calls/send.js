// Sends one call to the server.

// the same key each time: a call that came through although the answer was lost is written once
export const log = (args, tries = 3) =>
	new Promise((resolve, reject) => {
		frappe
			.call({ method: "dianjian_app.calls.log_call.log_call", type: "POST", args })
			.then(resolve, (xhr) => {
				const passes = [0, 409, 502, 503, 504].includes(xhr && xhr.status);
				if (!passes || tries <= 1) return reject(xhr);
				frappe.show_alert({ message: __("Not saved yet, trying again"), indicator: "orange" }, 3);
				setTimeout(() => log(args, tries - 1).then(resolve, reject), 1500);
			});
	});
