import pl from "nodejs-polars";
const [rounds, file] = process.argv.slice(2);
const col = pl.col;
const questions = [
  (t) => t.groupBy(["id1"]).agg(col("v1").sum().alias("v")),
  (t) => t.groupBy(["id2", "id4"]).agg(col("v3").mean().alias("v")),
  (t) => t.filter(col("id4").gt(90).and(col("v2").eq(7))).groupBy(["id5"]).agg(col("v3").max().alias("v")),
];
for (const [q, question] of questions.entries()) {
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    const answer = question(pl.scanCSV(file, {})).collectSync();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const column = answer.getColumn("v"), sum = column.sum();
    console.log(`Polars\ts${q + 1}\t${seconds.toFixed(4)}\t${answer.height} ${column.isFloat() ? sum.toExponential(14) : sum}`);
  }
}
