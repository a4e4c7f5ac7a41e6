// The tables of scripts/annual.lua made once more from the CSV files of data/, cell by cell, with the publications that their rows
// were read in. Written from what the report says that it shows, not from how it is made.
const fs = require("fs");
const [, , file, yearText] = process.argv;
const report = JSON.parse(fs.readFileSync(file, "utf8"));
const year = Number(yearText);

// --- the figures -------------------------------------------------------------------------------------------------------

function read(name) {
  const text = fs.readFileSync(`data/${name}.csv`, "utf8");
  const rows = [[]];
  let field = "";
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (quoted) {
      if (c !== '"') field += c;
      else if (text[i + 1] === '"') field += text[++i];
      else quoted = false;
    } else if (c === '"') quoted = true;
    else if (c === "," || c === "\n") {
      rows.at(-1).push(field);
      field = "";
      if (c === "\n") rows.push([]);
    } else field += c;
  }
  const [head, ...body] = rows.filter((row) => row.length > 1);
  return body.map((row) => Object.fromEntries(head.map((key, i) => [key, row[i]])));
}

const data = Object.fromEntries(
  fs.readdirSync("data").filter((f) => f.endsWith(".csv")).map((f) => [f.slice(0, -4), read(f.slice(0, -4))]));
const publications = new Map(data.sources.map((s) => [s.source, s]));
const sum = (rows, key) => rows.reduce((total, r) => total + Number(r[key]), 0);
const by = (...keys) => (a, b) => {
  for (const key of keys) if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  return 0;
};
const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");

const Z = 1.959963984540054;
function wilson(k, n) {
  const p = k / n;
  const middle = p + (Z * Z) / (2 * n);
  const half = Z * Math.sqrt((p * (1 - p)) / n + (Z * Z) / (4 * n * n));
  const scale = 100 / (1 + (Z * Z) / n);
  return [Math.max(0, (middle - half) * scale), Math.min(100, (middle + half) * scale)];
}
const share = (k, n) => ({ value: (k / n) * 100, lower: wilson(k, n)[0], upper: wilson(k, n)[1], numerator: k, denominator: n });
function byar(k, n) {
  const limit = (x, sign) => x * (1 - 1 / (9 * x) + (sign * Z) / (3 * Math.sqrt(x))) ** 3;
  return { value: (k / n) * 1e5, lower: (limit(k, -1) / n) * 1e5, upper: (limit(k + 1, 1) / n) * 1e5, numerator: k, denominator: n };
}

// --- comparing ---------------------------------------------------------------------------------------------------------

const faults = [];
const seen = new Set();
let cells = 0;
const near = (a, b) => a === b || (typeof a === "number" && typeof b === "number" && Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b)));

// What a table shows of a number: half up on its decimal form.
function shown(x, decimals) {
  const [whole, part = ""] = Math.abs(x).toString().split(".");
  let digits = BigInt(whole + part.padEnd(decimals + 1, "0").slice(0, decimals));
  if ((part[decimals] || "0") >= "5") digits += 1n;
  const text = digits.toString().padStart(decimals + 1, "0");
  const value = grouped(text.slice(0, text.length - decimals)) + (decimals ? "." + text.slice(-decimals) : "");
  return x < 0 && digits !== 0n ? "-" + value : value;
}

// The lines below a table: up to three publications in full, more by name and date.
function citations(ids) {
  const list = [...new Set(ids.filter(Boolean))].map((id) => publications.get(id));
  const name = (s) => s.publisher + (s.published ? ` (${s.published})` : "");
  if (list.length > 3) return [...new Set(list.map(name))].sort();
  return list.map((s) => [s.publisher, s.title, s.published].filter(Boolean).join(", ") + ". " + s.licence).sort();
}
function cited(block) {
  const texts = [].concat(block.sources || []).map((source) => source.text || source);
  return texts.flatMap((text) => text.endsWith(": see Sources") ? text.slice(0, -13).split("; ") : [text]).sort();
}

