// The tables of scripts/annual.lua made once more from the CSV files of data/, cell by cell, with the publications that their rows
// were read in, and the sentences that hold figures. Written from what the report says that it shows, not from how it is made.
const fs = require("fs");
const csv = require("./csv.js");
const [, , file, yearText, fromText, toText] = process.argv;
const report = JSON.parse(fs.readFileSync(file, "utf8"));
const year = Number(yearText);

// --- the figures -------------------------------------------------------------------------------------------------------

function read(name) {
  const [head, ...body] = csv.read(`data/${name}.csv`);
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
const from = Number(fromText || Math.min(...data.nrm_referrals.map((r) => r.year)));
const to = Number(toText || Math.max(...data.nrm_referrals_annual.map((r) => r.year)));
const within = (rows) => rows.filter((r) => r.year >= from && r.year <= to);
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
const charts = new Set();
const said = []; // parts of sentences with figures, made again
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

// What a column shows is what its values are: numbers rounded, whole numbers with or without their commas, texts and dates as they are.
function shows(title, column) {
  column.values.forEach((value, i) => {
    const cell = column.shown[i];
    const good = value === null ? !/\d/.test(cell)
      : column.type === "number" ? cell === shown(value, column.decimals)
      : column.type === "integer" ? cell === grouped(value) || cell === String(value)
      : cell === value;
    if (!good) faults.push(`${title}, row ${i + 1}, ${column.name}: ${value} is shown as ${cell}`);
  });
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
  for (const { name, type } of block.columns)
    if (rows.length > 0 && !(name in rows[0])) faults.push(`${title}: column ${name} was not made again`);
  for (const column of block.columns) {
    shows(title, column);
    if (/^\d/.test(column.name) ? column.title !== column.name : /\d/.test(column.title.replace(/^95% from$|[Pp]er 100,000 people$|^Per 100 referrals$/, "")))
      faults.push(`${title}: a column is called ${column.title}`);
  }
  rows.forEach((row, i) => {
    for (const [name, wanted] of Object.entries(row)) {
      const column = columns.get(name);
      cells++;
      if (!column) faults.push(`${title}: no column ${name}`);
      else if (!near(column.values[i], wanted ?? null)) faults.push(`${title}, row ${i + 1}, ${name}: ${column.values[i]}, not ${wanted}`);
    }
  });
  const wanted = citations(ids);
  const found = cited(block);
  if (found.join("; ") !== wanted.join("; ")) faults.push(`${title}: cites ${found.join("; ")}\n    and not ${wanted.join("; ")}`);
}

// The figures that a chart draws, in any order, and what stands above and below it.
function chart(title, alt, rows, ids) {
  said.push(title, alt);
  const block = report.blocks.find((b) => b.kind === "chart" && b.title === title);
  if (!block || block.alt !== alt) return faults.push(`no chart "${title}", "${alt}"`);
  charts.add(block);
  for (const column of block.table.columns) shows(title, column);
  const columns = new Map(block.table.columns.map((c) => [c.name, c.values]));
  const names = Object.keys(rows[0]);
  const line = (value, i) => names.map((name) => (typeof value(name, i) === "number" ? value(name, i).toPrecision(12) : value(name, i))).join(" ");
  const found = rows.map((_, i) => line((name) => columns.get(name)?.[i], i)).sort();
  const wanted = rows.map((row) => line((name) => row[name])).sort();
  if (cited(block).join("; ") !== citations(ids).join("; ")) faults.push(`${title}: cites ${cited(block).join("; ")}`);
  if (block.table.rows !== rows.length || found.join("; ") !== wanted.join("; ")) faults.push(`${title}: draws ${found.join("; ")}\n    and not ${wanted.join("; ")}`);
}
const readIn = (r) => {
  const { publisher, published } = publications.get(r.source);
  return published ? `${publisher}, ${published}` : publisher;
};
const ids = (...lists) => lists.flat().map((r) => r.source);

// --- what the report shows ---------------------------------------------------------------------------------------------

const everyOperation = data.police_operations.filter((r) => r.preferred === "true").sort(by("period_end"));
const operations = within(everyOperation);
const months = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
const day = (text) => text.split("-").map((part, i) => (i === 1 ? months[part - 1] : String(Number(part)))).reverse().join(" ");
const capital = (text) => text[0].toUpperCase() + text.slice(1);
const [grown, referral] = ["operations-growth-2018", "cps-referral-share-2018"].map((id) => data.claims.find((c) => c.claim === id));
const growth = (a, b) => (Number(b.operations) / Number(a.operations) - 1) * 100;
const pairs = (list) => list.flatMap((a) => list.filter((b) => a.period_end < b.period_end).map((b) => ({ a, b, growth: growth(a, b) })));
const away = (pair) => Math.abs(pair.growth - grown.value);
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
  const first = nearest(pairs(everyOperation).filter((p) => p.b.year === "2018"))[0];
  const forces = (step) => Number(data.foi.find((r) => r.step === step).forces);
  table("Claims of Underground Lives", [
    { claim: `Police operations grew by ${grown.printed} in ${grown.period} [note 1]`, printed: Number(grown.value), value: first.growth, lower: null, upper: null, numerator: first.b.operations - first.a.operations,
      denominator: Number(first.a.operations) },
    { claim: `${referral.printed} of recorded cases were referred to the CPS [note 2]`, printed: Number(referral.value), ...share(Number(s.count), Number(o.offences)) },
    { claim: "The same, if charged suspects were meant [note 3]", printed: Number(referral.value), ...share(Number(charged.count), Number(o.offences)) },
    { claim: `${forces("answered")} of ${forces("asked")} forces answered`, printed: null, ...share(forces("answered"), forces("asked")) },
    { claim: `${forces("continuing training")} forces train continuously [note 4]`, printed: null,
      ...share(forces("continuing training"), forces("answered")) },
  ], [...ids([first.a, first.b, s, o, charged], data.foi), "hestia-2019"]);
  table("English police forces asked", [
    { claim: "answered the Freedom of Information request", ...share(forces("answered"), forces("asked")) },
    { claim: "have modern slavery in their continuing training", ...share(forces("continuing training"), forces("answered")) }],
    ids(data.foi));
  said.push(`how little ${forces("answered")} answers say`, `What was read of the press release of ${day(data.foi[0].released)} does not say`,
    `between the ${everyOperation.length} counts of operations in data/ that end in 2018, the one nearest to it: ${first.a.period} to ${first.b.period}.`, `per offence recorded, ${march}.`);
}

