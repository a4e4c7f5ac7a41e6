import pl from "nodejs-polars";
const [rounds, ...files] = process.argv.slice(2);
const [x, small, medium, big] = files.map((file) => pl.readCSV(file));
const questions = [
  [small, { on: "id1", how: "inner" }],
  [medium, { on: "id2", how: "inner" }],
  [medium, { on: "id2", how: "left" }],
  [medium, { on: "id5", how: "inner" }],
  [big, { on: "id3", how: "inner" }],
];

for (const [q, [right, options]] of questions.entries()) {
  for (let round = 0; round < rounds; round++) {
    const start = process.hrtime.bigint();
    const answer = x.lazy().join(right.lazy(), options).collectSync();
    const seconds = Number(process.hrtime.bigint() - start) / 1e9;
    const sum = (name) => answer.getColumn(name).sum();
    const ids = sum("id1") + sum("id2") + sum("id3");
    console.log(`Polars\tq${q + 1}\t${seconds.toFixed(4)}\t${answer.height} ${ids} ` +
      `${sum("v1").toExponential(14)} ${sum("v2").toExponential(14)}`);
  }
}
