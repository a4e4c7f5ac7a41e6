// A source planted in one row of data/ stands below just those tables and charts of scripts/annual.lua that change when the figure of that
// row changes. What changes is asked of the report itself: it is written again from a copy of data/ in which the figure is one more.
//     node planted.js PROGRAM REPORT WORK [ARGUMENTS ...]
const fs = require("fs");
const path = require("path");
const { execFileSync } = require("child_process");
const csv = require("./csv.js");
const [, , program, script, work, ...asked] = process.argv;

// Of each table the column whose figure is changed, and the one that names its source.
const figures = {
  nrm_referrals: "people", nrm_referrals_annual: "people", nrm_reasonable_grounds: "decisions", nrm_conclusive_grounds: "decisions",
  nrm_first_responders: "people", nrm_referrals_by_force: "people", force_outcomes: "charged", police_operations: "operations",
  recorded_offences: "offences", criminal_justice: "count", foi: "forces", population: "people", claims: "numerator",
};
const source_of = (name) => name === "claims" ? "numerator_source" : "source";
const fewest = 30; // rows tried

// --- the report ------------------------------------------------------------------------------------------------------------

const copy = path.join(work, "data");
fs.cpSync("data", copy, { recursive: true });
const arguments_of = ["--no-init", "-f", "json", path.resolve(script), ...asked];
const report = () => JSON.parse(execFileSync(program, arguments_of, { cwd: work, encoding: "utf8", maxBuffer: 1 << 28 }));

// Tables and charts by their place, each as what it says and as what it cites.
function blocks() {
  return report().blocks.filter((b) => b.kind === "table" || b.kind === "chart").map(({ sources, ...said }, i) => (
    { name: `${said.kind} ${i}, ${said.title}`, said: JSON.stringify(said), cites: JSON.stringify(sources || []) }));
}

// --- rows: some of each table, the same in every run -------------------------------------------------------------------------

const faults = [];
let state = 20190325;
const random = (n) => (state = (state * 48271) % 2147483647) % n;
const planted = [];
const sources = csv.read(path.join(copy, "sources.csv"));
for (const [name, figure] of Object.entries(figures)) {
  const file = path.join(copy, `${name}.csv`);
  const rows = csv.read(file);
  const at = rows[0].indexOf(figure);
  const id = rows[0].indexOf(source_of(name));
  const usable = rows.slice(1).filter((row) => row[at] !== "" && row[id] !== "");
  for (let i = 0; i < 3 && usable.length > 0; i++) {
    const [row] = usable.splice(random(usable.length), 1);
    const original = sources.find((s) => s[0] === row[id]);
    const mark = `Planted ${String(planted.length).padStart(3, "0")}.`;
    const source = original.slice();
    source[0] = `planted-${planted.length}`;
    source[sources[0].indexOf("publisher")] = mark;
    planted.push({ file, name, at, line: rows.indexOf(row), mark, figure, was: row.join(",") });
    sources.push(source);
    row[id] = source[0];
  }
  csv.write(file, rows);
}
csv.write(path.join(copy, "sources.csv"), sources);

// --- the comparison ------------------------------------------------------------------------------------------------------------

const before = blocks();
let changed = 0;
for (const one of planted) {
  const rows = csv.read(one.file);
  const kept = fs.readFileSync(one.file);
  rows[one.line][one.at] = String(Number(rows[one.line][one.at]) + 1);
  csv.write(one.file, rows);
  const after = blocks();
  fs.writeFileSync(one.file, kept);
  if (after.length !== before.length) {
    faults.push(`${one.name}, ${one.was}: with one more the report has ${after.length} tables and charts, not ${before.length}`);
    continue;
  }
  before.forEach((block, i) => {
    const differs = block.said !== after[i].said;
    const cited = block.cites.includes(one.mark);
    if (differs) changed++;
    if (differs && !cited) faults.push(`${one.name}, ${one.was}: ${block.name} changes with it and does not cite it`);
    if (cited && !differs) faults.push(`${one.name}, ${one.was}: ${block.name} cites it and does not change with it`);
  });
}
if (planted.length < fewest) faults.push(`only ${planted.length} rows were tried`);
if (changed < 15) faults.push(`only ${changed} tables and charts changed`);
if (faults.length > 0) {
  console.error(`annual ${asked.join(" ")}:\n  ` + faults.join("\n  "));
  process.exit(1);
}
