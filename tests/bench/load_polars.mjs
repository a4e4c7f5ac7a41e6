import pl from "nodejs-polars";
const start = process.hrtime.bigint();
const t = pl.readCSV(process.argv[2]);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const sum = t.getColumn("v1").sum(), total = t.getColumn("v3").sum();
const distinct = t.getColumn("id3").nUnique();
console.log(`Polars\tload\t${seconds.toFixed(3)}\t${t.height} ${sum} ${distinct} ${total.toExponential(14)}`);
