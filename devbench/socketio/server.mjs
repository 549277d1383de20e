// The socket server: what Frappe publishes on Redis reaches the browsers of that site that may see it.
// A browser is known by its Frappe session, asked of the web server; rooms and events are Frappe 15's.
// Usage: node server.mjs BENCH_ROOT
import fs from "node:fs";
import http from "node:http";
import path from "node:path";
import { createRequire } from "node:module";

const bench = path.resolve(process.argv[2]);
const require = createRequire(path.join(bench, "node", "package.json"));
const { Server } = require("socket.io");
const { createClient } = require("@redis/client");

const config = JSON.parse(fs.readFileSync(path.join(bench, "sites", "common_site_config.json"), "utf8"));
const io = new Server({ cors: { origin: true, credentials: true }, cleanupEmptyChildNamespaces: true });
const sites = io.of(/^\/.+$/);

const room = {
	user: (user) => `user:${user}`,
	doctype: (doctype) => `doctype:${doctype}`,
	doc: (doctype, name) => `doc:${doctype}/${name}`,
	open_doc: (doctype, name) => `open_doc:${doctype}/${name}`,
	task: (id) => `task_progress:${id}`,
};

const hostname = (address) =>
	address ? new URL(address.includes("://") ? address : `http://${address}`).hostname : "";

// The site that an address means: the demo's, where it names this machine.
const site_of = (address) =>
	["127.0.0.1", "localhost"].includes(hostname(address)) ? config.default_site : hostname(address);

// Ask the web server that the browser itself uses, with the browser's session. `fetch` may not set Host, http may.
function ask_frappe(socket, method, args = {}) {
	const site = socket.nsp.name.slice(1);
	const { origin, cookie, authorization } = socket.request.headers;
	const port = Number(new URL(origin).port) || config.webserver_port;
	const headers = { Host: `${site}:${port}`, Accept: "application/json" };
	if (cookie) headers.Cookie = cookie;
	if (authorization) headers.Authorization = authorization;
	const address = {
		host: "127.0.0.1",
		port,
		headers,
		path: `/api/method/${method}?${new URLSearchParams(args)}`,
	};
	return new Promise((resolve, reject) => {
		const request = http.get(address, (response) => {
			let text = "";
			response.on("data", (part) => (text += part));
			response.on("end", () => {
				if (response.statusCode !== 200) return reject(new Error(`${method}: ${response.statusCode}`));
				try {
					resolve(JSON.parse(text).message);
				} catch (error) {
					reject(error);
				}
			});
		});
		request.setTimeout(15000, () => request.destroy(new Error(`${method}: no answer`)));
		request.on("error", reject);
	});
}

sites.use(async (socket, next) => {
	const { origin, host, cookie, authorization } = socket.request.headers;
	try {
		const site = socket.nsp.name.slice(1);
		if (hostname(origin) !== hostname(host)) return next(new Error("Invalid origin"));
		if (site !== site_of(origin)) return next(new Error("Invalid namespace"));
		if (!authorization && !/(^|;\s*)sid=/.test(cookie || "")) return next(new Error("No session"));
		Object.assign(socket.data, await ask_frappe(socket, "frappe.realtime.get_user_info"));
		if (!socket.data.user) return next(new Error("No session"));
		next();
	} catch (error) {
		next(new Error(`Unauthorized: ${error.message}`));
	}
});

async function allowed(socket, method, args) {
	try {
		return Boolean(await ask_frappe(socket, `frappe.realtime.${method}`, args));
	} catch {
		return false;
	}
}

function tell_viewers(socket, doctype, docname) {
	const viewers = socket.nsp.adapter.rooms.get(room.open_doc(doctype, docname)) || new Set();
	const users = [...new Set([...viewers].map((id) => socket.nsp.sockets.get(id)?.data.user).filter(Boolean))];
	if (users.length === 1 && users[0] === socket.data.user) return;
	socket.nsp.to(room.open_doc(doctype, docname)).emit("doc_viewers", { doctype, docname, users });
}

sites.on("connection", (socket) => {
	const open = new Map();
	socket.join(room.user(socket.data.user));
	socket.join("website");
	if (socket.data.user_type === "System User") socket.join("all");

	socket.on("ping", () => socket.emit("pong"));
	socket.on("doctype_subscribe", async (doctype) => {
		if (await allowed(socket, "can_subscribe_doctype", { doctype })) socket.join(room.doctype(doctype));
	});
	socket.on("doctype_unsubscribe", (doctype) => socket.leave(room.doctype(doctype)));
	for (const event of ["task_subscribe", "progress_subscribe"])
		socket.on(event, (id) => socket.join(room.task(id)));
	socket.on("task_unsubscribe", (id) => socket.leave(room.task(id)));
	socket.on("doc_subscribe", async (doctype, docname) => {
		if (await allowed(socket, "can_subscribe_doc", { doctype, docname }))
			socket.join(room.doc(doctype, docname));
	});
	socket.on("doc_unsubscribe", (doctype, docname) => socket.leave(room.doc(doctype, docname)));
	socket.on("doc_open", async (doctype, docname) => {
		if (!(await allowed(socket, "can_subscribe_doc", { doctype, docname }))) return;
		socket.join(room.open_doc(doctype, docname));
		open.set(room.open_doc(doctype, docname), [doctype, docname]);
		tell_viewers(socket, doctype, docname);
	});
	socket.on("doc_close", (doctype, docname) => {
		socket.leave(room.open_doc(doctype, docname));
		open.delete(room.open_doc(doctype, docname));
		tell_viewers(socket, doctype, docname);
	});
	socket.on("disconnect", () => open.forEach(([doctype, docname]) => tell_viewers(socket, doctype, docname)));
});

const subscriber = createClient({ url: config.redis_queue });
subscriber.on("error", (error) => console.error("redis:", error.message));
await subscriber.connect();
await subscriber.subscribe("events", (text) => {
	const { namespace, room: to, event, message } = JSON.parse(text);
	if (namespace && to) io.of(`/${namespace}`).to(to).emit(event, message);
	else sites.emit(event, message);
});

io.listen(config.socketio_port);
console.log(`socket server listens on ${config.socketio_port}`);
