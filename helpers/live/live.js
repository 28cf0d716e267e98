// Shows a figure that was drawn once, as SVG, and moves its marks by looking up rows of a table.
//
// The model holds:
//   controls   the widgets that stand above the picture
//   progress   {solved, found, shown, seen}: how many quests the reader has left behind, whether the
//              next one is solved, too, whether its answer is shown after a prediction that missed,
//              and which of those left behind were solved only then, by their places in the list
//   table      all else, as JSON that is packed by gzip; another one may have other scenes only:
//   positions  for each: its name, the trait that counts, the trait's value at each position, what
//              it shows there, and which element it is on a page without ipywidgets
//   scenes     [{svg, columns}], one drawing or several; the first control chooses among several
//   quests     [{task, why, hint, predict, solved}], tasks to be solved one after the other
//   note       words in the place of quests
//   play       which controls the button plays, one after the other; none: the longest one
// A column holds what one mark shows at every position:
//   kind "text": its words; "place": where they stand; "points": where its points are; "path": its
//   line; "drawing": all of it; "shown": 1 or nothing; "sentence": the words below the figure
// It is put together from texts and parts; the value of a part stands at the sum of position times
// stride over the controls, or, if there are places, at the place that stands there. `solved` of a
// quest is a column, too.
//
// A point can be dragged along the track that it has in its table, and a button plays controls from
// one end to the other; both only set a control's value, and leave a disabled one alone.

const NEAR = 14; // so near to a point's track, in points, a press takes hold of the point
const FINGER = 12; // or so near in pixels, where the drawing has shrunk
const SWEEP = 6000; // ms from one end of a control to the other
const SHORTEST = 40; // ms that a position is shown at least
const HOLD = 2000; // ms for what one control has led to, before the next one moves
const STEPS = {
  ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 5, PageDown: -5, Home: -Infinity, End: Infinity,
}; // by how many positions a key moves a slider
const DWELL = 400; // ms at a position until it is taken for an answer

const SHOW = {
  text: (mark, words) => (mark.querySelector("text").textContent = words),
  place: (mark, place) => setPlace(mark.querySelector("text"), ...place.split(" ")),
  points: (mark, places) => {
    const points = [...mark.querySelectorAll("use")];
    const numbers = places ? places.split(" ") : [];
    while (points.length < numbers.length / 2) {
      points.push(points[0].parentNode.appendChild(points[0].cloneNode()));
    }
    points.forEach((point, i) => {
      point.style.display = 2 * i < numbers.length ? "" : "none";
      if (2 * i < numbers.length) setPlace(point, numbers[2 * i], numbers[2 * i + 1]);
    });
  },
  path: (mark, line) => mark.querySelector("path").setAttribute("d", line),
  drawing: (mark, svg) => (mark.innerHTML = svg),
  shown: (mark, shown) => (mark.style.display = shown ? "" : "none"),
  sentence: (mark, words) => (mark.textContent = words),
};

function setPlace(element, x, y) {
  element.setAttribute("x", x);
  element.setAttribute("y", y);
}

function element(kind, content = {}, ...children) {
  const made = Object.assign(document.createElement(kind), content);
  made.append(...children);
  return made;
}

function button(words, onclick) {
  const made = element("button", { type: "button", textContent: words, onclick });
  // JupyterLab would take the keys of what has the focus for its own commands.
  made.setAttribute("data-lm-suppress-shortcuts", "true");
  return made;
}

function nearest(values, value) {
  const distances = values.map((other) => Math.abs(other - value));
  return distances.indexOf(Math.min(...distances));
}

