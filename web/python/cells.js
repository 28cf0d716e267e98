// Lets a reader change and run the code cells of a page, as in a notebook: with one state for all of
// them, below each what it shows, and before the first run all cells above, in silence.

import { Python, Stopped, Trouble } from "./python.js";

const LAB = new URL("../index.html#In-JupyterLab", import.meta.url).href;
const MEGA = 1e6;
const ANNOUNCED = 2000; // ms that a screen reader has to notice it

function element(kind, content = {}, ...children) {
  const made = Object.assign(document.createElement(kind), content);
  made.append(...children);
  return made;
}

const button = (words, onclick) => element("button", { type: "button", textContent: words, onclick });

// ---- Without the network ----

let asked = null;

/** Lets the service worker keep this page, and from now on each that is visited. */
function staysOffline() {
  asked ??= (async () => {
    await navigator.serviceWorker.register(new URL("../sw.js", import.meta.url));
    const { active } = await navigator.serviceWorker.ready;
    const loaded = performance.getEntriesByType("resource").map(({ name }) => name);
    const shown = [...document.querySelectorAll("[data-live], [data-questions]")];
    const tables = shown.flatMap(({ dataset: { live, narrow, questions } }) => [live, narrow, questions]).filter(Boolean);
    const files = [...tables, EDITOR, WORKER].map((name) => new URL(name, import.meta.url).href);
    const pictures = [...document.images].map(({ src }) => src);
    active.postMessage([location.href.split("#")[0], ...loaded, ...files, ...pictures]);
  })().catch(() => {}); // then the site needs the network, as ever
}

// ---- All cells of a page ----

export { Python }; // for the benchmark

/** `shows` are web.js's own ways to show a live figure and questions, and `written` is where it keeps
 *  what a reader wrote. */
export async function cellsOf(places, shows, written) {
  await styled();
  if (navigator.serviceWorker?.controller) staysOffline();
  const python = new Python();
  const cells = places.map((place, i) => new Cell(place, i, { run, stop }, written));
  const ran = new Set();
  let last = Promise.resolve();
  let running = null;

  /** Runs a cell after those that were asked for before, and once more if it runs now. */
  function run(cell) {
    if (!cell.waiting) last = last.then(() => cell.waiting && go(cell));
    cell.waiting = true;
    cell.wait();
  }

  function stop(cell) {
    cell.waiting = false;
    if (cell === running?.cell) running.stop();
    else cell.rest();
  }

  async function go(cell) {
    cell.waiting = false;
    const output = new Output(cell, cells, shows);
    cell.show(output.place);
    try {
      const cancel = new AbortController();
      running = { cell, stop: () => cancel.abort() };
      await python.load(cancel.signal, (sum, size) => output.progress(sum, size, running.stop));
      output.loaded(python.kept);
      staysOffline();
      running.stop = () => python.stop();
      output.say("Python starts …");
      await python.start();
      const failed = await above(cell, output);
      output.say("Running …");
      ran.add(cell);
      await python.run(request(cell, false), (message) => output.add(message));
      output.note(failed);
    } catch (error) {
      if (error instanceof Stopped) ran.clear();
      output.fail(error);
    } finally {
      running = null;
      await output.done();
      if (!cell.waiting) cell.rest();
    }
  }

  const request = ({ number, text }, silent) => ({ cell: number, source: text, silent, narrow: shows.narrow() });

  /** Runs each cell above that has not run yet; returns the errors. */
  async function above(cell, output) {
    const failed = [];
    for (const other of cells.slice(0, cells.indexOf(cell))) {
      if (ran.has(other)) continue;
      output.say(`Cell ${other.number} of those above runs first …`);
      await python.run(request(other, true), (m) => m.kind === "error" && failed.push(m));
      ran.add(other);
    }
    return failed;
  }

  return cells;
}

/** Waits for the looks of all this. */
function styled() {
  const href = new URL("./cells.css", import.meta.url).href;
  return new Promise((resolve) => {
    document.head.append(element("link", { rel: "stylesheet", href, onload: resolve, onerror: resolve }));
  });
}

// ---- A cell ----

class Cell {
  constructor(place, i, { run, stop }, written) {
    this.place = place;
    this.written = written;
    this.number = i + 1;
    this.run = () => run(this);
    this.press = () => (this.busy ? stop : run)(this);
    this.code = place.querySelector(".cell_input");
    this.committed = this.code.querySelector("pre").textContent.replace(/\n$/, "");
    // What a reader wrote stays with an exercise, whatever becomes of its words.
    this.name = /^check\((\w+)\)/m.exec(this.committed)?.[1] ?? this.committed;
    this.text = written.all()[this.name] ?? this.committed;
    this.waiting = false; // for its turn
    this.busy = false; // waiting or running
    place.id ||= `cell-${this.number}`;
    this.bar = place.querySelector(".cell-bar");
    [this.runs, this.edits] = this.bar.querySelectorAll("button");
    this.again = button("Start again", () => this.restart());
    this.again.hidden = this.text === this.committed;
    this.bar.append(this.again);
    if (!this.again.hidden) this.edit(null, false);
  }