function table(title, rows, ids) {
  const block = report.blocks.find((b) => b.kind === "table" && b.title.startsWith(title));
  if (!block && rows.length === 0) return;
  if (!block) return faults.push(`no table "${title}"`);
  seen.add(block.title);
  if (block.rows !== rows.length) faults.push(`${title}: ${block.rows} rows, not ${rows.length}`);
  const columns = new Map(block.columns.map((c) => [c.name, c]));
  rows.forEach((row, i) => {
    for (const [name, wanted] of Object.entries(row)) {
      const column = columns.get(name);
      cells++;
      if (!column) faults.push(`${title}: no column ${name}`);
      else if (!near(column.values[i], wanted ?? null)) faults.push(`${title}, row ${i + 1}, ${name}: ${column.values[i]}, not ${wanted}`);
      else if (column.type === "number" && typeof wanted === "number" && column.shown[i] !== shown(column.values[i], column.decimals))
        faults.push(`${title}, row ${i + 1}, ${name}: shown as ${column.shown[i]}, not ${shown(column.values[i], column.decimals)}`);
    }
  });
  const wanted = citations(ids);
  const found = cited(block);
  if (found.join("; ") !== wanted.join("; ")) faults.push(`${title}: cites ${found.join("; ")}\n    and not ${wanted.join("; ")}`);
}
const ids = (...lists) => lists.flat().map((r) => r.source);

// --- what the report shows ---------------------------------------------------------------------------------------------

const operations = data.police_operations.filter((r) => r.preferred === "true").sort(by("period_end"));
const growth = (a, b) => (Number(b.operations) / Number(a.operations) - 1) * 100;
const pairs = (list) => list.flatMap((a) => list.filter((b) => a.period_end < b.period_end).map((b) => ({ a, b, growth: growth(a, b) })));
const away = (pair) => Math.abs(pair.growth - 250);
const nearest = (list) => list.slice().sort((x, y) => away(x) - away(y));

const flagged = data.criminal_justice.filter((r) => r.unit === "defendants" && r.measure.endsWith("flagged as modern slavery"));
const offences = data.recorded_offences.filter((r) => r.area === "England and Wales");
const suspects = data.criminal_justice.filter((r) => r.stage === "referred" && r.unit === "suspects").sort(by("period_end"));
const cases = suspects.flatMap((s) => {
  const all = offences.filter((o) => o.period === s.period).sort(by("released"));
  const same = all.filter((o) => o.released === publications.get(s.source).published);
  return (same.length > 0 ? same : all).map((o) => ({ s, o }));
});
{
  const march = "year ending March 2018";
  const { s, o } = cases.find((c) => c.s.period === march);
  const charged = data.criminal_justice.find((r) => r.stage === "charged" && r.period === march);
  const first = nearest(pairs(operations).filter((p) => p.b.year === "2018"))[0];
  const forces = (step) => Number(data.foi.find((r) => r.step === step).forces);
  table("Claims of Underground Lives", [
    { printed: 250, value: first.growth, lower: null, upper: null, numerator: first.b.operations - first.a.operations,
      denominator: Number(first.a.operations) },
    { printed: 7, ...share(Number(s.count), Number(o.offences)) },
    { printed: 7, ...share(Number(charged.count), Number(o.offences)) },
    { printed: null, ...share(forces("answered"), forces("asked")) },
    { printed: null, ...share(forces("continuing training"), forces("answered")) },
  ], [...ids([first.a, first.b, s, o, charged], data.foi), "hestia-2019"]);
  table("English police forces asked", [share(forces("answered"), forces("asked")), share(forces("continuing training"), forces("answered"))],
    ids(data.foi));
}

