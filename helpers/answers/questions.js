// Asks questions and says what is wrong with an answer, from what Python has computed up front.
//
// The model holds:
//   questions  a list; each has a text, perhaps a table (its rows), the answer in words,
//              why it is right, its worked steps, and
//     kind "number": right {value, tolerance}, close (how far off is still close),
//                    mistakes [{value, tolerance, hint}],
//                    told (the steps that help, each with its words and with what is new in it:
//                    numbers with a value and a tolerance)
//     kind "choice": choices, hints (one for each choice), right (an index)
//     and perhaps a level, a line of words above it
//   progress   where the learner is, kept here only: {index, tries, entered, verdict, revealed,
//              solved, first}, or {} at the start

const START = { index: 0, tries: 0, entered: "", verdict: null, revealed: false, solved: 0, first: 0 };
const LONGEST = 40; // of what is read as a number
const TRIES = 2; // after so many the answer can be shown

/** The number that a reader typed: 0.25, 0,25, −3, 3/4, 2e-3; null if it is none. */
export function parse(text) {
  if (text.length > LONGEST) return null;
  const plain = text
    .trim()
    .replace(/[−–﹣－]/g, "-")
    .replace(/,/g, ".")
    .replace(/\s*\/\s*/, "/")
    .replace(/^([+-])\s+/, "$1");
  const number = "[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?";
  const parts = plain.match(new RegExp(`^(${number})(?:/(${number}))?$`, "i"));
  const value = parts ? Number(parts[1]) / Number(parts[2] ?? 1) : NaN;
  return Number.isFinite(value) ? value : null;
}

/** What to say to an answer, a text or the index of a choice, after so many wrong tries:
 *  {kind, words, counts}. From the second wrong number on, a step is told: the first one that gives
 *  another number than this. */
export function judge(question, entered, tries = 0) {
  const right = { kind: "right", words: `✓ Right. ${question.why}` };
  const wrong = (words, kind) => ({ kind, words: `✗ Not yet. ${words}`, counts: true });
  if (question.kind === "choice") {
    if (entered === "") return { kind: "unclear", words: "Please choose one of the answers." };
    return Number(entered) === question.right ? right : wrong(question.hints[entered], "mistake");
  }
  const value = parse(entered);
  if (value === null) {
    return { kind: "unclear", words: "Please enter a number, such as 0.25, −3 or 3/4." };
  }
  const fits = (known) => Math.abs(value - known.value) <= known.tolerance;
  if (fits(question.right)) return right;
  const told = question.told.find((step) => !step.new.length || !step.new.every(fits));
  const step = tries > 0 && told ? ` ${told.words}` : "";
  const mistake = question.mistakes.find(fits);
  if (mistake) return wrong(mistake.hint + step, "mistake");
  if (Math.abs(value - question.right.value) <= question.close) {
    return wrong("But very close: calculate with more digits, and round at the very end.", "close");
  }
  return wrong(`That is none of the usual slips: go through it once more, step by step.${step}`, "other");
}

function add(parent, tag, attributes = {}, text = "") {
  const element = parent.appendChild(document.createElement(tag));
  Object.entries(attributes).forEach(([name, value]) => element.setAttribute(name, value));
  // JupyterLab would take the arrow keys of what has the focus for its own commands.
  if (["input", "button"].includes(tag)) element.setAttribute("data-lm-suppress-shortcuts", "true");
  write(element, text);
  return element;
}

/** Show text as it is, with what stands between backticks as code. */
function write(element, text) {
  element.textContent = "";
  text.split("`").forEach((part, k) => {
    if (k % 2) element.appendChild(document.createElement("code")).textContent = part;
    else element.append(part);
  });
}

