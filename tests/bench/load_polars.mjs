import pl from "nodejs-polars";
const start = process.hrtime.bigint();
const t = pl.readCSV(process.argv[2]);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const sum = t.getColumn("v1").sum(), total = t.getColumn("v3").sum();
console.log(`Polars\t${seconds.toFixed(3)}\t${t.height} ${sum} ${t.getColumn("id3").nUnique()} ${total.toFixed(3)}`);
