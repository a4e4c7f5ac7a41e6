import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
const start = process.hrtime.bigint();
await connection.run(`create table t as select * from read_csv('${process.argv[2]}')`);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const rows = await connection.runAndReadAll("select count(*), sum(v1), count(distinct id3), sum(v3) from t");
const [count, sum, distinct, total] = rows.getRows()[0];
console.log(`DuckDB\tload\t${seconds.toFixed(3)}\t${count} ${sum} ${distinct} ${total.toExponential(14)}`);
