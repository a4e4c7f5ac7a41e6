// charts.js - holds what Vega-Lite makes of our specifications beside our own drawings of the same charts.
//
//     NODE_PATH=build/node/node_modules node tests/node/charts.js CHARTS.json
//
// CHARTS.json is a list of { name, specification, drawing }, as tests/support/vega_charts.lua writes it; drawing (our SVG) may be
// absent: then the specification need only be valid by Vega-Lite's schema and compile. Both are turned into the same facts: the labels of both axes, and each
// mark with its colour and its ends in units of the quantity, in order along the axis. Exit status 1 and a line for each
// difference when there is one.
const Ajv = require("ajv");
const fs = require("fs"), vega = require("vega"), vegaLite = require("vega-lite");

// Vega-Lite forgives what its schema does not, and editors go by the schema.
const isValid = new Ajv({ strict: false, validateFormats: false }).compile(require("vega-lite/build/vega-lite-schema.json"));

const round = (value) => Math.round(value * 1000) / 1000;
const bare = (words) => words.join("").replace(/\s+/g, "");
const plain = (words) => words.replace(/\u2212/g, "-");
const numberOf = (words) => Number(plain(words).replace(/,/g, ""));

// A scale of pixels as a function to values, from two places on it.
function valueOf(from, to) {
  return (pixel) => from.value + (pixel - from.at) / (to.at - from.at) * (to.value - from.value);
}

// Whether an area of Vega's is the band of an interval.
const band = (item) => item.ariaRoleDescription === "errorband";

// Marks laid along the axis: places as a share of the way from the first to the last, then sorted.
function inOrder(marks) {
  const places = marks.flatMap((mark) => mark.places ? mark.places : [mark.place]);
  const low = Math.min(...places), span = Math.max(...places) - low || 1;
  const share = (place) => Math.round((place - low) / span * 200) / 200;
  for (const mark of marks) {
    if (mark.places) mark.places = mark.places.map(share);
    mark.place = mark.places ? mark.places[0] : share(mark.place);
  }
  const key = (mark) => [mark.kind, mark.color || "", mark.place, mark.low];
  return marks.sort((a, b) => {
    const x = key(a), y = key(b);
    for (let i = 0; i < x.length; i++) if (x[i] !== y[i]) return x[i] < y[i] ? -1 : 1;
    return 0;
  });
}

// --- our drawing -----------------------------------------------------------------------------------------------------------