  /** Opens the editor, with its cursor at a place on the screen if one is given. */
  async edit(at, focus = true) {
    this.edits.hidden = true;
    const { edit } = await editor();
    if (!this.view) this.bar.before(element("div", { className: "cell-editor" })); // Tab goes on to Run
    this.view ??= edit(this.code.querySelector(".cell-editor"), this.text, {
      label: `Code of cell ${this.number}; Escape, then Tab leaves it`,
      changed: (text) => this.change(text),
      run: this.run,
    });
    this.place.classList.add("edited");
    if (focus) this.view.focus();
    if (at) this.view.dispatch({ selection: { anchor: this.view.posAtCoords(at, false) } });
  }

  change(text) {
    this.text = text;
    this.again.hidden = false;
    const works = this.written.keep(this.name, text === this.committed ? null : text);
    this.again.title = works ? "" : "This browser keeps nothing: what you write is gone with the page.";
  }

  /** Puts the cell back to what it was. */
  restart() {
    this.written.keep(this.name, null);
    this.text = this.committed;
    this.view?.destroy();
    this.view = null;
    this.code.querySelector(".cell-editor")?.remove();
    this.output?.remove();
    this.place.classList.remove("edited", "ran");
    this.edits.hidden = false;
    this.again.hidden = true;
    this.runs.focus();
  }

  wait() {
    this.busy = true;
    this.runs.textContent = "■ Stop";
  }

  rest() {
    this.busy = false;
    this.runs.textContent = "▶ Run";
  }

  /** Puts what the cell shows where its output is. */
  show(output) {
    this.output?.remove();
    this.output = output;
    this.place.append(output);
    this.place.classList.add("ran");
  }
}

const editor = () => import(new URL(EDITOR, import.meta.url).href);

// ---- What a cell shows ----

class Output {
  constructor(cell, cells, shows) {
    this.cell = cell;
    this.cells = cells;
    this.shows = shows;
    this.status = element("p", { className: "python-status" });
    this.list = element("div");
    this.place = element("div", { className: "cell_output python-output" }, this.status, this.list);
    this.place.setAttribute("aria-live", "polite");
    this.place.setAttribute("aria-busy", "true"); // announced once, when all is there
    this.last = Promise.resolve();
  }

  say(words, ...others) {
    this.status.replaceChildren(words, ...others);
    this.status.hidden = !words;
  }

  progress(sum, size, cancel) {
    if (!this.bar) {
      this.bar = element("progress", { max: size });
      this.bar.setAttribute("aria-label", "Python, on its way");
      this.megabytes = element("span");
      const words = `Python comes into this page, ${mega(size)} MB, once: `;
      this.say(words, this.bar, " ", this.megabytes, " ", button("Cancel", cancel));
    }
    this.bar.value = sum;
    this.megabytes.textContent = `${mega(sum)} of ${mega(size)} MB`;
  }

  loaded(stays) {
    if (this.bar && !stays) this.put(words("This browser keeps nothing, so the next page fetches Python again."));
  }

  put(...children) {
    this.list.append(...children);
  }

  /** Adds a message of the kernel. */
  add(message) {
    this.last = this.last.then(() => this.#add(message)).catch((error) => this.fail(error));
  }

  async #add({ kind, name, text, data, ...more }) {
    if (kind === "clear") return this.list.replaceChildren();
    if (kind === "error") return this.put(this.#error({ name, ...more }));
    if (kind !== "stream") return this.put(await this.#shown(data, more));
    const open = this.list.lastChild;
    if (open?.dataset?.stream === name) return open.append(text);
    const pre = element("pre", { textContent: text });
    pre.dataset.stream = name;
    this.put(pre);
  }

  async #shown(data, { table, starts, disabled, questions }) {
    if (questions) {
      const place = element("div", { className: "chain-questions" });
      await this.shows.questions(place, questions);
      return place;
    }
    if (table) {
      const content = Uint8Array.from(atob(table), (letter) => letter.charCodeAt(0)).buffer;
      const place = element("div", { className: "live-controls" });
      const { positions } = await this.shows.unpacked(content);
      place.append(...controls(positions, starts, disabled));
      await this.shows.live(place, content);
      return place;
    }
    if (data["text/html"]) return element("div", { innerHTML: data["text/html"] });
    if (data["image/svg+xml"]) return element("div", { innerHTML: data["image/svg+xml"] });
    if (data["image/png"]) {
      return element("img", { src: `data:image/png;base64,${data["image/png"]}`, alt: data["text/plain"] });
    }
    const fenced = /^```python\n(.*)\n```$/s.exec(data["text/markdown"]);
    if (fenced) return (await editor()).colored(fenced[1]);
    return element("pre", { textContent: data["text/markdown"] ?? data["text/latex"] ?? data["text/plain"] });
  }

  /** Says that cells above have failed. */
  note(failed) {
    for (const { name, words: said, frames } of failed) {
      const where = frames.length ? this.#place(frames.at(-1)) : [];
      this.put(words("A cell above has failed: ", ...where, `: ${name}: ${said}`));
    }
  }

  /** Where something went wrong: a line of this cell, or of another one with a link to it. */
  #place({ cell, line, within }) {
    const where = within && within !== "<lambda>" ? `line ${line} in ${within}` : `line ${line}`;
    if (cell === this.cell.number) return [where];
    const { id } = this.cells[cell - 1].place;
    return [element("a", { href: `#${id}`, textContent: `cell ${cell}` }), `, ${where}`];
  }

