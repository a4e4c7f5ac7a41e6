// A report in JSON with one digit changed: the first of the place FRACTION (0 to 1) of all that hold one, in its figures, what it shows of
// them, its sentences and publications.
const fs = require("fs");
const [, , from, to, fraction] = process.argv;
const report = JSON.parse(fs.readFileSync(from, "utf8"));

// Parts that are no figures: how a column is laid out, and what the methods note says of files and rules.
const aside = new Set(["lang", "id", "methods", "encoding", "decimals", "type", "align", "unit", "name", "level"]);
const places = [];
function walk(value, set) {
  if (Array.isArray(value)) value.forEach((v, i) => walk(v, (changed) => (value[i] = changed)));
  else if (value && typeof value === "object") {
    for (const [key, v] of Object.entries(value)) if (!aside.has(key)) walk(v, (changed) => (value[key] = changed));
  } else if (typeof value === "number" || (typeof value === "string" && /\d/.test(value))) places.push([value, set]);
}
walk(report, () => {});

const [value, set] = places[Math.min(places.length - 1, Math.floor(Number(fraction) * places.length))];
const text = String(value).replace(/\d/, (d) => String((Number(d) + 1) % 10));
set(typeof value === "number" ? Number(text) : text);
fs.writeFileSync(to, JSON.stringify(report));
console.log(`${value} changed to ${text}`);
