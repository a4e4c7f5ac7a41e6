// Cases and normal forms of every character and of random texts, beside those of this engine of JavaScript, whose tables are ICU's.
// Newer tables turn some letters into ones that older ones do not have: those are left out.
const assert = require("assert");
const { characters, random } = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
const known = new Set(characters.text);
const faults = [];
const say = (what, text, got, wanted) =>
  faults.push(`${what} of ${[...text].map((c) => "U+" + c.codePointAt(0).toString(16)).join(" ")}: "${got}", not "${wanted}"`);

// One character for one: what JavaScript turns into several is one that turns back, or stays.
const simple = { lower: new Map(), upper: new Map() };
let pairs = 0;
characters.text.forEach((text, i) => {
  for (const [way, full, back] of [["lower", text.toLowerCase(), "toUpperCase"], ["upper", text.toUpperCase(), "toLowerCase"]]) {
    const got = characters[way][i];
    simple[way].set(text, got);
    assert.strictEqual([...got].length, 1);
    pairs += got !== text;
    if ([...full].length === 1) {
      if (got !== full && known.has(full)) say(way, text, got, full);
    } else if (got !== text && got[back]() !== text && text !== "İ") {
      say(way, text, got, "a letter whose other case it is");
    }
  }
});
assert.ok(characters.text.length > 140000 && pairs > 2500, `${characters.text.length} characters, ${pairs} with two cases`);

for (const { text, ...made } of [characters, random])
  text.forEach((one, i) => {
    for (const form of ["NFC", "NFD", "NFKC", "NFKD"]) if (made[form][i] !== one.normalize(form)) say(form, one, made[form][i], one.normalize(form));
  });

random.text.forEach((text, i) => {
  const points = [...text];
  for (const way of ["lower", "upper"]) {
    const wanted = points.map((c) => simple[way].get(c)).join("");
    if (random[way][i] !== wanted) say(way, text, random[way][i], wanted);
  }
  assert.strictEqual(random.n[i], points.length);
  assert.strictEqual(random.back[i], points.length > 1 ? points[points.length - 2] : points[0]);
});

if (faults.length > 0) {
  console.log(faults.slice(0, 20).join("\n"));
  console.log(`${faults.length} faults`);
  process.exit(1);
}
console.log(`${characters.text.length} characters and ${random.text.length} texts`);
