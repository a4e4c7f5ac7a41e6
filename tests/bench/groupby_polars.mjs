// Columns are held as the benchmark's own program for Polars holds them: texts as categories, integers in 32 bits.
import pl from "nodejs-polars";
const [rounds, file] = process.argv.slice(2);
const texts = ["id1", "id2", "id3"].map((name) => pl.col(name).cast(pl.Categorical));
const integers = ["id4", "id5", "id6", "v1", "v2"].map((name) => pl.col(name).cast(pl.Int32));
const t = pl.readCSV(file).lazy().withColumns(...texts, ...integers).collectSync();

const col = pl.col;
const questions = [
  [["id1"], col("v1").sum()],
  [["id1", "id2"], col("v1").sum()],
  [["id3"], col("v1").sum(), col("v3").mean()],
  [["id4"], col("v1").mean(), col("v2").mean(), col("v3").mean()],
  [["id6"], col("v1").sum(), col("v2").sum(), col("v3").sum()],
  [["id4", "id5"], col("v3").median().alias("v1"), col("v3").std().alias("v2")],
  [["id3"], col("v1").max().sub(col("v2").min()).alias("v1")],
  [["id6"], col("v3").sort({ descending: true }).head(2).alias("top")],
  [["id2", "id4"], pl.pearsonCorr("v1", "v2").pow(2).alias("v1")],
  [["id1", "id2", "id3", "id4", "id5", "id6"], col("v3").sum().alias("v1"), col("v3").count().alias("v2")],
];

for (const [q, [by, ...aggregates]] of questions.entries()) {
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    let query = t.lazy().groupBy(by).agg(...aggregates);
    if (q === 7) query = query.select(col("id6"), col("top").lst.get(0).alias("v1"), col("top").lst.get(1).alias("v2"));
    const answer = query.collectSync();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const told = [answer.height];
    for (const name of answer.columns.filter((name) => name.startsWith("v"))) {
      const column = answer.getColumn(name), sum = column.sum();
      told.push(column.isFloat() ? sum.toExponential(14) : sum);
    }
    console.log(`Polars\tq${q + 1}\t${seconds.toFixed(4)}\t${told.join(" ")}`);
  }
}