function elementsOf(svg) {
  const list = [];
  for (const [, name, words, content] of svg.matchAll(/<(rect|circle|path|line|text)([^>]*?)(?:\/>|>(.*?)<\/\1>)/gs)) {
    const attributes = {};
    for (const [, key, value] of words.matchAll(/([\w-]+)="([^"]*)"/g)) attributes[key] = /^-?[\d.]+$/.test(value) ? Number(value) : value;
    list.push({ name, ...attributes, content: content || "", told: (content || "").startsWith("<title>") });
  }
  return list;
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };
const text = (content) => content.replace(/&(#?\w+);/g, (_, name) => entities[name]);

function corners(d) {
  return [...d.matchAll(/[ML](-?[\d.]+) (-?[\d.]+)/g)].map((m) => [Number(m[1]), Number(m[2])]);
}

function factsOfDrawing(svg) {
  const all = elementsOf(svg), texts = all.filter((e) => e.name === "text");
  const upright = texts.some((e) => e.class === "tick" && e["text-anchor"] === "end");
  const ticks = texts.filter((e) => e.class === "tick" && e["text-anchor"] === (upright ? "end" : "middle"));
  const lines = all.filter((e) => e.name === "line" && (e.class === "grid" || e.class === "base")).slice(0, ticks.length);
  const at = (i) => ({ at: upright ? lines[i].y1 : lines[i].x1, value: numberOf(ticks[i].content) });
  const value = valueOf(at(0), at(ticks.length - 1));
  const labels = texts.filter((e) => upright ? e.class === "tick" && e["text-anchor"] === "middle" : /^label/.test(e.class) && (e["text-anchor"] === "end" || /halo/.test(e.class)));
  const along = (x, y) => upright ? x : y, up = (x, y) => upright ? y : x;
  const marks = [];
  const add = (kind, color, place, ...ends) => {
    ends = ends.map(value);
    marks.push({ kind, color, place, low: round(Math.min(...ends)), high: round(Math.max(...ends)) });
  };
  const run = (kind, color, points) => marks.push({ kind, color, places: points.map((p) => along(...p)), low: 0, values: points.map((p) => round(value(up(...p)))) });
  for (const e of all) {
    if (e.name === "rect" && e.told && e.class !== "dot") {
      add("bar", e.fill, along(e.x + e.width / 2, e.y + e.height / 2), up(e.x, e.y), up(e.x + e.width, e.y + e.height));
    } else if (e.class === "dot" && e.told) {
      const points = e.name === "circle" ? [[e.cx, e.cy]] : e.name === "rect" ? [[e.x + e.width / 2, e.y + e.height / 2]] : corners(e.d);
      const middle = (i) => (Math.min(...points.map((p) => p[i])) + Math.max(...points.map((p) => p[i]))) / 2;
      add("dot", e.fill, along(middle(0), middle(1)), up(middle(0), middle(1)));
    } else if (e.class === "whisker" && (upright ? e.x1 === e.x2 : e.y1 === e.y2)) {
      add("interval", null, along(e.x1, e.y1), up(e.x1, e.y1), up(e.x2, e.y2));
    } else if (e.class === "line" && e.told) {
      const points = corners(e.d), places = points.map((p) => along(...p)), ends = points.map((p) => up(...p));
      add("interval", e.stroke, (Math.min(...places) + Math.max(...places)) / 2, Math.min(...ends), Math.max(...ends));
    } else if (e.class === "line") {
      run("line", e.stroke, corners(e.d));
    } else if (e.name === "path" && (e.class === "piece" || e.class === "sheet" || e.class === "ribbon")) {
      const points = corners(e.d), half = points.length / 2;
      run(e.class === "ribbon" ? "band" : "area", e.fill, points.slice(0, half));
      run(e.class === "ribbon" ? "band below" : "area below", e.fill, points.slice(half).reverse());
    }
  }
  return { upright, scale: ticks.map((e) => e.content), labels: bare(labels.map((e) => text(e.content))), marks: inOrder(marks) };
}

// --- what Vega draws -------------------------------------------------------------------------------------------------------

async function factsOfSpecification(specification) {
  const warnings = [];
  const warn = (...words) => (warnings.push(words.join(" ")), logger);
  const logger = { level: () => logger, warn, error: warn, info: () => logger, debug: () => logger };
  const compiled = vegaLite.compile(specification, { logger });
  const view = new vega.View(vega.parse(compiled.spec), { renderer: "none", logger });
  await view.runAsync();
  const axes = [], items = [];
  (function walk(mark, x, y, axis, title) {
    for (const item of mark.items || []) {
      if (mark.role === "axis-label" && axis) axis.labels.push({ words: plain(String(item.text)), at: axis.orient === "left" ? y + item.y : x + item.x });
      if (mark.role === "mark") items.push({ ...item, kind: mark.marktype, x: x + item.x, y: y + item.y, x2: x + item.x2, y2: y + item.y2, run: mark, width: item.width, height: item.height, fill: item.fill, stroke: item.stroke, defined: item.defined, opacity: item.opacity });
      if (mark.role === "legend" || mark.role === "title" || !Array.isArray(item.items)) continue;
      let inner = axis;
      if (mark.role === "axis" && !item.grid) axes.push(inner = { orient: item.orient, labels: [] });
      for (const child of item.items) walk(child, x + (item.x || 0), y + (item.y || 0), inner);
    }
  })(view.scenegraph().root, 0, 0, null);
  return { warnings, axes: axes.filter((axis) => axis.labels.length > 0), items };
}

function marksOfItems(axes, items, upright) {
  const scale = axes.find((axis) => axis.orient === (upright ? "left" : "bottom"));
  const last = scale.labels[scale.labels.length - 1], first = scale.labels[0];
  const value = valueOf({ at: first.at, value: numberOf(first.words) }, { at: last.at, value: numberOf(last.words) });
  const along = (x, y) => upright ? x : y, up = (x, y) => upright ? y : x, marks = [];
  const runs = new Map();
  for (const item of items) {
    const add = (kind, color, place, ...ends) => {
      ends = ends.map(value);
      marks.push({ kind, color, place, low: round(Math.min(...ends)), high: round(Math.max(...ends)) });
    };
    if (item.kind === "rect" && item.ariaRoleDescription !== "bar") continue; // the caps of an interval are ticks
    if (item.kind === "rect") {
      add("bar", item.fill, along(item.x + item.width / 2, item.y + item.height / 2), up(item.x, item.y), up(item.x + item.width, item.y + item.height));
    } else if (item.kind === "symbol") {
      if (Number.isFinite(item.x) && Number.isFinite(item.y)) add("dot", item.fill, along(item.x, item.y), up(item.x, item.y));
    } else if (item.kind === "rule") {
      const from = up(item.x, item.y), to = up(Number.isFinite(item.x2) ? item.x2 : item.x, Number.isFinite(item.y2) ? item.y2 : item.y);
      if (Number.isFinite(from) && Number.isFinite(to)) add("interval", item.stroke === "#0b0c0c" ? null : item.stroke, along(item.x, item.y), from, to);
    } else if (item.kind === "line" || item.kind === "area") {
      if (!runs.has(item.run)) runs.set(item.run, [[]]);
      const pieces = runs.get(item.run);
      if (item.defined === false) pieces.push([]);
      else pieces[pieces.length - 1].push(item);
    }
  }
  for (const pieces of runs.values()) {
    for (const piece of pieces) {
      if (piece.length < 2) continue; // a line, a band or an area of one place is not seen
      const run = (kind, color, points) => marks.push({ kind, color, places: points.map((p) => along(...p)), low: 0, values: points.map((p) => round(value(up(...p)))) });
      if (piece[0].kind === "line") {
        run("line", piece[0].stroke, piece.map((p) => [p.x, p.y]));
      } else {
        run(band(piece[0]) ? "band" : "area", piece[0].fill, piece.map((p) => [p.x, Math.min(p.y, p.y2)]));
        run(band(piece[0]) ? "band below" : "area below", piece[0].fill, piece.map((p) => [p.x, Math.max(p.y, p.y2)]));
      }
    }
  }
  return inOrder(marks);
}

// --- beside each other -----------------------------------------------------------------------------------------------------

// Whether two marks are one: ends within a pixel or two of a drawing some 300 high, places within a two-hundredth or, where
// series stand beside each other, in the same order.
function same(a, b, span, beside) {
  const near = (x, y) => Math.abs(x - y) <= span * 0.008;
  if (a.kind !== b.kind || (a.color && b.color && a.color.toLowerCase() !== b.color.toLowerCase())) return false;
  if (a.values) {
    return b.values && a.values.length === b.values.length && a.values.every((v, i) => near(v, b.values[i]))
      && a.places.every((p, i) => Math.abs(p - b.places[i]) <= 0.0151);
  }
  return near(a.low, b.low) && near(a.high, b.high) && (beside || Math.abs(a.place - b.place) <= 0.0151);
}

async function differences(chart) {
  const facts = await factsOfSpecification(chart.specification), list = facts.warnings.map((words) => "warning: " + words);
  if (!isValid(chart.specification)) list.push(`not valid by the schema: ${isValid.errors.map((e) => e.instancePath + " " + e.message).slice(0, 3).join("; ")}`);
  if (!chart.drawing) {
    return list;
  }
  const ours = factsOfDrawing(chart.drawing);
  const upright = chart.upright;
  const theirs = marksOfItems(facts.axes, facts.items, upright);
  const wordsOf = (orient) => (facts.axes.find((axis) => axis.orient === orient) || { labels: [] }).labels.map((label) => label.words);
  const scale = wordsOf(upright ? "left" : "bottom"), labels = bare(wordsOf(upright ? "bottom" : "left"));
  const tell = (what, a, b) => list.push(`${what}\n    ours   ${JSON.stringify(a)}\n    theirs ${JSON.stringify(b)}`);
  // Bars whose names do not fit under them are laid on their side by us alone: their scale is another, their figures are not.
  if (ours.upright === upright && JSON.stringify(ours.scale) !== JSON.stringify(scale)) tell("labels of the quantity", ours.scale, scale);
  if (ours.labels !== labels) tell("labels of the axis", ours.labels, labels);
  const span = Math.abs(numberOf(scale[scale.length - 1]) - numberOf(scale[0])) || 1;
  const beside = chart.beside;
  if (ours.marks.length !== theirs.length) tell("marks", ours.marks.length, theirs.length);
  for (let i = 0; i < Math.min(ours.marks.length, theirs.length) && list.length < 5; i++) {
    if (!same(ours.marks[i], theirs[i], span, beside)) tell("mark " + (i + 1), ours.marks[i], theirs[i]);
  }
  if (ours.marks.length === 0) list.push("no mark is drawn");
  return list;
}

(async () => {
  const charts = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
  let faults = 0;
  for (const chart of charts) {
    let list;
    try {
      list = await differences(chart);
    } catch (problem) {
      list = ["does not open: " + problem.message];
    }
    if (list.length > 0) faults++;
    for (const line of list) console.log(`${chart.name}: ${line}`);
  }
  console.log(`${charts.length - faults} charts drawn alike, ${faults} not`);
  process.exit(faults > 0 || charts.length === 0 ? 1 : 0);
})();