function render({ model, el }) {
  const questions = model.get("questions");
  const several = questions.length > 1;
  const id = `question${Math.random().toString(36).slice(2)}`;
  const box = add(el, "div", { class: "chain-question", role: "group", tabindex: -1, "aria-labelledby": id });
  const level = add(box, "p");
  const text = add(box, "p", { id });
  const table = add(box, "table");
  const form = add(box, "form");
  const field = add(form, "span");
  const check = add(form, "button", { type: "submit" }, "Check");
  const show = add(form, "button", { type: "button" }, "Show the answer");
  const next = add(form, "button", { type: "button" }, "Next question");
  const restart = add(form, "button", { type: "button" }, "Start again");
  const feedback = add(box, "p", { class: "feedback", role: "status", "aria-live": "polite" });
  const steps = add(box, "ol");
  const score = add(box, "p");

  const progress = () => ({ ...START, ...model.get("progress") });
  const change = (changes) => model.set("progress", { ...progress(), ...changes });
  const question = () => questions[progress().index];
  const entered = () =>
    question().kind === "number"
      ? field.querySelector("input").value
      : (field.querySelector("input:checked")?.value ?? "");
  let drawn = null;

  function ask() {
    field.textContent = "";
    write(text, question().text);
    level.textContent = question().level ?? "";
    table.textContent = "";
    for (const row of question().table ?? []) {
      const line = add(table, "tr");
      row.forEach((cell) => add(line, table.rows.length > 1 ? "td" : "th", {}, cell));
    }
    table.hidden = !table.rows.length;
    if (question().kind === "number") {
      const label = add(field, "label", {}, "Your answer: ");
      add(label, "input", { type: "text", inputmode: "decimal", autocomplete: "off" });
      field.querySelector("input").value = progress().entered;
    } else {
      const set = add(field, "fieldset", { "aria-labelledby": id });
      question().choices.forEach((choice, k) => {
        const label = add(set, "label");
        add(label, "input", { type: "radio", name: id, value: k });
        add(label, "span", {}, choice);
      });
      const chosen = field.querySelector(`input[value="${progress().entered}"]`);
      if (chosen) chosen.checked = true;
    }
    drawn = progress().index;
  }

  function update() {
    const now = progress();
    const atStart = !Object.keys(model.get("progress")).length;
    if (drawn !== now.index || atStart) ask();
    const right = now.verdict?.kind === "right";
    const done = right || now.revealed;
    const last = now.index === questions.length - 1;
    const again = now.tries > 1 && !right && now.verdict?.counts ? ` (Try ${now.tries}.)` : "";
    let words = now.verdict ? now.verdict.words + again : "";
    if (now.revealed) words = `The answer is ${question().answer}. ${question().why}`;
    feedback.classList.toggle("right", right);
    write(feedback, words);
    steps.textContent = "";
    if (done) question().steps.forEach((step) => add(steps, "li", {}, step));
    steps.hidden = !done || !question().steps.length;
    // With a score an answer is final; without one a reader may go on trying things out.
    const locked = several && done;
    form.querySelectorAll("input").forEach((input) => (input.disabled = locked));
    check.hidden = locked;
    show.hidden = done || now.tries < TRIES;
    next.hidden = !several || !done || last;
    restart.hidden = !now.verdict && !now.index;
    const count = now.index + (done ? 1 : 0);
    const sofar = count ? `${now.solved} of ${count} right, ${now.first} of them at the first try; ` : "";
    const rest = done && last ? "that was the last question." : `${questions.length - count} to go.`;
    score.textContent = several ? sofar + rest : "";
  }

  // What had the focus may be gone now: a reader with a keyboard goes on from the next thing to do.
  function moveFocus(otherwise) {
    const locked = field.querySelector("input").disabled;
    (next.hidden ? (locked ? box : otherwise) : next)?.focus();
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const now = progress();
    const verdict = judge(question(), entered(), now.tries);
    const right = verdict.kind === "right";
    change({
      verdict,
      entered: entered(),
      revealed: false,
      tries: now.tries + (verdict.counts ? 1 : 0),
      solved: now.solved + (right ? 1 : 0),
      first: now.first + (right && now.tries === 0 ? 1 : 0),
    });
    moveFocus();
  });
  // JupyterLab keeps Enter from reaching the form by itself.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.target.tagName !== "INPUT") return;
    event.preventDefault();
    form.requestSubmit();
  });
  show.addEventListener("click", () => {
    change({ revealed: true });
    moveFocus(field.querySelector("input"));
  });
  next.addEventListener("click", () => {
    const { index, solved, first } = progress();
    change({ ...START, index: index + 1, solved, first });
    field.querySelector("input").focus();
  });
  restart.addEventListener("click", () => {
    model.set("progress", {});
    field.querySelector("input").focus();
  });
  model.on("change:progress", update);
  update();
  return () => model.off("change:progress", update);
}

export default { render };