table("Live police operations and investigations", operations.map((r) => {
  const last = everyOperation[everyOperation.indexOf(r) - 1];
  return { period: r.period, printed: r.printed, publication: readIn(r), operations: Number(r.operations),
    basis: `${r.basis}, ${r.area === "not stated" ? "area not stated" : r.area}`, growth: last ? growth(last, r) : null,
    months: last ? Math.round((Date.parse(r.period_end) - Date.parse(last.period_end)) / 864e5 / 30.4375) : null };
}), ids(within(data.police_operations), operations.map((r) => everyOperation[everyOperation.indexOf(r) - 1]).filter(Boolean)));
const alike = operations.filter((r) => {
  const last = everyOperation[everyOperation.indexOf(r) - 1];
  return last && last.basis === r.basis && last.area === r.area && r.area !== "not stated";
});
said.push(`one area in ${alike.map((r) => r.period).join(", ")} only`);
for (const r of within(data.police_operations.filter((r) => r.preferred === "false"))) said.push(`${r.period}, ${grouped(r.operations)}: ${r.note}`);
table("Growth between any two", operations.slice(0, -1).map((a) => Object.fromEntries([["period", a.period], ["operations", Number(a.operations)],
  ...operations.slice(1).map((b) => [b.period, a.period_end < b.period_end ? growth(a, b) : null])])), ids(operations));
{
  const implied = data.claims.filter((c) => c.measure === "growth in police operations" && c.numerator && !c.denominator).map((c) => {
    const before = Number(c.numerator) / (1 + Number(c.value) / 100);
    const less = c.qualifier === "more than";
    const period = c.period.slice(0, 7);
    return { period, period_end: `${period}-28`, year: period.slice(0, 4), operations: less ? Math.ceil(before) : Math.round(before),
      qualifier: less ? "fewer than" : "about", source: c.source, also: c.numerator_source, printed: c.printed, basis: `implied by ${c.printed}` };
  });
  const words = (r) => (r.qualifier === "exactly" ? "" : r.qualifier + " ") + grouped(r.operations);
  const near8 = nearest(pairs([...operations, ...within(implied)].sort(by("period_end"))).filter((p) => p.b.year === "2018")).slice(0, 8);
  table("Intervals that end in 2018", near8.map((p) => ({ period: p.a.period, words: words(p.a), period_to: p.b.period, words_to: words(p.b),
    growth: p.growth, given: `${p.a.basis}; ${p.b.basis}` })), near8.flatMap((p) => [p.a, p.b]).flatMap((r) => [r.source, r.also]));
  said.push(`The ${near8.length} nearest of the intervals`, `is not among the ${operations.length} counts above`);
  if (near8.length > 0) said.push("Which two counts the 250% compares", `The nearest joins the count of ${near8[0].a.period} (${near8[0].a.basis}) with that of `
    + `${near8[0].b.period} (${near8[0].b.basis});`);
  else said.push("The claim is about 2018,");
  const all = nearest(pairs(operations));
  const sentence = all.length === 0 ? "" : `Between the ${operations.length} counts in the table above lie ${all.length} intervals; none of these gives the 250% claimed for `
    + `2018. The nearest is ${shown(all[0].growth, 1)}%, from ${all[0].a.period} (${grouped(all[0].a.operations)}) to ${all[0].b.period} `
    + `(${grouped(all[0].b.operations)}).`;
  said.push(sentence);
  if (all.length > 0 && away(all[0]) < 0.5) faults.push("an interval gives the 250%");
  if (!JSON.stringify(report.blocks).includes(sentence)) faults.push(`the report does not say: ${sentence}`);
  if (operations.length > 1) {
    const [first, last] = [operations[0], operations.at(-1)];
    const peak = operations.slice().sort((a, b) => b.operations - a.operations)[0];
    const course = [...new Set([first, peak, last])].map((r) => `${grouped(r.operations)} in ${r.period}`).join(", ");
    chart(`Live police operations: ${course}`, `A line of live police operations: ${course}.`,
      operations.map((r) => ({ period_end: r.period_end, operations: Number(r.operations) })), ids(operations));
  }
}

