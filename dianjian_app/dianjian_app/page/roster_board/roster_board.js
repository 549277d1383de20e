(() => {
	frappe.pages["roster-board"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Roster"), single_column: true });
		wrapper.roster_board = new RosterBoard(page);
	};
	frappe.pages["roster-board"].on_page_show = (wrapper) =>
		wrapper.roster_board && wrapper.roster_board.refresh();

	const READ = "dianjian_app.attendance.roster_board.read_board";
	const ACTS = "dianjian_app.people.rest_day_moves";
	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const beyond = (said) =>
		said.map((line) => `<div class="beyond text-warning small">${text(line)}</div>`).join("");
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
				${this.moves_html(board)}
				<p class="hint text-muted">${__("Choose one of your rest days, then the day of the same week on which you would rest instead, or somebody else's rest day to swap. Drag, click, or use the arrow keys and Enter.")}</p>
				<p class="legend">${Object.entries(TONES)
					.map(([mark, tone]) => `<span class="${tone}">${__(mark)}</span>`)
					.join("")}</p>`
			);
			this.page.remove_inner_button(__("Set Shift"));
			if (board.shifts.length) this.page.add_inner_button(__("Set Shift"), () => this.set_shift());
			this.listen();
		}

		set_shift() {
			const tomorrow = frappe.datetime.add_days(this.board.today, 1);
			const dialog = new frappe.ui.Dialog({
				title: __("Set Shift"),
				fields: [
					{
						fieldname: "staff",
						label: __("Staff"),
						fieldtype: "Select",
						reqd: 1,
						options: this.board.rows
							.filter((row) => !row.own)
							.map((row) => ({ value: row.staff, label: row.name })),
					},
					{
						fieldname: "duty_shift",
						label: __("Duty Shift"),
						fieldtype: "Select",
						options: [{ value: "", label: __("Hours of the Season") }, ...this.board.shifts],
					},
					{ fieldname: "from_date", label: __("From Date"), fieldtype: "Date", reqd: 1, default: tomorrow },
					{ fieldname: "to_date", label: __("To Date"), fieldtype: "Date", reqd: 1, default: tomorrow },
				],
				primary_action_label: __("Set Shift"),
				primary_action: (values) => {
					dialog.hide();
					frappe.xcall("dianjian_app.attendance.duty_shifts.set_shift", values).then(() => this.refresh());
				},
			});
			dialog.show();
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
			const moves = cell.rest && this.moves(row) && cell.date > this.board.today;
			return `<td class="${TONES[morning]} pm-${TONES[afternoon]} ${cell.moved ? "moved" : ""}" title="${text(label)}"><button type="button" data-date="${cell.date}" data-staff="${text(row.staff)}" data-rest="${cell.rest ? 1 : 0}" aria-label="${text(`${row.name} ${frappe.datetime.str_to_user(cell.date)} ${label}`)}" ${moves ? 'draggable="true"' : ""} tabindex="${moves ? 0 : -1}">${text(cell.symbol)}${cell.shift ? `<small>${text(cell.shift)}</small>` : ""}</button></td>`;
		}

		// whether the reader moves this person's rest days, or asks for it
		moves(row) {
			return this.board.manages || row.own;
		}

		listen() {
			const cells = this.body.find("td button");
			cells.on("click", (e) => this.choose(e.currentTarget));
			cells.on("keydown", (e) => this.key(e));
			cells.on("dragstart", (e) => {
				e.originalEvent.dataTransfer.setData("text/plain", e.currentTarget.dataset.date);
				this.pick(e.currentTarget);
			});
			cells.on("dragover", (e) => e.currentTarget.classList.contains("target") && e.preventDefault());
			cells.on("drop", (e) => {
				e.preventDefault();
				this.choose(e.currentTarget);
			});
			this.body.find("[data-act]").on("click", (e) => this.act(e.currentTarget.dataset));
		}

		choose(cell) {
			if (this.picked && cell.classList.contains("target")) return this.propose(this.picked, cell);
			if (cell === this.picked || !cell.draggable) return this.drop();
			this.pick(cell);
		}

		pick(cell) {
			this.drop();
			this.picked = cell;
			cell.classList.add("picked");
			const { date, staff } = cell.dataset;
			const monday = (day) => moment(day).startOf("isoWeek").format("YYYY-MM-DD");
			this.body.find("td button").each((_i, other) => {
				const { date: day, staff: who, rest } = other.dataset;
				const fits = day !== date && day > this.board.today && monday(day) === monday(date);
				if (fits && (who === staff) === (rest === "0")) {
					other.classList.add("target");
					other.tabIndex = 0;
				}
			});
		}

		drop() {
			this.picked = null;
			this.body.find(".picked, .target").removeClass("picked target");
		}

		key(e) {
			const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
			if (e.key === "Escape") return this.drop();
			if (!steps[e.key]) return;
			e.preventDefault();
			const [down, right] = steps[e.key];
			const cell = e.currentTarget.closest("td");
			const row = this.body.find("tbody tr").get($(cell.parentElement).index() + down);
			const next = row && row.children[cell.cellIndex + right];
			const button = next && next.querySelector("button");
			if (button) button.focus();
		}

		propose(from, to) {
			const name = (staff) => this.board.rows.find((row) => row.staff === staff).name;
			const day = frappe.datetime.str_to_user;
			const args = { staff: from.dataset.staff, works_on: from.dataset.date, rests_on: to.dataset.date };
			const swap = to.dataset.staff !== args.staff;
			if (swap) args.with_staff = to.dataset.staff;
			const question = swap
				? __("{0} works on {1} and rests on {2}; {3} the other way round.", [
						name(args.staff),
						day(args.works_on),
						day(args.rests_on),
						name(args.with_staff),
					])
				: __("{0} works on {1} and rests on {2}.", [
						name(args.staff),
						day(args.works_on),
						day(args.rests_on),
					]);
			this.drop();
			const dialog = new frappe.ui.Dialog({
				title: this.board.manages ? __("Move Rest Day") : __("Ask to Move Rest Day"),
				fields: [
					{ fieldtype: "HTML", fieldname: "question", options: `<p>${text(question)}</p>` },
					{ fieldtype: "HTML", fieldname: "beyond" },
					{ fieldtype: "Small Text", fieldname: "reason", label: __("Reason") },
				],
				primary_action_label: this.board.manages ? __("Move") : __("Ask"),
				primary_action: ({ reason }) => {
					dialog.hide();
					frappe.xcall(`${ACTS}.move_rest_day`, { ...args, reason }).then((made) => {
						frappe.show_alert({
							message: made.decision ? __("Moved") : __("Asked; it holds once everybody has agreed."),
							indicator: "green",
						});
						this.refresh();
					});
				},
			});
			dialog.show();
			frappe.xcall("dianjian_app.attendance.week_limits.of_move", args).then((said) => {
				dialog.get_field("beyond").$wrapper.html(beyond(said));
			});
		}

		moves_html(board) {
			if (!board.moves.length) return "";
			const button = (act, label, name) =>
				`<button type="button" class="btn btn-xs btn-default" data-act="${act}" data-move="${text(name)}">${label}</button>`;
			const lines = board.moves.map((move) => {
				const days = `${frappe.datetime.str_to_user(move.works_on)} → ${frappe.datetime.str_to_user(move.rests_on)}`;
				const who = move.with_name ? `${move.staff_name} ⇄ ${move.with_name}` : move.staff_name;
				const waits =
					move.with_staff && !move.accepted_at
						? __("Waits for {0}", [text(move.with_name)])
						: __("Waits for consent");
				return `<li>${text(who)} ${text(days)} <span class="text-muted">${text(move.reason)} ${waits}</span> ${
					move.may_accept ? button("accept", __("Agree to Swap"), move.name) : ""
				}${move.may_decide ? button("approve", __("Approve"), move.name) + button("reject", __("Reject"), move.name) : ""}${
					move.may_withdraw
						? button("withdraw", move.may_accept ? __("Decline") : __("Withdraw"), move.name)
						: ""
				}${beyond(move.beyond)}</li>`;
			});
			return `<ul class="moves">${lines.join("")}</ul>`;
		}

		act({ act, move }) {
			const [method, args] = {
				accept: ["accept_swap", {}],
				approve: ["decide_move", { approve: 1 }],
				reject: ["decide_move", { approve: 0 }],
				withdraw: ["withdraw_move", {}],
			}[act];
			frappe.xcall(`${ACTS}.${method}`, { move, ...args }).then(() => this.refresh());
		}
	}
})();
