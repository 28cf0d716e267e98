#!/usr/bin/env bash
# npm's `@bjorn3/browser_wasi_shim` 0.4.2: a sleep until a time of the clock is taken for one of so long.
#
# Expected, by the layout of WASI preview 1 (a clock's flags stand at byte 40 of a subscription, after
# the precision): with the flag for an absolute time, `poll_oneoff` waits until the clock says that;
# then it writes into its fourth argument that one event has come.
# Seen: the flags are read at byte 36, in the upper half of the precision. So an absolute time counts
# as a relative one: a sleep lasts as long as the clock has run, and longer the longer the program runs
# (CPython's time.sleep is such a sleep). A precision of 2^32 ns, about 4.3 s, counts as the flag: a
# sleep of 0.2 s with it does not wait at all. The number of events is never written.
# Whoever runs CPython in it needs a `poll_oneoff` of their own.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent @bjorn3/browser_wasi_shim@0.4.2
cat > sleep.mjs <<'JAVASCRIPT'
import { WASI } from "@bjorn3/browser_wasi_shim";

const MONOTONIC = 1, ABSOLUTE = 1, MS = 1e6, IN = 0, OUT = 64, COUNT = 128;
const memory = new WebAssembly.Memory({ initial: 1 });
const wasi = new WASI([], [], []);
wasi.inst = { exports: { memory } };

let clock = 0; // in ms: it goes on by one each time that somebody looks
performance.now = () => clock++;

const sleep = (words, timeout, flags, precision) => {
  const view = new DataView(memory.buffer);
  new Uint8Array(memory.buffer).fill(0);
  view.setUint32(IN + 16, MONOTONIC, true);
  view.setBigUint64(IN + 24, BigInt(timeout * MS), true);
  view.setBigUint64(IN + 32, BigInt(precision), true);
  view.setUint16(IN + 40, flags, true);
  const begun = clock;
  const error = wasi.wasiImport.poll_oneoff(IN, OUT, 1, COUNT);
  const took = Math.round((clock - begun) / 100) * 100;
  console.log(`${words}: error ${error}, ${took} ms, ${view.getUint32(COUNT, true)} events`);
};

sleep("for 200 ms", 200, 0, 0);
clock = 5000;
sleep("until 100 ms from now", 5100, ABSOLUTE, 0);
sleep("for 200 ms, give or take 4.3 s", 200, 0, 2 ** 32);
JAVASCRIPT
seen=$(node sleep.mjs)
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
for 200 ms: error 0, 200 ms, 0 events
until 100 ms from now: error 0, 5100 ms, 0 events
for 200 ms, give or take 4.3 s: error 0, 0 ms, 0 events
OUTPUT
