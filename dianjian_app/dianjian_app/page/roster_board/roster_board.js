(() => {
	frappe.pages["roster-board"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Roster"), single_column: true });
		wrapper.roster_board = new RosterBoard(page);
	};
	frappe.pages["roster-board"].on_page_show = (wrapper) =>
		wrapper.roster_board && wrapper.roster_board.refresh();

	const READ = "dianjian_app.attendance.roster_board.read_board";
	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
	const TONES = {
		Work: "work",
		"Rest Day": "rest",
		Holiday: "holiday",
		Leave: "leave",
		Outing: "outing",
		Suspended: "suspended",
	};

	// A group's month, people by days; the server says who sees what of whom.
	class RosterBoard {
		constructor(page) {
			this.page = page;
			this.group = page.add_field({
				fieldname: "sales_group",
				label: __("Sales Group"),
				fieldtype: "Select",
				change: () => this.chosen(),
			});
			this.month = page.add_field({
				fieldname: "month",
				label: __("Month"),
				fieldtype: "Select",
				options: this.months(),
				default: dianjian.today().slice(0, 7),
				change: () => this.chosen(),
			});
			this.body = $(`<div class="roster-board"></div>`).appendTo(page.main);
			page.add_inner_button(__("Excel"), () =>
				open_url_post("/api/method/dianjian_app.workbooks.roster_workbook.download", {
					sales_group: this.board.group,
					month: this.board.month,
				})
			);
			page.add_inner_button(__("Print"), () => window.print());
		}

		months() {
			const today = dianjian.today();
			return [...Array(15).keys()].map((n) => frappe.datetime.add_months(today, 2 - n).slice(0, 7));
		}

		chosen() {
			const month = this.month.get_value();
			const group = this.group.get_value();
			if (this.board && (month !== this.board.month || (group && group !== this.board.group))) this.refresh();
		}

		refresh() {
			const args = {
				sales_group: this.group.get_value() || undefined,
				month: this.month.get_value() || dianjian.today().slice(0, 7),
			};
			return frappe.call({ method: READ, args, type: "GET" }).then(({ message }) => {
				if (message) this.show(message);
			});
		}

		show(board) {
			this.board = board;
			if (!board.group) {
				this.body.html(`<p class="text-muted p-3">${__("You belong to no sales group.")}</p>`);
				return;
			}
			this.group.df.options = board.groups;
			this.group.refresh();
			this.group.set_input(board.group);
			this.month.set_input(board.month);
			const heads = board.days.map(
				(d) =>
					`<th class="${d.weekday > 4 ? "weekend" : ""} ${d.date === board.today ? "today" : ""}" title="${__(WEEKDAYS[d.weekday])}">${d.day}<br><small>${__(WEEKDAYS[d.weekday]).slice(-1)}</small></th>`
			);
			const figures = [__("Days of Work"), __("Rest Days"), __("Hours")];
			this.body.html(
				`<h4 class="title">${text(board.group_name)} ${text(board.month)}</h4>
				${this.warnings(board)}
				<div class="sheet"><table><thead><tr><th class="name">${__("Staff Name")}</th>${heads.join("")}${figures.map((f) => `<th>${f}</th>`).join("")}</tr></thead>
				<tbody>${board.rows.map((row) => this.row_html(row)).join("")}</tbody></table></div>
				<p class="legend">${Object.entries(TONES)
					.map(([mark, tone]) => `<span class="${tone}">${__(mark)}</span>`)
					.join("")}</p>`
			);
		}

		warnings(board) {
			const without = board.rows.filter((row) => row.without_rest.length);
			if (!without.length) return "";
			const lines = without.map((row) =>
				__("{0} has no rest day in the weeks from {1}.", [
					text(row.name),
					text(dianjian.listed(row.without_rest.map((day) => frappe.datetime.str_to_user(day)))),
				])
			);
			return `<div class="alert alert-warning without-rest">${lines.join("<br>")}</div>`;
		}

		row_html(row) {
			const cells = row.cells.map((cell) => (cell ? this.cell_html(row, cell) : `<td class="none"></td>`));
			const hours = Math.round(row.minutes / 6) / 10;
			return `<tr data-staff="${text(row.staff)}" class="${row.own ? "own" : ""} ${row.without_rest.length ? "restless" : ""}"><th class="name">${text(row.name)}</th>${cells.join("")}<td>${row.work}</td><td>${row.rest}</td><td>${hours || ""}</td></tr>`;
		}

		cell_html(row, cell) {
			const [morning, afternoon] = cell.marks;
			const label =
				morning === afternoon
					? __(morning)
					: `${__("Morning")} ${__(morning)} ${__("Afternoon")} ${__(afternoon)}`;
			return `<td class="${TONES[morning]} pm-${TONES[afternoon]}" data-date="${cell.date}" title="${text(label)}"><span>${text(cell.symbol)}</span></td>`;
		}
	}
})();
