// Bundles the console into ../console.js and ../console.css, and the licences of all that is in it into ../LICENSES.txt.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));

// GraphiQL's style sheet carries 300 KB of fonts inside: the system's own are used instead.
const withoutFonts = {
  name: "without-fonts",
  setup(made) {
    made.onLoad({ filter: /graphiql[\\/]dist[\\/]style\.css$/ }, ({ path }) => ({
      contents: readFileSync(path, "utf8").replace(/@font-face\s*\{[^}]*\}/g, ""),
      loader: "css",
    }));
  },
};

const { metafile } = await build({
  entryPoints: { console: join(here, "main.jsx") },
  outdir: join(here, ".."),
  bundle: true,
  minify: true,
  format: "iife",
  target: "es2022",
  jsx: "automatic",
  legalComments: "none",
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [withoutFonts],
  metafile: true,
  nodePaths: process.env.CONSOLE_MODULES ? [process.env.CONSOLE_MODULES] : [],
});

const packages = new Map();
for (const file of Object.keys(metafile.inputs)) {
  const found = file.match(/^(.*node_modules\/((?:@[^/]+\/)?[^/]+))\//);
  if (found) packages.set(found[2], found[1]);
}
const byText = new Map(); // packages of one text share it
for (const [name, folder] of [...packages].sort()) {
  const said = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  const text = file ? readFileSync(join(folder, file), "utf8").trim() : `Licence: ${said.license}`;
  byText.set(text, [...(byText.get(text) ?? []), `${name} ${said.version} (${said.license})`]);
}
const texts = [...byText].map(([text, names]) => `${names.join("\n")}\n\n${text}`);
const bar = `\n\n${"-".repeat(80)}\n\n`;
writeFileSync(join(here, "..", "LICENSES.txt"), `What console.js and console.css are made of.${bar}${texts.join(bar)}\n`);