table("Live police operations and investigations", operations.map((r, i) => ({ period: r.period, printed: r.printed,
  operations: Number(r.operations), basis: `${r.basis}, ${r.area === "not stated" ? "area not stated" : r.area}`, growth: i ? growth(operations[i - 1], r) : null,
  months: i ? Math.round((Date.parse(r.period_end) - Date.parse(operations[i - 1].period_end)) / 864e5 / 30.4375) : null })),
ids(data.police_operations));
table("Growth between any two", operations.slice(0, -1).map((a) => Object.fromEntries([["operations", Number(a.operations)],
  ...operations.slice(1).map((b) => [b.period, a.period_end < b.period_end ? growth(a, b) : null])])), ids(operations));
{
  const implied = data.claims.filter((c) => c.measure === "growth in police operations" && c.numerator && !c.denominator).map((c) => {
    const before = Number(c.numerator) / (1 + Number(c.value) / 100);
    const less = c.qualifier === "more than";
    const period = c.period.slice(0, 7);
    return { period, period_end: `${period}-28`, year: period.slice(0, 4), operations: less ? Math.ceil(before) : Math.round(before),
      qualifier: less ? "fewer than" : "about", source: c.source };
  });
  const words = (r) => (r.qualifier === "exactly" ? "" : r.qualifier + " ") + grouped(r.operations);
  const near8 = nearest(pairs([...operations, ...implied].sort(by("period_end"))).filter((p) => p.b.year === "2018")).slice(0, 8);
  table("Intervals that end in 2018", near8.map((p) => ({ period: p.a.period, words: words(p.a), period_to: p.b.period, words_to: words(p.b),
    growth: p.growth })), ids(near8.flatMap((p) => [p.a, p.b])));
  const all = nearest(pairs(operations));
  const sentence = `Between the ${operations.length} counts in the table above lie ${all.length} intervals; none of these gives the 250% claimed for `
    + `2018. The nearest is ${shown(all[0].growth, 1)}%, from ${all[0].a.period} (${grouped(all[0].a.operations)}) to ${all[0].b.period} `
    + `(${grouped(all[0].b.operations)}).`;
  if (away(all[0]) < 0.5 || !JSON.stringify(report.blocks).includes(sentence)) faults.push(`the report does not say: ${sentence}`);
}

table("Suspects referred by police to the CPS", cases.slice().sort((x, y) => by("period_end")(x.s, y.s) || by("released")(x.o, y.o)).map(({ s, o }) => (
  { period: s.period, basis: o.basis, ...share(Number(s.count), Number(o.offences)) })), ids(cases.flatMap(({ s, o }) => [s, o])));

const years = [...new Set(data.nrm_referrals.map((r) => r.year))].filter((y) =>
  new Set(data.nrm_referrals.filter((r) => r.year === y).map((r) => r.quarter)).size === 4);
const of = (y, age) => sum(data.nrm_referrals.filter((r) => r.year === String(y) && (!age || r.age === age)), "people");
const series = ids(data.nrm_referrals);
table("Potential victims referred, by year", years.map((y) => ({ year: Number(y), total: of(y), adult: of(y, "adult"), child: of(y, "child"),
  unknown: of(y, "unknown"), change: years.includes(String(y - 1)) ? (of(y) / of(y - 1) - 1) * 100 : null })), series);
table("Children among those referred", years.map((y) => ({ year: Number(y), ...share(of(y, "child"), of(y)) })), series);
const annual = data.nrm_referrals_annual.slice().sort(by("year", "released"));
const before = (r) => annual.filter((o) => o.year === String(r.year - 1) && o.released <= r.released).at(-1);
table("Potential victims referred, as each release", annual.map((r) => ({ year: Number(r.year), people: Number(r.people), released: r.released,
  before: before(r) ? Number(before(r).people) : null, before_released: before(r)?.released ?? null,
  change: before(r) ? (r.people / before(r).people - 1) * 100 : null })), ids(annual, annual.map(before).filter(Boolean)));
const rated = data.population.filter((p) => p.area === "UK" && years.includes(p.year));
table("Referrals per 100,000 people", rated.map((p) => ({ year: Number(p.year), basis: p.basis, ...byar(of(p.year), Number(p.people)) })),
  [...series, ...ids(rated)]);

const responders = data.nrm_first_responders.filter((r) => r.year === String(year));
const kinds = [...new Set(responders.map((r) => r.responder_type))].map((kind) => (
  { kind, people: sum(responders.filter((r) => r.responder_type === kind), "people") })).sort((a, b) => b.people - a.people);
table("First responders that made", kinds.map(({ kind, people }) => ({ responder_type: kind, ...share(people, sum(responders, "people")) })),
  ids(responders));

const national = data.recorded_offences.filter((r) => r.area.startsWith("England and Wales") && r.period.startsWith("year ending March"))
  .sort(by("area", "period_end", "released"));
const lone = data.claims.filter((c) => c.measure === "growth in recorded modern slavery offences" && c.numerator && !c.denominator);
table("Modern slavery offences recorded", national.map((r) => {
  const last = national.find((o) => o.area === r.area && o.basis === r.basis && o.year === String(r.year - 1));
  return { area: r.area, period: r.period, offences: Number(r.offences), basis: r.basis, change: last ? (r.offences / last.offences - 1) * 100 : null };
}), ids(national, lone));