const casesWithin = cases.filter(({ s }) => within([s]).length > 0);
table("Suspects referred by police to the CPS", casesWithin.slice().sort((x, y) => by("period_end")(x.s, y.s) || by("released")(x.o, y.o)).map(({ s, o }) => (
  { period: s.period, basis: o.basis, ...share(Number(s.count), Number(o.offences)) })), ids(casesWithin.flatMap(({ s, o }) => [s, o])));

const apart = casesWithin.filter(({ s, o }) => o.released !== publications.get(s.source).published).map(({ s }) => s.period);
if (apart.length > 0) said.push(`${capital([...new Set(apart)].join(", "))}: of the release`);

const everyYear = [...new Set(data.nrm_referrals.map((r) => r.year))].filter((y) =>
  new Set(data.nrm_referrals.filter((r) => r.year === y).map((r) => r.quarter)).size === 4);
if (report.title !== `Modern slavery in the UK, ${year}`) faults.push(`the title is ${report.title}`);
const years = everyYear.filter((y) => y >= from && y <= to);
said.push(`one release of the Home Office (${publications.get(data.nrm_referrals[0].source).title.match(/end of year summary \d+/)[0]})`,
  `${everyYear[0] - 1}, which begins in its second quarter`, `Years after ${everyYear.at(-1)} stand only here`);
const of = (y, age) => sum(data.nrm_referrals.filter((r) => r.year === String(y) && (!age || r.age === age)), "people");
const series = ids(data.nrm_referrals);
table("Potential victims referred, by year", years.map((y) => ({ year: Number(y), total: of(y), adult: of(y, "adult"), child: of(y, "child"),
  unknown: of(y, "unknown"), change: everyYear.includes(String(y - 1)) ? (of(y) / of(y - 1) - 1) * 100 : null })), series);
table("Children among those referred", years.map((y) => ({ year: Number(y), ...share(of(y, "child"), of(y)) })), series);
if (years.length > 1) {
  const [first, last] = [years[0], years.at(-1)];
  const course = (age) => `${grouped(of(first, age))} to ${grouped(of(last, age))}`;
  chart(`Adults referred went from ${grouped(of(first, "adult"))} in ${first} to ${grouped(of(last, "adult"))} in ${last}, children from ${course("child")}`,
    `Two lines from ${first} to ${last}. Adults go from ${course("adult")}, children from ${course("child")}.`,
    years.flatMap((y) => [["Adults", "adult"], ["Children", "child"]].map(([age, key]) => ({ age, year: Number(y), people: of(y, key) }))), series);
}
const annual = data.nrm_referrals_annual.slice().sort(by("year", "released"));
const annualWithin = within(annual);
const before = (r) => annual.filter((o) => o.year === String(r.year - 1) && o.released <= r.released).at(-1);
table("Potential victims referred, as each release", annualWithin.map((r) => ({ publication: readIn(r), year: Number(r.year), people: Number(r.people), released: r.released,
  before: before(r) ? Number(before(r).people) : null, before_released: before(r)?.released ?? null,
  change: before(r) ? (r.people / before(r).people - 1) * 100 : null })), ids(annualWithin, annualWithin.map(before).filter(Boolean)));
