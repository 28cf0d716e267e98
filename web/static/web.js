// Brings the widgets of a page to life: the scripts that show them in JupyterLab, with native
// controls and a model of a few lines. A widget is loaded before a reader gets to it.

import live, { unpacked } from "./live.js";
import questions from "./questions.js";

const NEAR = "1500px";
const NARROW = matchMedia("(max-width: 40em)"); // as in web.css

/** What the scripts expect of a widget's model. */
class Model {
  constructor(values) {
    this.values = values;
    this.listeners = {};
  }
  get(name) {
    return this.values[name];
  }
  set(name, value) {
    if (this.values[name] === value) return;
    this.values[name] = value;
    this.listeners[`change:${name}`]?.forEach((listener) => listener());
  }
  on(event, listener) {
    (this.listeners[event] ??= new Set()).add(listener);
  }
  off(event, listener) {
    this.listeners[event]?.delete(listener);
  }
  save_changes() {}
}

/** What a control can be on a page: at which position it is, and how it shows another. */
const ELEMENTS = {
  range: {
    at: ([input]) => Number(input.value),
    show: ([input, output], position, label) => {
      input.value = position;
      output.textContent = label;
      input.setAttribute("aria-valuetext", label);
    },
  },
  checkbox: {
    at: ([box]) => Number(box.checked),
    show: ([box], position) => (box.checked = position === 1),
  },
  select: {
    at: ([select]) => select.selectedIndex,
    show: ([select], position) => (select.selectedIndex = position),
  },
  radio: {
    at: (choices) => choices.findIndex(({ checked }) => checked),
    show: (choices, position) => (choices[position].checked = true),
  },
  buttons: {
    at: (choices) => choices.findIndex((choice) => choice.getAttribute("aria-pressed") === "true"),
    show: (choices, position) =>
      choices.forEach((choice, i) => choice.setAttribute("aria-pressed", i === position)),
  },
};

/** The model of a control that stands on the page. */
function control(row, { element, trait, values, labels }) {
  const parts = [...row.querySelectorAll("input, output, select, button")];
  const { at, show } = ELEMENTS[element];
  const model = new Model({ [trait]: values[at(parts)], disabled: parts[0].disabled });
  const update = () => {
    const position = values.indexOf(model.get(trait));
    show(parts, position, labels[position]);
  };
  row.addEventListener("input", () => model.set(trait, values[at(parts)]));
  row.addEventListener("click", ({ target }) => {
    if (target.matches("button")) model.set(trait, values[parts.indexOf(target)]);
  });
  model.on(`change:${trait}`, update);
  update();
  return model;
}

/** What is kept of this page in the browser, of its cells or of its tasks. */
function shelf(kind) {
  const key = `${kind} of ${location.pathname}`;
  function all() {
    try {
      return JSON.parse(localStorage.getItem(key)) ?? {};
    } catch {
      return {};
    }
  }
  /** Keeps something, or with null forgets it; tells whether that worked. */
  function keep(name, thing) {
    const { [name]: _, ...others } = all(); // read anew: the page may be open twice
    if (thing !== null) others[name] = thing;
    try {
      if (Object.keys(others).length) localStorage.setItem(key, JSON.stringify(others));
      else localStorage.removeItem(key);
      return true;
    } catch {
      return false;
    }
  }
  return { all, keep };
}

async function loaded(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response;
}

/** The table with the drawings that fit the page as it is; no other one is loaded. */
async function fitting({ dataset: { live, narrow } }, known) {
  const name = () => (NARROW.matches && narrow) || live;
  for (let now; !known[(now = name())]; ) known[now] = await (await loaded(now)).arrayBuffer();
  return known[name()];
}

function enliven(place, el) {
  place.append(el);
  place.classList.add("alive");
}

async function showQuestions(place, asked, progress = {}) {
  const el = document.createElement("div");
  const model = new Model({ questions: asked, progress });
  questions.render({ model, el });
  enliven(place, el);
  return model;
}