const stage = (period, name) => flagged.find((r) => r.period === period && r.stage === name);
const courts = [...new Set(flagged.slice().sort(by("period_end")).map((r) => r.period))].filter((p) => stage(p, "prosecuted") && stage(p, "convicted"));
const percentages = data.claims.filter((c) => !c.numerator && c.denominator && stage(c.period, "prosecuted")?.count === c.denominator);
table("Defendants convicted in completed", courts.map((p) => ({ period: p, ...share(Number(stage(p, "convicted").count), Number(stage(p, "prosecuted").count)) })),
  [...ids(courts.flatMap((p) => [stage(p, "prosecuted"), stage(p, "convicted")]), percentages), ...percentages.map((c) => c.denominator_source)]);
{
  const total = of(year) || Number(annual.filter((r) => r.year === String(year)).at(-1).people);
  const step = (name, count, rows) => count ? [{ row: { step: name, count, per: (count / total) * 100 }, rows }] : [];
  const positive = (rows) => rows.filter((r) => r.year === String(year) && r.outcome === "positive");
  const grounds = [positive(data.nrm_reasonable_grounds), positive(data.nrm_conclusive_grounds)];
  const next = offences.filter((r) => r.period === `year ending March ${year + 1}`).sort(by("released")).at(-1);
  const court = data.criminal_justice.filter((r) => r.period === String(year) && r.unit === "defendants" && !r.measure.includes("principal offence"));
  const referred = data.nrm_referrals.filter((r) => r.year === String(year));
  const steps = [
    ...step("Referred", total, referred.length ? referred : annual.filter((r) => r.year === String(year)).slice(-1)),
    ...step("Reasonable grounds: positive decisions", sum(grounds[0], "decisions"), grounds[0]),
    ...step("Conclusive grounds: positive decisions", sum(grounds[1], "decisions"), grounds[1]),
    ...step("Recorded by the police, in the financial year that begins in April", next && Number(next.offences), [next]),
    ...[["referred", "Referred to the CPS"], ["charged", "Charged"], ["prosecuted", "Prosecuted (flagged cases)"],
      ["convicted", "Convicted (flagged cases)"]].flatMap(([name, title]) => {
      const row = court.find((r) => r.stage === name);
      return step(title, row && Number(row.count), [row]);
    }),
  ];
  table("Counted at each step", steps.map((s) => s.row), ids(...steps.map((s) => s.rows)));
  const lead = `In ${year}, ${grouped(total)} potential victims were referred`;
  if (!report.lead.startsWith(lead)) faults.push(`the lead does not begin: ${lead}`);
}
const sample = data.nrm_referrals_by_force.filter((r) => r.role === "investigating" && r.period === String(year));
table("Referrals sent to police forces", sample.slice().sort((a, b) => b.people - a.people).map((r) => ({ people: Number(r.people) })), ids(sample));
const concluded = data.force_outcomes.filter((r) => r.concluded);
table("Concluded modern slavery investigations", concluded.slice().sort(by("force", "period")).map((r) => ({ force: r.force, period: r.period,
  ...share(Number(r.charged), Number(r.concluded)) })), ids(concluded));
const others = data.claims.filter((c) => c.source !== "hestia-2019");
const counted = (list) => [...ids(list), ...list.flatMap((c) => [c.numerator_source, c.denominator_source])];
const both = others.filter((c) => c.numerator && c.denominator);
table("Printed percentages whose two counts", both.map((c) => ({ printed: c.printed, numerator: Number(c.numerator),
  denominator: Number(c.denominator), worked_out: (c.numerator / c.denominator - (c.kind === "growth" ? 1 : 0)) * 100 })), counted(both));
const rest = others.filter((c) => !both.includes(c));
table("Printed percentages of which two counts", rest.map((c) => ({ printed: c.printed, numerator: c.numerator ? Number(c.numerator) : null,
  denominator: c.denominator ? Number(c.denominator) : null })), counted(rest));

for (const block of report.blocks) if (block.kind === "table" && !seen.has(block.title)) faults.push(`"${block.title}" was not made again`);
if (cells < 500) faults.push(`only ${cells} cells were compared`);
if (faults.length > 0) {
  console.error(`annual --year ${year}:\n  ` + faults.join("\n  "));
  process.exit(1);
}
