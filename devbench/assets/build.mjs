// Builds the desk's bundles of each app, as `bench build` does upstream: one entry per *.bundle.* file.
// Usage: node build.mjs BENCH_ROOT   (BENCH_ROOT/node/node_modules holds the libraries)
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const bench = path.resolve(process.argv[2]);
const require = createRequire(path.join(bench, "node", "package.json"));
const esbuild = require("esbuild");
const sass = require("sass");
const vue = require("esbuild-plugin-vue3");

const apps_path = path.join(bench, "apps");
const assets_path = path.join(bench, "sites", "assets");
const node_modules = path.join(bench, "node", "node_modules");
const apps = fs
	.readFileSync(path.join(bench, "sites", "apps.txt"), "utf8")
	.split("\n")
	.filter(Boolean);
const node_paths = [node_modules, ...apps.map((app) => fs.realpathSync(path.join(apps_path, app)))];

// import "./page.html" gives frappe.templates["page"]: a template literal, as Frappe's own build writes it, whose texts
// rely on its escapes (\' in a form's comments)
const html = {
	name: "html-templates",
	setup(build) {
		build.onResolve({ filter: /\.html$/ }, (args) => ({
			path: path.join(args.resolveDir, args.path),
			namespace: "html-template",
		}));
		build.onLoad({ filter: /.*/, namespace: "html-template" }, (args) => {
			const name = path.basename(args.path).split(".")[0];
			const text = fs.readFileSync(args.path, "utf8").replace(/`/g, "\\`");
			return { contents: `frappe.templates[${JSON.stringify(name)}] = \`${text}\`;` };
		});
	},
};

// url(/assets/…) is served as it is
const served = {
	name: "served-as-is",
	setup(build) {
		build.onResolve({ filter: /^\/?assets\// }, (args) => ({ path: args.path, external: true }));
	},
};

const scss = {
	name: "scss",
	setup(build) {
		build.onLoad({ filter: /\.s[ac]ss$/ }, (args) => {
			const result = sass.renderSync({
				file: args.path,
				includePaths: [node_modules, apps_path, ...node_paths],
				importer: (url) => (url.startsWith("~") ? { file: url.slice(1).replace(/\.css$/, "") } : null),
				quietDeps: true,
				logger: sass.Logger.silent,
			});
			return { contents: result.css.toString(), loader: "css", resolveDir: path.dirname(args.path) };
		});
	},
};

function bundles(folder) {
	if (!fs.existsSync(folder)) return [];
	return fs.readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
		const found = path.join(folder, entry.name);
		if (entry.isDirectory()) return ["node_modules", "dist"].includes(entry.name) ? [] : bundles(found);
		return /\.bundle\.(js|ts|css|scss)$/.test(entry.name) ? [found] : [];
	});
}

function link_public(app, public_path) {
	const target = path.join(assets_path, app);
	fs.mkdirSync(target, { recursive: true });
	if (!fs.existsSync(public_path)) return;
	for (const name of fs.readdirSync(public_path)) {
		if (name === "dist") continue;
		const link = path.join(target, name);
		fs.rmSync(link, { recursive: true, force: true });
		fs.symlinkSync(path.join(public_path, name), link);
	}
}

// The desk fetches the code editor and the like from /assets/frappe/node_modules when a form needs them.
function link_node_modules() {
	const link = path.join(assets_path, "frappe", "node_modules");
	fs.rmSync(link, { recursive: true, force: true });
	fs.symlinkSync(node_modules, link);
}

// A Vue component's <style> comes out as a css file beside the bundle; the desk loads only the bundle.
function carry_style(output, outputs) {
	if (!output.endsWith(".js")) return;
	const stem = output.replace(/\.\w+\.js$/, "");
	const css = outputs.find((other) => other.endsWith(".css") && other.replace(/\.\w+\.css$/, "") === stem);
	if (!css) return;
	const text = JSON.stringify(fs.readFileSync(css, "utf8"));
	fs.appendFileSync(output, `\n;frappe.dom.set_style(${text});\n`);
}

const manifest = {};
fs.mkdirSync(path.join(assets_path, "frappe"), { recursive: true });
link_node_modules();
for (const app of apps) {
	const public_path = path.join(apps_path, app, app, "public");
	link_public(app, public_path);
	const entries = {};
	for (const file of bundles(public_path)) {
		const kind = /\.s?css$/.test(file) ? "css" : "js";
		entries[`${app}/dist/${kind}/${path.basename(file).replace(/\.\w+$/, "")}`] = file;
	}
	fs.rmSync(path.join(assets_path, app, "dist"), { recursive: true, force: true });
	if (!Object.keys(entries).length) continue;
	const built = await esbuild.build({
		entryPoints: entries,
		entryNames: "[dir]/[name].[hash]",
		outdir: assets_path,
		bundle: true,
		metafile: true,
		minify: true,
		sourcemap: false,
		target: "es2017",
		nodePaths: node_paths,
		loader: {
			".woff": "file",
			".woff2": "file",
			".ttf": "file",
			".eot": "file",
			".svg": "file",
			".png": "file",
		},
		define: {
			"process.env.NODE_ENV": '"production"',
			__VUE_OPTIONS_API__: "true",
			__VUE_PROD_DEVTOOLS__: "false",
		},
		plugins: [served, html, vue(), scss],
		logLevel: "error",
	});
	const outputs = Object.keys(built.metafile.outputs);
	for (const [output, info] of Object.entries(built.metafile.outputs)) {
		if (!info.entryPoint) continue;
		carry_style(output, outputs);
		const kind = output.endsWith(".css") ? "css" : "js";
		const name = path.basename(info.entryPoint).replace(/\.(s?css|ts|js)$/, `.${kind}`);
		manifest[name] = "/assets/" + path.relative(assets_path, path.resolve(output));
	}
}

const part = path.join(assets_path, "assets.json.part");
fs.writeFileSync(part, JSON.stringify(manifest, null, 1));
fs.renameSync(part, path.join(assets_path, "assets.json"));
console.log(`${Object.keys(manifest).length} bundles built`);
