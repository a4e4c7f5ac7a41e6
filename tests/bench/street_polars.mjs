import pl from "nodejs-polars";
const start = process.hrtime.bigint();
const t = pl.readCSV(process.argv[2]);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const outcomes = t.getColumn("Last outcome category");
console.log(`Polars\tstreet\t${seconds.toFixed(3)}\t${t.height} ${t.getColumn("Location").nUnique()} ${t.height - outcomes.nullCount()} ${t.getColumn("Longitude").sum().toExponential(14)}`);
