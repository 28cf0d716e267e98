// Takes out of python.wasm what belongs to packages that no page needs: node shake.mjs in out
//
// The binary has pandas, SciPy and others linked in, two thirds of its code. The linker puts the
// functions of one module after those of another, so what lies between the first and the last
// module of a run of such packages is theirs. A function there is kept nevertheless if something
// else can call it: directly, or, for what C++ shares among all modules, through a table. The
// body of any other becomes a trap, and the names of functions, 14 MB, go.

import { readFileSync, writeFileSync } from "node:fs";

const RUNS = [
  ["PyInit__cyutility", "PyInit_writers"], // pandas
  ["PyInit__regex", "PyInit__stl"], // regex, lxml, SciPy, scikit-learn, statsmodels
];
const SHARED = /^(?:[\w ]+ )?(?:std|pybind11|__cxx|operator|virtual thunk|typeinfo)\b/;
const TRAP = Buffer.from([3, 0, 0, 0x0b]); // its length, no variables, unreachable, end

const [, , from, to] = process.argv;
const code = readFileSync(from);
let at = 8;

function number() {
  let value = 0;
  for (let shift = 1; ; shift *= 128) {
    const byte = code[at++];
    value += (byte & 127) * shift;
    if (byte < 128) return value;
  }
}

function text() {
  const length = number();
  at += length;
  return code.toString("utf8", at - length, at);
}

function encoded(value) {
  const bytes = [];
  do {
    bytes.push((value & 127) | (value > 127 ? 128 : 0));
    value = Math.floor(value / 128);
  } while (value);
  return Buffer.from(bytes);
}

const times = (count, read) => Array.from({ length: count }, read);

// ---- Sections ----

const sections = [];
while (at < code.length) {
  const begin = at;
  const kind = code[at++];
  const size = number();
  const content = at;
  const name = kind === 0 ? text() : "";
  sections.push({ kind, name, begin, content: kind === 0 ? at : content, end: content + size });
  at = content + size;
}
const IMPORTS = 2;
const EXPORTS = 7;
const TABLE = 9;
const CODE = 10;
const go = (wanted, label = "") => {
  at = sections.find(({ kind, name }) => kind === wanted && name === label).content;
};

function limits() {
  const kind = code[at++];
  number();
  if (kind & 1) number();
}

go(IMPORTS);
let imported = 0;
times(number(), () => {
  text();
  text();
  const kind = code[at++];
  if (kind === 0) imported += 1;
  if (kind === 0) number();
  else if (kind === 1) at++, limits();
  else if (kind === 2) limits();
  else if (kind === 3) at += 2;
  else at++, number();
});

go(EXPORTS);
const roots = [];
times(number(), () => {
  text();
  const kind = code[at++];
  const index = number();
  if (kind === 0) roots.push(index);
});

go(TABLE);
const table = [];
times(number(), () => {
  if (number() !== 0) throw new Error("a table of another kind");
  at++; // i32.const
  number();
  at++; // end
  table.push(...times(number(), number));
});

go(0, "name");
const names = [];
const end = sections.find(({ name }) => name === "name").end;
while (at < end) {
  const kind = code[at++];
  const next = number() + at;
  if (kind === 1) {
    times(number(), () => {
      const index = number();
      names[index] = text();
    });
  }
  at = next;
}

// ---- What calls what ----

function blockType() {
  const byte = code[at];
  if (byte === 0x40 || byte === 0x69 || (byte >= 0x6f && byte <= 0x7f)) at++;
  else number();
}

/** Reads one instruction; tells a function that it calls. */
function instruction(called) {
  const op = code[at++];
  if (op === 0x10 || op === 0x12 || op === 0xd2) called(number());
  else if (op >= 0x02 && op <= 0x04) blockType();
  else if ([0x07, 0x08, 0x09, 0x0c, 0x0d, 0x18, 0x3f, 0x40, 0xd0].includes(op)) number();
  else if (op === 0x11 || op === 0x13) number(), number();
  else if (op === 0x0e) times(number() + 1, number);
  else if (op === 0x1c) times(number(), number);
  else if (op === 0x1f) {
    blockType();
    times(number(), () => {
      if (code[at++] < 2) number();
      number();
    });
  } else if (op >= 0x20 && op <= 0x26) number();
  else if (op >= 0x28 && op <= 0x3e) number(), number();
  else if (op === 0x41 || op === 0x42) while (code[at++] >= 128);
  else if (op === 0x43) at += 4;
  else if (op === 0x44) at += 8;
  else if (op === 0xfc) {
    const kind = number();
    if ([8, 10, 12, 14].includes(kind)) number(), number();
    else if (kind >= 8) number();
  } else if (op === 0xfd) {
    const kind = number();
    if (kind <= 11 || kind === 92 || kind === 93) number(), number();
    else if (kind === 12 || kind === 13) at += 16;
    else if (kind >= 21 && kind <= 34) at++;
    else if (kind >= 84 && kind <= 91) number(), number(), at++;
  } else if (op > 0xc4) throw new Error(`an instruction that is not known: ${op}`);
}

go(CODE);
const bodies = times(number(), () => {
  const begin = at;
  const size = number();
  const body = { begin, start: at, end: at + size };
  at = body.end;
  return body;
});
for (const body of bodies) {
  at = body.start;
  times(number(), () => (number(), at++));
  const calls = new Set();
  while (at < body.end) instruction((index) => calls.add(index));
  if (at !== body.end) throw new Error("a function that cannot be read");
  body.calls = calls;
}

// ---- What stays ----

const known = RUNS.map((run) => run.map((name) => names.indexOf(name)));
const within = (index) => known.some(([first, last]) => index > first && index <= last);
const gone = (index) =>
  names[index]?.startsWith("PyInit_") && (within(index) || known.some(([first]) => index === first));

const stays = new Set();
const waiting = [...roots, ...table.filter((i) => !within(i) || SHARED.test(names[i]))];
while (waiting.length) {
  const index = waiting.pop();
  if (index < imported || stays.has(index) || gone(index)) continue;
  stays.add(index);
  waiting.push(...bodies[index - imported].calls);
}

const functions = bodies.map(({ begin, end }, i) =>
  stays.has(i + imported) ? code.subarray(begin, end) : TRAP,
);
const rest = Buffer.concat([encoded(bodies.length), ...functions]);
const parts = sections
  .filter(({ name }) => name !== "name")
  .map(({ kind, begin, end }) =>
    kind === CODE
      ? Buffer.concat([Buffer.from([CODE]), encoded(rest.length), rest])
      : code.subarray(begin, end),
  );
writeFileSync(to, Buffer.concat([code.subarray(0, 8), ...parts]));
