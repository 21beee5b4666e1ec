// Prints a stanza in the format of Debian's copyright files (DEP-5) for every part of others that the package brings: the assemblies from
// NuGet, by what was restored, and the browser packages, by the lock file; and copies the browser packages' licence texts.
//   node parts.mjs ASSETS.json PROGRAM-FOLDER CLIENT-FOLDER LICENCES-FOLDER
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const [assetsPath, programFolder, clientFolder, licencesFolder] = process.argv.slice(2);
const stanzas = [];

// What a package's own words call a licence, in DEP-5's.
const names = { MIT: "Expat", "(MIT OR CC0-1.0)": "Expat", PostgreSQL: "PostgreSQL", "Apache-2.0": "Apache-2.0", ISC: "ISC", "BSD-3-Clause": "BSD-3-clause", "BSD-2-Clause": "BSD-2-clause", "0BSD": "0BSD", Unlicense: "Unlicense" };

function licenceOf(name, given) {
  const known = names[given];
  if (!known) throw new Error(`${name} has the licence ${given ?? "(none)"}, which deploy/package/licences.in does not explain`);
  return known;
}

function stanza(files, name, version, holder, licence) {
  stanzas.push(`Files: ${files}\nCopyright: ${holder.replace(/\s+/g, " ").trim()}\nLicense: ${licence}\nComment: ${name} ${version}\n`);
}

// NuGet: the libraries of which a file has been published.
const assets = JSON.parse(readFileSync(assetsPath, "utf8"));
const published = new Set(readdirSync(programFolder));
const caches = Object.keys(assets.packageFolders);
for (const [id, library] of Object.entries(assets.libraries)) {
  if (library.type !== "package") continue;
  const dlls = [...new Set(library.files.filter((f) => f.endsWith(".dll")).map((f) => basename(f)))].filter((f) => published.has(f));
  if (dlls.length === 0) continue;
  const folder = caches.map((c) => join(c, library.path)).find((f) => existsSync(f));
  const nuspec = readFileSync(join(folder, library.files.find((f) => f.endsWith(".nuspec"))), "utf8");
  const text = (tag) => new RegExp(`<${tag}[^>]*>([^<]*)</${tag}>`).exec(nuspec)?.[1];
  const [name, version] = id.split("/");
  const licence = /<license type="expression">([^<]+)</.exec(nuspec)?.[1];
  const holder = (text("copyright") || text("authors") || "its authors").replace("&#169;", "©").replace("&#xA9;", "©");
  stanza(dlls.map((d) => `usr/lib/xhand/${d}`).join(" "), name, version, holder, licenceOf(name, licence));
}

// The browser's packages: bundled into usr/lib/xhand/client/assets, where single files no longer are one package's.
if (existsSync(join(clientFolder, "package-lock.json"))) {
  const lock = JSON.parse(readFileSync(join(clientFolder, "package-lock.json"), "utf8"));
  mkdirSync(licencesFolder, { recursive: true });
  for (const [path, entry] of Object.entries(lock.packages)) {
    if (path === "" || entry.dev || entry.optional || entry.peer) continue;
    const folder = join(clientFolder, path);
    if (!existsSync(folder)) continue;
    const name = path.slice(path.lastIndexOf("node_modules/") + 13);
    const about = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    const author = typeof about.author === "string" ? about.author : about.author?.name;
    const text = readdirSync(folder).find((f) => /^(licen[cs]e|copying)(\.\w+)?$/i.test(f));
    const flat = name.replace("/", "_");
    let holder = author ? `the authors of ${name}, ${author}` : `the authors of ${name}`;
    if (text) {
      copyFileSync(join(folder, text), join(licencesFolder, flat));
      const line = readFileSync(join(folder, text), "utf8").split("\n").find((l) => /^\s*copyright\s+(\(c\)|©|\d{4})/i.test(l));
      if (line) holder = line.trim().replace(/^copyright\s+/i, "");
    }
    stanza(`usr/lib/xhand/client/assets/*`, name, entry.version, holder, licenceOf(name, entry.license ?? about.license));
  }
}

process.stdout.write(`\n${stanzas.join("\n")}`);
