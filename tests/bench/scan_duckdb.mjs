import { DuckDBInstance } from "@duckdb/node-api";
const [rounds, file] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
const questions = [
  `select id1, sum(v1) as v from read_csv('${file}') group by id1`,
  `select id2, id4, avg(v3) as v from read_csv('${file}') group by id2, id4`,
  `select id5, max(v3) as v from read_csv('${file}') where id4 > 90 and v2 = 7 group by id5`,
];
for (const [q, question] of questions.entries()) {
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    const rows = (await connection.runAndReadAll(question)).getRows();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const values = rows.map((row) => row.at(-1));
    const sum = typeof values[0] === "number" ? values.reduce((a, b) => a + b, 0).toExponential(14) : values.reduce((a, b) => a + b, 0n);
    console.log(`DuckDB\ts${q + 1}\t${seconds.toFixed(4)}\t${rows.length} ${sum}`);
  }
}
