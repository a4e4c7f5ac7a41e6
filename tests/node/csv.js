// CSV files as rows of texts: for programs that check the library, and so share nothing with it.
const fs = require("fs");

function read(file) {
  const text = fs.readFileSync(file, "utf8");
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
  return rows.filter((row) => row.length > 1);
}

const cell = (text) => /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;

function write(file, rows) {
  fs.writeFileSync(file, rows.map((row) => row.map(cell).join(",") + "\n").join(""));
}

module.exports = { read, write };
