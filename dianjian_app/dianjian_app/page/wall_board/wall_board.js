(() => {
	frappe.pages["wall-board"].on_page_load = (wrapper) => {
		const page = frappe.ui.make_app_page({ parent: wrapper, title: __("Wall Board"), single_column: true });
		wrapper.wall_board = new WallBoard(page);
	};
	frappe.pages["wall-board"].on_page_show = (wrapper) => wrapper.wall_board && wrapper.wall_board.refresh();

	const text = (value) => frappe.utils.escape_html(value == null ? "" : String(value));
	const EVERY = 60 * 1000;

	// Big figures for the office screen: it asks again each minute, and stays as it was where an answer fails.
	class WallBoard {
		constructor(page) {
			this.page = page;
			this.body = $(
				`<div class="wall-board"><div class="top"></div><div class="spans"></div><div class="lower"><div class="groups"></div><div class="ranking"></div></div></div>`
			);
			page.main.append(this.body);
			page.set_primary_action(
				__("Full Screen"),
				() => this.body[0].requestFullscreen && this.body[0].requestFullscreen()
			);
			page.add_inner_button(__("Print for the Wall"), () => window.print());
			setInterval(() => frappe.get_route()[0] === "wall-board" && this.refresh(), EVERY);
		}

		refresh() {
			return frappe
				.call({
					method: "dianjian_app.dianjian_app.page.wall_board.wall_board.read_board",
					args: { centre: this.centre },
					type: "GET",
					silent: true,
				})
				.then(({ message }) => message && this.show(message))
				.catch(() => this.body.addClass("stale"));
		}

		show(board) {
			this.centre = board.centre;
			this.body.removeClass("stale");
			const others =
				board.centres.length > 1
					? board.centres
							.map((c) => `<option ${c === board.centre ? "selected" : ""}>${text(c)}</option>`)
							.join("")
					: "";
			this.body
				.find(".top")
				.html(
					`<span class="centre">${others ? `<select>${others}</select>` : text(board.centre)}</span><span class="at">${text(board.at)}</span>`
				)
				.find("select")
				.on("change", (e) => {
					this.centre = e.currentTarget.value;
					this.refresh();
				});
			const spans = [
				["today", __("Today")],
				["week", __("This Week")],
				["month", __("This Month")],
			];
			this.body.find(".spans").html(spans.map(([key, label]) => this.span_html(board, key, label)).join(""));
			this.body.find(".groups").html(this.groups_html(board.groups));
			this.body.find(".ranking").html(this.ranking_html(board.ranking));
		}

		span_html(board, key, label) {
			const figures = Object.entries(board.labels).map(([name, title]) => {
				const has_target = key === "today" && name === "connected" && board.target;
				const of = has_target ? `<small> / ${board.target}</small>` : "";
				return `<div class="figure ${has_target ? "with-target" : ""}"><b>${board[key][name]}${of}</b><span>${text(title)}</span></div>`;
			});
			const share =
				key === "today" && board.target
					? Math.min(100, Math.round((100 * board.today.connected) / board.target))
					: null;
			const bar = share === null ? "" : `<div class="bar"><i style="width:${share}%"></i></div>`;
			return `<section class="${key}"><h3>${label}</h3>${bar}<div class="figures">${figures.join("")}</div></section>`;
		}

		groups_html(groups) {
			const head = `<h3>${__("Groups")}</h3>`;
			if (!groups.some((g) => g.connected || g.visits))
				return `${head}<p class="none">${__("Nobody has connected a customer today, and no visit has counted this month yet.")}</p>`;
			const most = Math.max(1, ...groups.map((g) => g.connected));
			const rows = groups.map(
				(g) =>
					`<tr><th>${text(g.label)}</th><td class="wide"><div class="bar"><i style="width:${(100 * g.connected) / most}%"></i></div></td><td>${g.connected}</td><td>${g.visits}</td></tr>`
			);
			return `${head}<table><tr><th></th><th></th><th>${__("Connected Today")}</th><th>${__("Visits This Month")}</th></tr>${rows.join("")}</table>`;
		}

		ranking_html(ranking) {
			const head = `<h3>${__("Ranking of the Month")}</h3>`;
			// nobody is first with nothing
			if (!ranking.some((r) => r.visits || r.deals))
				return `${head}<p class="none">${__("No visit has counted this month yet.")}</p>`;
			const rows = ranking.map(
				(r) =>
					`<tr class="${r.visits || r.deals ? `place-${r.place}` : ""}"><td>${r.place}</td><th>${text(r.label)}</th><td>${text(r.group)}</td><td>${r.visits}</td><td>${r.deals}</td></tr>`
			);
			return `${head}<table><tr><th></th><th></th><th></th><th>${__("Visits")}</th><th>${__("Units Sold")}</th></tr>${rows.join("")}</table>`;
		}
	}
})();