/** Shows a live figure in a place that has its controls; returns the model. */
async function showLive(place, table, progress = {}) {
  const el = document.createElement("div");
  const { positions } = await unpacked(table);
  const rows = [...place.querySelectorAll(".live-control")];
  const controls = rows.map((row, i) => control(row, positions[i]));
  const model = new Model({ table, controls: Object.keys(controls), progress });
  model.widget_manager = { get_model: async (i) => controls[i] };
  await live.render({ model, el });
  enliven(place, el);
  return model;
}

// How far a reader is with the tasks of a view, or what they answered. Its name is that of its file,
// and so of all that is in it: one that has changed begins anew.
const tasks = shelf("tasks");
const places = [...document.querySelectorAll("[data-live], [data-questions]")];
const nameOf = ({ dataset: { live, questions } }) => live ?? questions;
const gone = Object.keys(tasks.all()).filter((name) => !places.some((place) => nameOf(place) === name));
gone.forEach((name) => tasks.keep(name, null));

function keepUp(place, model) {
  model.on("change:progress", () => {
    const progress = model.get("progress");
    const works = tasks.keep(nameOf(place), Object.keys(progress).length ? progress : null);
    const said = place.querySelector(":scope > :not(.still) :is(.live-task, .feedback)");
    said.title = works ? "" : "This browser keeps nothing: what you do is gone with the page.";
  });
}

async function show(place) {
  const progress = tasks.all()[nameOf(place)];
  if (place.dataset.questions) {
    const asked = await (await loaded(place.dataset.questions)).json();
    return keepUp(place, await showQuestions(place, asked, progress));
  }
  const known = {};
  const model = await showLive(place, await fitting(place, known), progress);
  keepUp(place, model);
  const turn = async () => model.set("table", await fitting(place, known));
  NARROW.addEventListener("change", turn);
  turn(); // the page may have turned meanwhile
}

const near = new IntersectionObserver(
  (entries) => {
    for (const { target } of entries.filter(({ isIntersecting }) => isIntersecting)) {
      near.unobserve(target);
      show(target);
    }
  },
  { rootMargin: NEAR },
);
// The first one is what a page opens with: it need not wait until it is known where it stands.
const [opener, ...others] = places;
if (opener) show(opener);
others.forEach((place) => near.observe(place));

// ---- Cells that a reader changes and runs; what that takes is loaded with the first press ----

const written = shelf("cells");
const cells = [...document.querySelectorAll("div.cell")].filter((cell) => cell.querySelector(".cell_input"));
let loading = null;

function withCells() {
  const shows = { live: showLive, questions: showQuestions, unpacked, narrow: () => NARROW.matches };
  loading ??= import("./cells.js").then(({ cellsOf }) => cellsOf(cells, shows, written));
  return loading;
}

cells.forEach((cell, i) => {
  const bar = document.createElement("div");
  bar.className = "cell-bar";
  for (const [words, press] of [["▶ Run", "press"], ["Edit", "edit"]]) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words;
    button.addEventListener("click", async () => (await withCells())[i][press](null));
    bar.append(button);
  }
  const code = cell.querySelector(".cell_input");
  code.append(bar);
  // An exercise is there to be changed: a press on its code will do.
  if (!/^check\(/m.test(code.textContent)) return;
  code.classList.add("exercise");
  code.firstElementChild.addEventListener("click", async (at) => (await withCells())[i].edit(at));
});

/** Whether a reader has had Python here before; a page in a sandbox must not ask. */
function hadPython() {
  try {
    return Boolean(navigator.serviceWorker?.controller);
  } catch {
    return false;
  }
}

if (hadPython() || Object.keys(written.all()).length) withCells();

// The list of headings covers the text on small windows: whoever has chosen one wants to see it.
document.querySelector(".toc-drawer")?.addEventListener("click", ({ target }) => {
  if (target.closest("a")) document.getElementById("__toc").checked = false;
});