const rated = data.population.filter((p) => p.area === "UK" && years.includes(p.year));
table("Referrals per 100,000 people", rated.map((p) => ({ year: Number(p.year), basis: p.basis, ...byar(of(p.year), Number(p.people)) })),
  [...series, ...ids(rated)]);

const responders = data.nrm_first_responders.filter((r) => r.year === String(year));
const kinds = [...new Set(responders.map((r) => r.responder_type))].map((kind) => (
  { kind, people: sum(responders.filter((r) => r.responder_type === kind), "people") })).sort((a, b) => b.people - a.people);
table("First responders that made", kinds.map(({ kind, people }) => ({ responder_type: kind, ...share(people, sum(responders, "people")) })),
  ids(responders));
const making = kinds.filter((k) => k.kind !== "in no responder's table");
if (making.length > 0) {
  const part = (k) => (k.people / sum(responders, "people")) * 100;
  const [most, least] = [making[0], making.at(-1)];
  chart(`${capital(most.kind)} made the most referrals in ${year}`,
    `Bars of the share of referrals by kind of first responder, from ${most.kind} (${shown(part(most), 1)}%) down to ${least.kind} (${shown(part(least), 1)}%).`,
    making.map((k) => ({ responder_type: k.kind, value: part(k) })), ids(responders)); // a share is of all of them
}

const national = data.recorded_offences.filter((r) => r.area.startsWith("England and Wales") && r.period.startsWith("year ending March"))
  .sort(by("area", "period_end", "released"));
const nationalWithin = within(national);
const lone = data.claims.filter((c) => c.measure === "growth in recorded modern slavery offences" && c.numerator && !c.denominator
  && nationalWithin.some((r) => r.offences === c.numerator));
for (const c of lone) said.push(`that printed ${grouped(c.numerator)} printed ${c.printed} growth from the year before, ${c.period.split(" to ")[0]};`);
const yearBefore = (r) => national.find((o) => o.area === r.area && o.basis === r.basis && o.year === String(r.year - 1));
table("Modern slavery offences recorded", nationalWithin.map((r) => {
  const last = yearBefore(r);
  return { publication: readIn(r), area: r.area, period: r.period, offences: Number(r.offences), basis: r.basis, change: last ? (r.offences / last.offences - 1) * 100 : null };
}), ids(nationalWithin, nationalWithin.map(yearBefore).filter(Boolean), lone));

const stage = (period, name) => flagged.find((r) => r.period === period && r.stage === name);
const courts = [...new Set(flagged.slice().sort(by("period_end")).map((r) => r.period))].filter((p) =>
  stage(p, "prosecuted") && stage(p, "convicted") && within([stage(p, "prosecuted")]).length > 0);
const percentages = data.claims.filter((c) => !c.numerator && c.denominator && stage(c.period, "prosecuted")?.count === c.denominator
  && within([stage(c.period, "prosecuted")]).length > 0);
