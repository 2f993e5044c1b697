// JSON on stdin, a list of results on stdout; the evaluator's path is the first argument.
import { readFileSync } from "node:fs";
import { runAll } from "./scenes.mjs";

const evaluator = await import(process.argv[2]);
process.stdout.write(JSON.stringify(runAll(evaluator, JSON.parse(readFileSync(0, "utf8")))));
