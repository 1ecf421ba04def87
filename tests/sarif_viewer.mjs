// Shows dropcap's SARIF to Microsoft's viewer in a headless Chromium and compares what appears with what dropcap found.
//
// node tests/sarif_viewer.mjs DROPCAP NPM_FOLDER [PATH…]
//
// NPM_FOLDER holds the viewer: npm install --prefix NPM_FOLDER @microsoft/sarif-web-component react@16 react-dom@16
// Exit codes: 0 all findings appear, 1 some do not, 77 skipped because the viewer or Chromium is not there.

import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [dropcap, npm, ...given] = process.argv.slice(2);
const paths = given.length > 0 ? given : ["testdata/examples"];

function skip(why) {
  console.log(`skipped: ${why}`);
  process.exit(77);
}

const scripts = ["react/umd/react.production.min.js", "react-dom/umd/react-dom.production.min.js", "@microsoft/sarif-web-component/dist/index.js"].map(
  (name) => resolve(npm, "node_modules", name),
);
if (!scripts.every(existsSync))
  skip(`no viewer; npm install --prefix ${npm} @microsoft/sarif-web-component react@16 react-dom@16`);
const chromium = ["chromium", "chromium-browser", "google-chrome"].find((name) => spawnSync(name, ["--version"]).status === 0);
if (!chromium) skip("no Chromium");

// What the page does: show the findings of one rule after the other (the viewer opens the first group only), and leave what could be
// seen in an element that is read below.
async function show(log) {
  const root = document.getElementById("root");
  const seen = [];
  for (const id of new Set(log.runs[0].results.map((result) => result.ruleId))) {
    const results = log.runs[0].results.filter((result) => result.ruleId === id);
    ReactDOM.render(React.createElement(Viewer, { logs: [{ ...log, runs: [{ ...log.runs[0], results }] }] }), root);
    let rows = [];
    for (let tries = 0; tries < 50 && rows.length < results.length; ++tries) {
      await new Promise((done) => setTimeout(done, 100));
      rows = [...document.querySelectorAll("tr")].filter((row) => row.querySelector(".swcSnippet"));
    }
    const links = [...document.querySelectorAll("a[href]")].map((link) => link.href);
    for (const row of rows)
      seen.push({
        links,
        cells: row.textContent,
        region: [...row.querySelectorAll(".swcRegion")].map((part) => part.textContent).join(""),
        lines: row.querySelector(".lineNumber").textContent.trim().split(/\s+/).map(Number),
      });
    ReactDOM.unmountComponentAtNode(root);
  }
  const out = document.createElement("pre");
  out.id = "seen";
  out.textContent = btoa(unescape(encodeURIComponent(JSON.stringify(seen))));
  document.body.append(out);
}

const folder = mkdtempSync(join(tmpdir(), "dropcap-viewer-"));
try {
  const sarif = join(folder, "dropcap.sarif");
  const run = spawnSync(dropcap, ["check", ...paths, "--format", "sarif", "--output", sarif], { encoding: "utf8" });
  if (run.status > 1) throw new Error(run.stderr);
  const log = JSON.parse(readFileSync(sarif, "utf8"));
  const page = join(folder, "page.html");
  const inline = JSON.stringify(log).replaceAll("<", "\\u003c");
  writeFileSync(
    page,
    `<!doctype html><meta http-equiv="content-type" content="text/html; charset=utf-8"><body><div id="root"></div>` +
      scripts.map((script) => `<script src="${pathToFileURL(script)}"></script>`).join("") +
      `<script>${show}\nshow(${inline});</script></body>`,
  );
  const dom = execFileSync(
    chromium,
    ["--headless", "--no-sandbox", "--disable-gpu", `--user-data-dir=${folder}/profile`, "--virtual-time-budget=60000", "--window-size=1600,20000", "--dump-dom", `${pathToFileURL(page)}`],
    { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] },
  );
  const left = /<pre id="seen">([^<]*)<\/pre>/.exec(dom);
  if (!left) throw new Error("the viewer showed nothing");
  const seen = JSON.parse(Buffer.from(left[1], "base64").toString("utf8"));

  const results = log.runs[0].results;
  const rules = log.runs[0].tool.driver.rules;
  const missing = results.filter((result) => {
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    const name = artifactLocation.uri.split("/").at(-1);
    return !seen.some(
      (row) =>
        row.links.includes(rules[result.ruleIndex].helpUri) &&
        row.cells.includes(result.message.text.replace(/\[((?:\\.|[^\]\\])+)\]\(\d+\)/g, "$1")) &&
        row.cells.includes(name) &&
        row.lines.includes(region.startLine) &&
        row.region === region.snippet.text,
    );
  });
  for (const result of missing) {
    const { artifactLocation, region } = result.locations[0].physicalLocation;
    console.log(`does not appear: ${artifactLocation.uri}:${region.startLine}:${region.startColumn} ${result.ruleId} ${result.message.text}`);
  }
  console.log(`${results.length - missing.length} of ${results.length} findings appear with their file, line, word and rule`);
  process.exitCode = missing.length === 0 && results.length > 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
