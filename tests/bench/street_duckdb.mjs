import { DuckDBInstance } from "@duckdb/node-api";
const connection = await (await DuckDBInstance.create(":memory:", { threads: "2" })).connect();
const start = process.hrtime.bigint();
await connection.run(`create table t as select * from read_csv('${process.argv[2]}')`);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
const rows = await connection.runAndReadAll(`select count(*), count(distinct "Location"), count("Last outcome category"), sum("Longitude") from t`);
const [count, distinct, outcomes, total] = rows.getRows()[0];
console.log(`DuckDB\tstreet\t${seconds.toFixed(3)}\t${count} ${distinct} ${outcomes} ${total.toExponential(14)}`);