for (const c of percentages) said.push(`${capital(c.period)}: ${grouped(c.denominator)} were prosecuted and ${c.printed} of them convicted`);
const lines = ["prosecuted", "convicted"].map((name) => within(flagged.filter((r) => r.stage === name && !r.period.startsWith("year ending")).sort(by("year"))));
if (lines[0].length + lines[1].length > 2) {
  const [[p0, p1], [c0, c1]] = lines.map((line) => [line[0], line.at(-1)]);
  const course = (first, last) => `from ${grouped(first.count)} in ${first.year} to ${grouped(last.count)} in ${last.year}`;
  chart(`${grouped(p1.count)} prosecuted${p1.year !== c1.year ? ` in ${p1.year}` : ""}, ${grouped(c1.count)} convicted in ${c1.year}`,
    `Two lines: defendants prosecuted, ${course(p0, p1)}; defendants convicted, ${course(c0, c1)}.`,
    lines.flatMap((line) => line.map((r) => ({ stage: capital(r.stage), year: Number(r.year), count: Number(r.count) }))), ids(...lines));
}
table("Defendants convicted in completed", courts.map((p) => ({ period: p, ...share(Number(stage(p, "convicted").count), Number(stage(p, "prosecuted").count)) })),
  [...ids(courts.flatMap((p) => [stage(p, "prosecuted"), stage(p, "convicted")]), percentages), ...percentages.map((c) => c.denominator_source)]);
{
  const total = of(year) || Number(annual.filter((r) => r.year === String(year)).at(-1).people);
  const step = (name, unit, area, count, rows) => count ? [{ row: { step: name, unit, area, count, per: (count / total) * 100 }, rows }] : [];
  const positive = (rows) => rows.filter((r) => r.year === String(year) && r.outcome === "positive");
  const grounds = [positive(data.nrm_reasonable_grounds), positive(data.nrm_conclusive_grounds)];
  const next = offences.filter((r) => r.period === `year ending March ${year + 1}`).sort(by("released")).at(-1);
  const court = data.criminal_justice.filter((r) => r.period === String(year) && r.unit === "defendants" && !r.measure.includes("principal offence"));
  const referred = data.nrm_referrals.filter((r) => r.year === String(year));
  const steps = [
    ...step("Referred", "potential victims", "UK", total, referred.length ? referred : annual.filter((r) => r.year === String(year)).slice(-1)),
    ...step("Reasonable grounds: positive decisions", "decisions", "UK", sum(grounds[0], "decisions"), grounds[0]),
    ...step("Conclusive grounds: positive decisions", "decisions", "UK", sum(grounds[1], "decisions"), grounds[1]),
    ...step("Recorded by the police, in the financial year that begins in April", "offences", "England and Wales", next && Number(next.offences), [next]),
    ...[["referred", "Referred to the CPS"], ["charged", "Charged"], ["prosecuted", "Prosecuted (flagged cases)"],
      ["convicted", "Convicted (flagged cases)"]].flatMap(([name, title]) => {
      const row = court.find((r) => r.stage === name);
      return step(title, row?.unit, row?.area, row && Number(row.count), [row]);
    }),
  ];
  table("Counted at each step", steps.map((s) => s.row), ids(...steps.map((s) => s.rows)));

  // The lead: the year's total, the one before it in the same release or the last that there was, and what a later release has.
  const inSeries = everyYear.includes(String(year));
  const last = annual.filter((r) => r.year === String(year)).at(-1);
  const seriesDay = publications.get(data.nrm_referrals[0].source).published;
  const releasedOn = inSeries ? seriesDay : last.released;
  const previous = inSeries
    ? everyYear.includes(String(year - 1)) && { people: of(year - 1), released: seriesDay }
    : before(last);
  const change = previous && (total / previous.people - 1) * 100;
  const parts = [`In ${year}, ${grouped(total)} potential victims were referred to the National Referral Mechanism${previous
    ? `, ${shown(Math.abs(change), 1)}% ${change < 0 ? "less" : "more"} than the ${grouped(previous.people)} of the year before` : ""}.`];
  if (!previous) parts.push(`This is of the release of ${day(releasedOn)}.`);
  else if (previous.released === releasedOn) parts.push(`Both are of the release of ${day(releasedOn)}.`);
  else parts.push(`The one is of the release of ${day(releasedOn)}, the other of that of ${day(previous.released)}.`);
  if (inSeries && last && Number(last.people) !== total)
    parts.push(last.released > seriesDay ? `A later release, of ${day(last.released)}, has ${grouped(last.people)} for ${year}.`
      : `By ${day(last.released)} the last total printed for the year was ${grouped(last.people)}.`);
  const [prosecuted, convicted] = ["prosecuted", "convicted"].map((name) => stage(String(year), name));
  if (prosecuted && convicted) parts.push(`In the same year ${grouped(prosecuted.count)} defendants were prosecuted in England and Wales in cases `
    + `flagged as modern slavery and ${grouped(convicted.count)} were convicted.`);
  parts.push(`Two figures of 2019, growth of ${grown.printed} in police operations and ${referral.printed} of cases referred to prosecutors, stand without the `
    + "counts behind them in what was read of the press release that prints them; this report says what published counts give instead.");
  if (report.lead !== parts.join(" ")) faults.push(`the lead is not: ${parts.join(" ")}`);
}
const sample = data.nrm_referrals_by_force.filter((r) => r.role === "investigating" && r.period === String(year));
table("Referrals sent to police forces", sample.slice().sort((a, b) => b.people - a.people).map((r) => ({ publication: readIn(r), force: r.force, people: Number(r.people),
  children: r.children ? Number(r.children) : null })), ids(sample));
