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

async function showQuestions(place, asked) {
  const el = document.createElement("div");
  questions.render({ model: new Model({ questions: asked }), el });
  enliven(place, el);
}

/** Shows a live figure in a place that has its controls; returns the model. */
async function showLive(place, table) {
  const el = document.createElement("div");
  const { positions } = await unpacked(table);
  const rows = [...place.querySelectorAll(".live-control")];
  const controls = rows.map((row, i) => control(row, positions[i]));
  const model = new Model({ table, controls: Object.keys(controls) });
  model.widget_manager = { get_model: async (i) => controls[i] };
  await live.render({ model, el });
  enliven(place, el);
  return model;
}

async function show(place) {
  if (place.dataset.questions) {
    await showQuestions(place, await (await loaded(place.dataset.questions)).json());
    return;
  }
  const known = {};
  const model = await showLive(place, await fitting(place, known));
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
document.querySelectorAll("[data-live], [data-questions]").forEach((place) => near.observe(place));

// ---- Cells that a reader changes and runs; what that takes is loaded with the first press ----

const cells = [...document.querySelectorAll("div.cell")].filter((cell) => cell.querySelector(".cell_input"));
let loading = null;

function withCells() {
  const shows = { live: showLive, questions: showQuestions, unpacked, narrow: () => NARROW.matches };
  loading ??= import("./cells.js").then(({ cellsOf }) => cellsOf(cells, shows));
  return loading;
}

cells.forEach((cell, i) => {
  const bar = document.createElement("div");
  bar.className = "cell-bar";
  for (const [words, press] of [["▶ Run", "run"], ["Edit", "edit"]]) {
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

/** Whether a reader has had Python here before, or has written into this page. */
function known() {
  try {
    return navigator.serviceWorker?.controller || localStorage.getItem(`cells of ${location.pathname}`);
  } catch {
    return false; // a browser that keeps nothing
  }
}

if (known()) withCells();