async function unpacked(table) {
  const stream = new Blob([table]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(stream).json();
}

// A function that looks up the string of a column at a position, and what moves it.
function reader({ texts, parts }) {
  const cells = parts.map(({ strides, values, places }) => {
    const list = typeof values === "string" ? values.split(" ") : values;
    const rows = places ? places.split(" ").map((place) => list[place]) : list;
    return (position) => rows[strides.reduce((row, stride, i) => row + stride * position[i], 0)];
  });
  const read = (position) =>
    cells.reduce((string, cell, i) => string + cell(position) + texts[i + 1], texts[0]);
  return { read, moves: (control) => parts.some(({ strides }) => strides[control] > 0) };
}

function draw({ svg, columns }, picture, sentence) {
  // Two drawings on one page may use the same ids: give each drawing its own.
  const own = `live${Math.random().toString(36).slice(2)}-`;
  const owned = (svg) => svg.replace(/<(?!a )[^>]+>/g, (tag) => tag.replace(/( id="|href="#|url\(#)/g, `$1${own}`));
  const scene = element("div", { innerHTML: owned(svg) });
  picture.append(scene);
  sentence.id ||= `${own}sentence`;
  scene.querySelector("svg").setAttribute("aria-labelledby", sentence.id);
  const marks = columns.map(({ mark, kind, ...column }) => {
    const { read, moves } = reader(column);
    const shown = kind === "sentence" ? sentence : scene.querySelector(`#${own}${mark}`);
    let last = null;
    const show = (position) => {
      const now = read(position);
      if (now !== last || kind === "sentence") SHOW[kind](shown, kind === "drawing" ? owned(now) : now);
      last = now;
    };
    // How far a point reaches from its middle: half the width and height of its mark.
    const reach = () => {
      const { width, height } = shown.querySelector("use").getBBox();
      return [width / 2, height / 2];
    };
    return { kind, read, moves, show, reach };
  });
  return { scene, marks };
}

// ---- The controls ----

// The widgets above the picture; i is the place of one of them, and `to` that of one of its positions.
class Controls {
  constructor(widgets, known) {
    this.widgets = widgets;
    this.known = known; // the table's positions
  }

  value(i) {
    return this.widgets[i].get(this.known[i].trait);
  }

  position() {
    return this.known.map(({ values }, i) => nearest(values, this.value(i)));
  }

  go(i, to) {
    this.widgets[i].set(this.known[i].trait, this.known[i].values[to]);
    this.widgets[i].save_changes();
  }

  // A value typed between two positions: the control goes to the position that is shown.
  settle(position) {
    this.known.forEach(({ values }, i) => {
      const away = Math.abs(this.value(i) - values[position[i]]);
      if (away > 0.01 * Math.abs(values[1] - values[0])) this.go(i, position[i]);
    });
  }

  movable(i) {
    return !this.widgets[i].get("disabled");
  }

  last(i) {
    return this.known[i].values.length - 1;
  }

  // ipywidgets gives a slider's handle no name that a screen reader could say.
  name() {
    this.known.forEach(({ name, element }, i) => {
      for (const view of element === "range" ? Object.values(this.widgets[i].views ?? {}) : []) {
        view.then(({ el }) => el.querySelector(".noUi-handle").setAttribute("aria-label", name));
      }
    });
  }

  // Calls one function when a control has moved, and one when it can be moved or no longer; returns
  // what ends that.
  listen(moved, changed) {
    const each = (what) =>
      this.known.forEach(({ trait }, i) => {
        this.widgets[i][what](`change:${trait}`, moved);
        this.widgets[i][what]("change:disabled", changed);
      });
    each("on");
    return () => each("off");
  }
}

// ---- The picture ----

class Picture {
  constructor(scenes, sentence) {
    this.place = element("div", { className: "live-picture" });
    this.place.setAttribute("data-lm-suppress-shortcuts", "true");
    this.sentence = sentence;
    this.draw(scenes);
    // What scrolls sideways, in a narrow window, can be reached by keyboard.
    this.narrow = new ResizeObserver(() => {
      if (this.place.scrollWidth > this.place.clientWidth) this.place.tabIndex = 0;
      else this.place.removeAttribute("tabindex");
    });
    this.narrow.observe(this.place);
  }

  draw(scenes) {
    this.place.replaceChildren();
    this.scenes = scenes.map((scene) => draw(scene, this.place, this.sentence));
  }

  sceneAt(position) {
    return this.scenes[this.scenes.length > 1 ? position[0] : 0];
  }

  show(position) {
    const chosen = this.sceneAt(position);
    this.scenes.forEach(({ scene }) => (scene.style.display = scene === chosen.scene ? "" : "none"));
    chosen.marks.forEach(({ show }) => show(position));
  }
}

// ---- Tasks ----

const FIRST = { solved: 0, found: false, shown: false, seen: [] };

// `play` is the button that is always there; `moving` tells whether something moves by itself, or is
// dragged: what is passed on the way is no answer.
class Tasks {
  constructor(model, el, controls, { quests, note }, play, moving) {
    Object.assign(this, { model, el, controls, note, play, moving });
    this.quests = quests.map((quest) => ({ ...quest, solved: reader(quest.solved).read }));
    this.start = controls.position();
    this.misplaced = []; // what a prediction that missed had in the wrong place
    this.waiting = null;
    this.task = element("div", { className: "live-task" });
    this.task.setAttribute("aria-live", "polite"); // a tick is announced, and what was solved before is not
    this.findings = element("ol", { className: "live-findings" });
    this.findings.setAttribute("aria-label", "What you have found or seen");
    this.show = button("Show", () => this.uncover());
    this.hint = button("Hint", () => this.help());
    this.next = button("Next task", () => this.goOn());
    this.next.className = "live-next";
    this.again = button("Start again", () => this.restart());
    this.buttons = this.quests.length ? [this.show, this.hint, this.next, this.again] : [];
  }

  get progress() {
    return { ...FIRST, ...this.model.get("progress") };
  }

  proceed(now) {
    this.model.set("progress", { ...this.progress, ...now });
  }

  solves({ solved }) {
    return solved(this.controls.position()) === "1";
  }

  // The present task is solved where the reader stays for a moment.
  wait() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => {
      const { solved, found, shown } = this.progress;
      const quest = this.quests[solved];
      if (!quest || found || this.moving() || (quest.predict && !shown)) return;
      if (this.solves(quest)) this.proceed({ found: true });
    }, DWELL);
  }

  // What was found is bold for as long as it is what is seen.
  fade() {
    const { solved, found } = this.progress;
    this.task.classList.toggle("elsewhere", found && !this.solves(this.quests[solved]));
  }

  uncover() {
    const quest = this.quests[this.progress.solved];
    this.misplaced = this.misplacedFor(quest);
    this.proceed(this.solves(quest) ? { found: true } : { shown: true });
  }

  // The names of controls that stand where they solve a task with no setting of the others.
  misplacedFor({ solved }) {
    const { known } = this.controls;
    const every = known.reduce((rows, { values }) => rows.flatMap((row) => values.map((_, k) => [...row, k])), [[]]);
    const right = every.filter((row) => solved(row) === "1");
    const here = this.controls.position();
    return known.filter((_, i) => !right.some((row) => row[i] === here[i])).map(({ name }) => name);
  }

  help() {
    this.task.append(element("p", { textContent: this.quests[this.progress.solved].hint }));
    this.hint.hidden = true;
    this.play.focus();
  }

  // The picture of what was found stays until the reader goes on.
  goOn() {
    const { solved, shown, seen } = this.progress;
    this.proceed({ ...FIRST, solved: solved + 1, seen: shown ? [...seen, solved] : seen });
  }

  restart() {
    this.model.set("progress", {});
    this.start.forEach((to, i) => this.controls.go(i, to));
  }

  ask() {
    const { solved, found, shown, seen } = this.progress;
    const quest = this.quests[solved];
    const covered = Boolean(quest?.predict && !found && !shown);
    this.el.classList.toggle("covered", covered);
    const focused = document.activeElement;
    this.show.hidden = !covered;
    this.hint.hidden = !quest?.hint || covered || found;
    this.next.hidden = !found || solved + 1 === this.quests.length;
    this.again.hidden = solved === 0 && !found && !shown;
    // A button that goes must not take the keyboard's place with it.
    if ([this.show, this.next, this.again].includes(focused) && focused.hidden) {
      (this.next.hidden ? this.play : this.next).focus();
    }
    this.findings.replaceChildren(
      ...this.quests.slice(0, solved).map(({ why }, i) => element("li", {}, tick(seen.includes(i)), why)),
    );
    const rows = this.note ? [element("p", { className: "note", textContent: this.note })] : [];
    if (quest) rows.push(this.rowOf(quest, this.progress));
    this.task.replaceChildren(...rows);
    this.fade();
    this.wait();
  }

  rowOf(quest, { solved, found, shown }) {
    if (found && shown) return row(tick(true), "seen", quest.task, `Now it fits. ${quest.why}`);
    if (found) return row(tick(false), "solved", quest.task, quest.why);
    const number = this.quests.length > 1 ? ` (${solved + 1} of ${this.quests.length})` : "";
    const what = this.misplaced.join(" and ") || "it";
    const missed = `Not quite. Now that you can see it, move ${what} to the right place.`;
    return row(sign("○", "open"), "open", quest.task + number, shown ? missed : "");
  }
}

function sign(mark, state) {
  const made = element("span", { className: "live-sign", textContent: mark });
  made.setAttribute("role", "img");
  made.setAttribute("aria-label", state);
  return made;
}

// What was only moved onto the answer, when that was seen, has not been predicted.
function tick(seen) {
  return seen ? sign("●", "seen") : sign("✓", "solved");
}

function row(mark, state, words, more) {
  const after = element("em", { textContent: more && ` ${more}` });
  return element("p", { className: state }, mark, words, after);
}

// ---- Dragging ----

function single(places) {
  const numbers = places.split(" ").map(Number);
  return numbers.length === 2 ? numbers : null;
}

// `began` is called when a point is taken hold of, `ended` when it is let go.
class Dragging {
  constructor(picture, controls, began, ended) {
    Object.assign(this, { picture, controls, began, ended });
    this.held = null; // the track of the point
    const { place } = picture;
    place.addEventListener("pointerdown", (event) => this.press(event));
    place.addEventListener("pointermove", (event) => this.move(event));
    for (const end of ["pointerup", "pointercancel"]) place.addEventListener(end, () => this.release());
    // A finger that is on a curve drags its dot; anywhere else it scrolls.
    place.addEventListener("touchstart", (event) => this.held && event.preventDefault(), { passive: false });
  }

  // Where each single point could go if one control moved: [{control, reach, points}].
  tracks() {
    const { known } = this.controls;
    const here = this.controls.position();
    const marks = this.picture.sceneAt(here).marks;
    const points = marks.filter(({ kind, read }) => kind === "points" && single(read(here)));
    return points.flatMap(({ read, moves, reach }) =>
      known.flatMap(({ values }, control) =>
        moves(control) && this.controls.movable(control)
          ? [{ control, reach: reach(), points: values.map((_, k) => single(read(here.with(control, k)))) }]
          : [],
      ),
    );
  }

  // The track that is nearest to a pointer, and the place on it that is: as far as from the edge of
  // its mark, then from the middle. Where a curve comes back to the same point, the place that is
  // nearer to the present one.
  closest(event, candidates) {
    const here = this.controls.position();
    const onScreen = this.picture.sceneAt(here).scene.querySelector("svg").getScreenCTM();
    const pointer = new DOMPoint(event.clientX, event.clientY).matrixTransform(onScreen.inverse());
    let best = { distance: Infinity, reach: Math.max(NEAR, FINGER / onScreen.a) };
    for (const track of candidates) {
      track.points.forEach((point, k) => {
        if (!point) return;
        const away = Math.abs(k - here[track.control]);
        const [dx, dy] = [Math.abs(point[0] - pointer.x), Math.abs(point[1] - pointer.y)];
        const outside = Math.hypot(Math.max(dx - track.reach[0], 0), Math.max(dy - track.reach[1], 0));
        const distance = outside + Math.hypot(dx, dy) / 1e3 + away / 1e6;
        if (distance < best.distance) best = { ...best, distance, track, k };
      });
    }
    return best;
  }

  press(event) {
    const { distance, reach, track, k } = this.closest(event, this.tracks());
    if (distance > reach || event.button !== 0) return;
    event.preventDefault();
    this.began();
    this.held = track;
    this.picture.place.setPointerCapture(event.pointerId);
    this.controls.go(track.control, k);
  }

  move(event) {
    if (this.held) this.controls.go(this.held.control, this.closest(event, [this.held]).k);
    const { distance, reach } = this.closest(event, this.held ? [] : this.tracks());
    this.picture.place.style.cursor = this.held ? "grabbing" : distance <= reach ? "grab" : "";
  }

  release() {
    this.held = null;
    this.ended();
  }
}

// ---- Playing ----

// One control after the other, of those that a reader can move: the told ones, or the longest.
class Player {
  constructor(controls, told, began, ended) {
    Object.assign(this, { controls, told, began, ended });
    this.timer = null;
    this.stage = 0;
    this.still = window.matchMedia("(prefers-reduced-motion: reduce)");
    this.button = button("", () => (this.timer ? this.stop() : this.goOn()));
    this.stop = this.stop.bind(this); // it is listened with
  }

  stages() {
    const counts = this.controls.known.map(({ values }, i) => (this.controls.movable(i) ? values.length : 0));
    const chosen = this.told.filter((i) => this.controls.movable(i));
    return chosen.length ? chosen : [counts.indexOf(Math.max(...counts))];
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    if (!this.still.matches) this.stage = 0;
    this.button.textContent = this.still.matches ? "▸ Step" : "▶ Play";
    this.button.disabled = !this.controls.known.some((_, i) => this.controls.movable(i));
    this.ended();
  }

  advance(i, by) {
    const to = Math.min(this.controls.position()[i] + by, this.controls.last(i));
    this.controls.go(i, to);
    if (to < this.controls.last(i)) return;
    this.stage += 1;
    if (this.stage >= this.stages().length) this.stage = 0;
    if (!this.timer || !this.stage) return this.stop();
    clearInterval(this.timer);
    this.timer = setTimeout(() => this.goOn(), HOLD);
  }

  goOn() {
    const i = this.stages()[this.stage] ?? this.stages()[(this.stage = 0)];
    const count = this.controls.last(i) + 1;
    if (this.controls.position()[i] === this.controls.last(i)) this.controls.go(i, 0);
    // Readers who do not want motion go on by a tenth with each press.
    if (this.still.matches) return this.advance(i, Math.ceil((count - 1) / 10));
    const pause = Math.max(SWEEP / count, SHORTEST);
    const by = Math.max(1, Math.round((pause * count) / SWEEP));
    clearInterval(this.timer);
    this.timer = setInterval(() => this.advance(i, by), pause);
    this.began();
    this.button.textContent = "❚❚ Pause";
  }
}

// ---- Keys ----

// Jupyter Notebook's shortcuts hear the arrow keys before a slider or a list of choices does, and go
// to another cell (jupyter/notebook#7716). Who listens on the window hears them even before.
function steer(event, el, controls) {
  const { target, key } = event;
  const box = target.closest?.(".jp-Notebook .live-controls");
  if (!box?.contains(el) || !(key in STEPS) || target.isContentEditable) return;
  if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  event.stopImmediatePropagation();
  const handle = [...box.querySelectorAll(".noUi-handle")].indexOf(target);
  if (handle < 0) return; // the browser itself moves all other controls
  event.preventDefault();
  const sliders = controls.known.flatMap(({ element }, i) => (element === "range" ? [i] : []));
  const i = sliders[handle];
  const to = Math.min(Math.max(controls.position()[i] + STEPS[key], 0), controls.last(i));
  if (controls.movable(i)) controls.go(i, to);
}

// ---- All of it ----

async function render({ model, el }) {
  const table = await unpacked(model.get("table"));
  const names = model.get("controls").map((name) => name.replace("IPY_MODEL_", ""));
  const widgets = await Promise.all(names.map((name) => model.widget_manager.get_model(name)));
  const controls = new Controls(widgets, table.positions);
  const sentence = element("p");
  sentence.setAttribute("role", "status");
  const picture = new Picture(table.scenes, sentence);

  // While something moves by itself, or is dragged, a screen reader does not hear every position.
  const listen = (loud) => sentence.setAttribute("aria-live", loud ? "polite" : "off");
  const began = () => listen(false);
  const ended = () => (listen(true), tasks.wait());
  const player = new Player(controls, table.play, began, ended);
  const dragging = new Dragging(picture, controls, () => (player.stop(), began()), ended);
  const moving = () => player.timer || dragging.held;
  const tasks = new Tasks(model, el, controls, table, player.button, moving);
  el.classList.add("live-figure");
  const buttons = element("div", { className: "live-buttons" }, player.button, ...tasks.buttons);
  el.append(tasks.task, buttons, picture.place, sentence, tasks.findings);

  function update() {
    const position = controls.position();
    picture.show(position);
    controls.settle(position);
    tasks.fade();
    tasks.wait();
  }

  // On a page that has become narrow, or wide: other drawings of the same.
  async function redraw() {
    const asked = model.get("table");
    const { scenes } = await unpacked(asked);
    if (asked !== model.get("table")) return;
    dragging.held = null;
    picture.draw(scenes);
    update();
  }

  const keys = (event) => steer(event, el, controls);
  const ask = () => tasks.ask();
  window.addEventListener("keydown", keys, true);
  player.still.addEventListener("change", player.stop);
  const silence = controls.listen(update, player.stop);
  model.on("change:progress", ask);
  model.on("change:table", redraw);
  controls.name();
  player.stop();
  update();
  ask();
  return () => {
    player.stop();
    clearTimeout(tasks.waiting);
    picture.narrow.disconnect();
    window.removeEventListener("keydown", keys, true);
    player.still.removeEventListener("change", player.stop);
    silence();
    model.off("change:progress", ask);
    model.off("change:table", redraw);
  };
}

export { reader, unpacked };
export default { render };