const concluded = data.force_outcomes.filter((r) => r.concluded);
table("Concluded modern slavery investigations", concluded.slice().sort(by("force", "period")).map((r) => ({ force: r.force, period: r.period,
  ...share(Number(r.charged), Number(r.concluded)) })), ids(concluded));
const others = data.claims.filter((c) => c.source !== "hestia-2019");
const counted = (list) => [...ids(list), ...list.flatMap((c) => [c.numerator_source, c.denominator_source])];
const both = others.filter((c) => c.numerator && c.denominator);
const subject = (c) => `${c.measure}, ${c.area}, ${c.period}`;
const decimals = (c) => (c.printed.match(/\d\.(\d+)/) || ["", ""])[1].length;
const percent = (c) => (c.numerator / c.denominator - (c.kind === "growth" ? 1 : 0)) * 100;
// Whether the counts give the percentage: at its decimals, above it when more was claimed, or about it when no more was.
const given = (c) => {
  if (c.qualifier === "more than") return percent(c) > Number(c.value) ? "yes" : "no";
  if (shown(percent(c), decimals(c)) === Number(c.value).toFixed(decimals(c))) return "yes";
  return c.qualifier === "about" ? "about" : "no";
};
table("Printed percentages whose two counts", both.map((c) => ({ subject: subject(c), printed: c.printed, given: given(c), worked_out: percent(c),
  numerator: Number(c.numerator), denominator: Number(c.denominator) })), counted(both));
for (const c of both) if (given(c) !== "yes") said.push(`${c.printed}: ${c.note}`);
said.push(both.filter((c) => c.numerator_source !== c.denominator_source).map((c) => c.printed).join(", "));
const rest = others.filter((c) => !both.includes(c));
table("Printed percentages of which two counts", rest.map((c) => ({ subject: subject(c), printed: c.printed, numerator: c.numerator ? Number(c.numerator) : null,
  denominator: c.denominator ? Number(c.denominator) : null })), counted(rest));

said.push(`is of what was asked for, a report of ${year} and series from ${from} to ${to}.`);
said.push(`Of none of these ${rest.length} were`, `Counted at each step in ${year}`, `sent to police forces in ${year}, for`,
  "Intervals that end in 2018, those nearest to 250% first");
const quarters = new Set(responders.map((r) => r.quarter)).size;
said.push(`made the referrals of ${year}${quarters > 0 && quarters < 4 ? ` (${quarters} quarters)` : ""}, UK`);
// Publications, wherever they are named, are those of the list.
const full = (s) => [s.publisher, s.title, s.published].filter(Boolean).join(", ") + ". " + s.licence;
const known = new Set(data.sources.map((s) => JSON.stringify([full(s), s.title, s.publisher, s.published || null, s.url, s.licence])));
for (const s of report.blocks.flatMap((b) => (b.kind === "source" ? [b] : [].concat(b.sources || []).filter((s) => s.title))))
  if (!known.has(JSON.stringify([s.text, s.title, s.publisher, s.date ?? null, s.url, s.licence]))) faults.push(`no publication of the list: ${s.text}`);
for (const block of report.blocks) if (block.kind === "chart" && !charts.has(block)) faults.push(`chart "${block.title}" was not made again`);
// Figures in sentences are those made again above; the rest are dates, and numbers of methods.
const methods = [/2019\/20\b/g, /\b95%/g, /\(1927\)/g, /^In March 2019 /g, /from the first half of 2017 to the end of 2018/g, /[Pp]er 100(,000)?\b/g, /\(1 \+ growth \/ 100\)/g];
for (const block of report.blocks)
  for (const text of [block.kind === "para" ? block.text : "", block.title && block.kind !== "source" ? block.title : "", block.alt || "", ...(block.notes || [])]) {
    let left = typeof text === "string" ? text : JSON.stringify(text);
    for (const part of said) if (part) left = left.split(part).join("");
    for (const pattern of methods) left = left.replace(pattern, "");
    if (/\d/.test(left)) faults.push(`a figure in a sentence was not made again: ${left}`);
  }
for (const block of report.blocks) if (block.kind === "table" && !seen.has(block.title)) faults.push(`"${block.title}" was not made again`);
if (cells < (fromText ? 150 : 500)) faults.push(`only ${cells} cells were compared`);
if (faults.length > 0) {
  console.error(`annual --year ${year}:\n  ` + faults.join("\n  "));
  process.exit(1);
}
