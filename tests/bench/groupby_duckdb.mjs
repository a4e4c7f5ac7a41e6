// Columns are held as the benchmark's own program for DuckDB holds them: id1 and id2 as enumerations, integers in 32 bits.
import { DuckDBInstance } from "@duckdb/node-api";
const [rounds, file] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
await connection.run(`create table y as select * from read_csv('${file}')`);
await connection.run("create type id1_enum as enum (select distinct id1 from y)");
await connection.run("create type id2_enum as enum (select distinct id2 from y)");
await connection.run(`create table t(id1 id1_enum, id2 id2_enum, id3 varchar, id4 int, id5 int, id6 int, v1 int, v2 int,
  v3 double)`);
await connection.run("insert into t select * from y");
await connection.run("drop table y");

const questions = [
  "select id1, sum(v1) as v1 from t group by id1",
  "select id1, id2, sum(v1) as v1 from t group by id1, id2",
  "select id3, sum(v1) as v1, avg(v3) as v3 from t group by id3",
  "select id4, avg(v1) as v1, avg(v2) as v2, avg(v3) as v3 from t group by id4",
  "select id6, sum(v1) as v1, sum(v2) as v2, sum(v3) as v3 from t group by id6",
  "select id4, id5, quantile_cont(v3, 0.5) as v1, stddev(v3) as v2 from t group by id4, id5",
  "select id3, max(v1) - min(v2) as v1 from t group by id3",
  "select id6, top[1] as v1, top[2] as v2 from (select id6, max(v3, 2) as top from t group by id6)",
  "select id2, id4, corr(v1, v2) ^ 2 as v1 from t group by id2, id4",
  "select id1, id2, id3, id4, id5, id6, sum(v3) as v1, count(*) as v2 from t group by id1, id2, id3, id4, id5, id6",
];

for (const [q, question] of questions.entries()) {
  for (let round = 0; round < rounds; round++) {
    await connection.run("drop table if exists answer");
    const start = process.hrtime.bigint();
    await connection.run(`create temp table answer as ${question}`);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const names = (await connection.runAndReadAll("select * from answer limit 0")).columnNames();
    const sums = names.filter((name) => name.startsWith("v")).map((name) => `sum(${name})`);
    const rows = (await connection.runAndReadAll(`select count(*), ${sums.join()} from answer`)).getRows()[0];
    const told = rows.map((sum) => (typeof sum === "number" ? sum.toExponential(14) : sum));
    console.log(`DuckDB\tq${q + 1}\t${seconds.toFixed(4)}\t${told.join(" ")}`);
  }
}