  /** An error as a reader needs it: their own lines, and what it says. */
  #error({ name, words: said, frames, left_out: leftOut }) {
    const rows = frames.map((frame) => {
      const code = element("code", { textContent: frame.source.trim() });
      return element("p", {}, ...this.#place(frame), ": ", code);
    });
    if (leftOut) rows.splice(rows.length / 2, 0, element("p", { textContent: `… ${leftOut} more …` }));
    const last = element("p", {}, element("strong", { textContent: name }), said ? `: ${said}` : "");
    return element("div", { className: "python-error" }, ...rows, last);
  }

  fail(error) {
    if (error instanceof Stopped) {
      const why = error.message ? `Python came to its end (${error.message}), and` : "Stopped. Python";
      this.put(words(`${why} starts anew: what was defined is gone, what you wrote is not.`));
    } else if (error.name === "AbortError") {
      this.put(words("Cancelled. Run begins anew."));
    } else {
      const jupyter = element("a", { href: LAB, textContent: "In JupyterLab" });
      const said = error instanceof Trouble ? error.message : String(error);
      this.put(words(`Python does not run here. ${said} Run tries again. `, jupyter, " it runs, too."));
    }
  }

  async done() {
    await this.last;
    this.say("");
    this.place.setAttribute("aria-busy", "false");
    // What moves in it later speaks for itself.
    setTimeout(() => this.place.removeAttribute("aria-live"), ANNOUNCED);
  }
}

const mega = (size) => (size / MEGA).toFixed(1);
const words = (...parts) => element("p", { className: "python-words" }, ...parts);

// ---- The controls of a live figure, as in live_figure.html ----

let made = 0;

function controls(positions, starts, disabled) {
  const key = `own${(made += 1)}`;
  const widest = Math.max(...positions.flatMap(({ labels }) => labels.map((label) => label.length)));
  return positions.map(({ name, element: kind, labels, readout }, i) => {
    const settings = { at: starts[i], off: disabled[i], id: `${key}-${i}`, labels, readout, widest };
    const grouped = kind === "radio" || kind === "buttons";
    const label = element(grouped ? "span" : "label", { textContent: name });
    if (grouped) label.id = settings.id;
    else label.htmlFor = settings.id;
    return element("div", { className: "live-control" }, label, ...CONTROLS[kind](settings));
  });
}

function group(role, id, ...children) {
  const place = element("div", {}, ...children);
  place.setAttribute("role", role);
  place.setAttribute("aria-labelledby", id);
  return place;
}

const CONTROLS = {
  range({ at, off, id, labels, readout, widest }) {
    const output = element("output", { hidden: !readout, textContent: labels[at] });
    output.style.setProperty("--widest", `${widest}ch`);
    output.style.setProperty("--own", `${1 + Math.max(...labels.map(({ length }) => length))}ch`);
    const max = labels.length - 1;
    return [element("input", { type: "range", id, max, value: at, disabled: off, autocomplete: "off" }), output];
  },
  checkbox: ({ at, off, id }) => [element("input", { type: "checkbox", id, checked: at === 1, disabled: off })],
  select: ({ at, off, id, labels }) => {
    const options = labels.map((label, k) => element("option", { textContent: label, selected: k === at }));
    return [element("select", { id, disabled: off }, ...options)];
  },
  radio: ({ at, off, id, labels }) => {
    const choice = (k) => element("input", { type: "radio", name: id, checked: k === at, disabled: off });
    return [group("radiogroup", id, ...labels.map((label, k) => element("label", {}, choice(k), ` ${label}`)))];
  },
  buttons: ({ at, off, id, labels }) => {
    const choices = labels.map((label, k) => {
      const choice = element("button", { type: "button", textContent: label, disabled: off });
      choice.setAttribute("aria-pressed", k === at);
      return choice;
    });
    return [group("group", id, ...choices)];
  },
};
