(() => {
	frappe.pages["my-attendance"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({
			parent: wrapper,
			title: __("My Attendance"),
			single_column: true,
		});
		wrapper.my_attendance = new MyAttendance(page);
	};
	frappe.pages["my-attendance"].on_page_show = (wrapper) =>
		wrapper.my_attendance && wrapper.my_attendance.refresh();

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const day_of = (value) => text(frappe.datetime.str_to_user(value));

	// One's own month, for a phone first: clocking in and out, what each day was and why, what is left and what waits.
	class MyAttendance {
		constructor(page) {
			this.month = dianjian.today().slice(0, 7);
			this.body = $(`<div class="my-attendance"></div>`).appendTo(page.main);
			this.body.on("click", "[data-move]", (event) => {
				const ahead = Number(event.currentTarget.dataset.move);
				this.month = frappe.datetime.add_months(`${this.month}-01`, ahead).slice(0, 7);
				this.refresh();
			});
			this.body.on("click", "[data-clock]", (event) =>
				dianjian.clock(event.currentTarget.dataset.clock).then(() => this.refresh())
			);
			this.body.on("click", "[data-appeal]", (event) =>
				frappe.new_doc("Day Result Appeal", { result: event.currentTarget.dataset.appeal })
			);
			this.body.on("click", "[data-ask]", (event) => frappe.new_doc(event.currentTarget.dataset.ask));
		}

		refresh() {
			const asked = this.month;
			return frappe
				.xcall("dianjian_app.reporting.my_month.my_month", { month: asked })
				.then((found) => asked === this.month && this.show(found));
		}

		show(found) {
			if (!found.staff)
				return this.body.html(
					`<div class="panel text-muted">${__("You are nobody of a centre's staff.")}</div>`
				);
			this.body.html(
				[this.clock(), this.asking(found), this.of_month(found)]
					.map((part) => `<div class="panel">${part}</div>`)
					.join("")
			);
		}

		clock() {
			return `<div class="clock">
				<button class="btn btn-primary" data-clock="Clock In">${__("Clock In")}</button>
				<button class="btn btn-default" data-clock="Clock Out">${__("Clock Out")}</button></div>`;
		}

		asking(found) {
			const left = found.balances.map((b) => `<span>${text(b.label)} <b>${text(b.days)}</b></span>`);
			const waiting = found.waiting.map(
				(w) => `<li><a href="${frappe.utils.get_form_link(w.doctype, w.name)}">${text(w.text)}</a></li>`
			);
			const list = waiting.length
				? `<div class="mt-2">${__("Waiting for a Decision")}</div><ul>${waiting.join("")}</ul>`
				: "";
			return `<div class="figures balances"><span class="text-muted">${__("Days Left")}</span>${left.join("")}</div>${list}
				<div class="links mt-2">
					<button class="btn btn-default btn-sm" data-ask="Time Off Request">${__("Apply for Leave or an Outing")}</button>
					<button class="btn btn-default btn-sm" data-ask="Working Time Request">${__("Apply for Overtime or a Correction")}</button>
				</div>`;
		}

		of_month(found) {
			const totals = found.totals.map((t) => `<span>${text(t.label)} <b>${text(t.value)}</b></span>`);
			const none = `<p class="text-muted">${__("Nothing is judged in this month.")}</p>`;
			return `<div class="months"><button class="btn btn-default" data-move="-1">‹</button><b class="month">${text(found.month)}</b>
				<button class="btn btn-default" data-move="1">›</button></div>
				<div class="figures totals">${totals.join("")}</div>
				<div class="days mt-2">${found.days.map((day) => this.day(day)).join("") || none}</div>`;
		}

		day(day) {
			const why = day.why.map((reason) => `<li>${text(reason)}</li>`).join("");
			const appeal = day.appeal_until
				? `<button class="btn btn-default btn-sm" data-appeal="${text(day.result)}">${__("Appeal until {0}", [day_of(day.appeal_until)])}</button>`
				: "";
			const form = `<a class="btn btn-default btn-sm" href="${frappe.utils.get_form_link("Staff Day Result", day.result)}">${__("Details")}</a>`;
			return `<details class="day" data-day="${text(day.date)}"><summary><span>${day_of(day.date)}</span>
				<span class="mark ${day.tone ? `text-${day.tone}` : ""}">${text(day.mark)}</span><span>${text(day.status)}</span></summary>
				<ul>${why}</ul><div class="links">${appeal}${form}</div></details>`;
		}
	}
})();
