// Brings the widgets of a page to life: the scripts that show them in JupyterLab, with native
// sliders and a model of a few lines. A widget is loaded before a reader gets to it.

import live from "./live.js";
import questions from "./questions.js";

const NEAR = "1500px";

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

/** The model of a slider that stands on the page. */
function slider(row, { trait, values }, labels) {
  const [input, output] = [row.querySelector("input"), row.querySelector("output")];
  const model = new Model({ [trait]: values[input.value] });
  const show = () => {
    input.value = values.indexOf(model.get(trait));
    output.textContent = labels[input.value];
    input.setAttribute("aria-valuetext", labels[input.value]);
  };
  input.addEventListener("input", () => model.set(trait, values[input.value]));
  model.on(`change:${trait}`, show);
  show();
  return model;
}

async function loaded(name) {
  const response = await fetch(new URL(name, import.meta.url));
  if (!response.ok) throw new Error(`${name}: ${response.status}`);
  return response.json();
}

async function show(place) {
  const el = document.createElement("div");
  if (place.dataset.questions) {
    questions.render({ model: new Model({ questions: await loaded(place.dataset.questions) }), el });
  } else {
    const { labels, ...values } = await loaded(place.dataset.live);
    const rows = [...place.querySelectorAll(".live-slider")];
    const controls = rows.map((row, i) => slider(row, values.positions[i], labels[i]));
    const model = new Model({ ...values, controls: Object.keys(controls) });
    model.widget_manager = { get_model: async (i) => controls[i] };
    await live.render({ model, el });
  }
  place.append(el);
  place.classList.add("alive");
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
