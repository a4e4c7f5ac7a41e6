// Columns are held as the benchmark's own program for DuckDB holds them: id4 and id5 as enumerations.
import { DuckDBInstance } from "@duckdb/node-api";
const [rounds, ...files] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
const tables = ["x", "small", "medium", "big"];
for (const [i, table] of tables.entries())
  await connection.run(`create table ${table}_csv as select * from read_csv('${files[i]}')`);
for (const [id, from] of [["id4", tables], ["id5", ["x", "medium", "big"]]]) {
  const texts = from.map((table) => `select ${id} from ${table}_csv`).join(" union ");
  await connection.run(`create type ${id}_enum as enum (${texts})`);
}
for (const table of tables) {
  const id5 = table === "small" ? "" : ", id5::id5_enum as id5";
  await connection.run(`create table ${table} as
    select * replace (id4::id4_enum as id4${id5}) from ${table}_csv`);
  await connection.run(`drop table ${table}_csv`);
}

const questions = [
  "select x.*, small.id4 as small_id4, v2 from x join small using (id1)",
  `select x.*, medium.id1 as medium_id1, medium.id4 as medium_id4, medium.id5 as medium_id5, v2
   from x join medium using (id2)`,
  `select x.*, medium.id1 as medium_id1, medium.id4 as medium_id4, medium.id5 as medium_id5, v2
   from x left join medium using (id2)`,
  `select x.*, medium.id1 as medium_id1, medium.id2 as medium_id2, medium.id4 as medium_id4, v2
   from x join medium using (id5)`,
  `select x.*, big.id1 as big_id1, big.id2 as big_id2, big.id4 as big_id4, big.id5 as big_id5, big.id6 as big_id6, v2
   from x join big using (id3)`,
];

for (const [q, question] of questions.entries()) {
  for (let round = 0; round < rounds; round++) {
    await connection.run("drop table if exists answer");
    const start = process.hrtime.bigint();
    await connection.run(`create temp table answer as ${question}`);
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const told = await connection.runAndReadAll(
      "select count(*), (sum(id1) + sum(id2) + sum(id3))::bigint, sum(v1), sum(v2) from answer");
    const [rows, ids, v1, v2] = told.getRows()[0];
    console.log(`DuckDB\tq${q + 1}\t${seconds.toFixed(4)}\t${rows} ${ids} ${v1.toExponential(14)} ${v2.toExponential(14)}`);
  }
}
