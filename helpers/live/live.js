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

async function render({ model, el }) {
  const { positions, scenes: recorded, quests: asked, note, play: told } = await unpacked(model.get("table"));
  const controls = await Promise.all(
    model.get("controls").map((name) => model.widget_manager.get_model(name.replace("IPY_MODEL_", ""))),
  );
  const quests = asked.map((quest) => ({ ...quest, solved: reader(quest.solved).read }));
  el.classList.add("live-figure");
  const task = element("div", { className: "live-task" });
  task.setAttribute("aria-live", "polite"); // a tick is announced, and what was solved before is not
  const findings = element("ol", { className: "live-findings" });
  findings.setAttribute("aria-label", "What you have found or seen");
  const buttons = element("div", { className: "live-buttons" });
  const play = button("", () => (timer ? stop() : playOn()));
  const picture = element("div", { className: "live-picture" });
  picture.setAttribute("data-lm-suppress-shortcuts", "true");
  const sentence = element("p");
  sentence.setAttribute("role", "status");
  buttons.append(play);
  el.append(task, buttons, picture, sentence, findings);
  let scenes = recorded.map((scene) => draw(scene, picture, sentence));

  const value = (i) => controls[i].get(positions[i].trait);
  const position = () => positions.map(({ values }, i) => nearest(values, value(i)));
  const sceneAt = (at) => scenes[scenes.length > 1 ? at[0] : 0];
  const listen = (loud) => sentence.setAttribute("aria-live", loud ? "polite" : "off");

  function go(i, to) {
    controls[i].set(positions[i].trait, positions[i].values[to]);
    controls[i].save_changes();
  }

  function update() {
    const at = position();
    const chosen = sceneAt(at);
    scenes.forEach(({ scene }) => (scene.style.display = scene === chosen.scene ? "" : "none"));
    chosen.marks.forEach(({ show }) => show(at));
    // A value typed between two positions: the control goes to the position that is shown.
    positions.forEach(({ values }, i) => {
      if (Math.abs(value(i) - values[at[i]]) > 0.01 * Math.abs(values[1] - values[0])) go(i, at[i]);
    });
    fade();
    wait();
  }

  // On a page that has become narrow, or wide: other drawings of the same.
  async function redraw() {
    const table = model.get("table");
    const { scenes: others } = await unpacked(table);
    if (table !== model.get("table")) return;
    held = null;
    picture.replaceChildren();
    scenes = others.map((scene) => draw(scene, picture, sentence));
    update();
  }

  // ---- quests ----

  const start = position();
  const first = { solved: 0, found: false, shown: false, seen: [] };
  let off = []; // what a prediction that missed had in the wrong place
  let waiting = null;
  const progress = () => ({ ...first, ...model.get("progress") });

  function proceed(now) {
    model.set("progress", { ...progress(), ...now });
  }

  function wait() {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const { solved, found, shown } = progress();
      const quest = quests[solved];
      if (!quest || found || timer || held || (quest.predict && !shown)) return;
      if (quest.solved(position()) === "1") proceed({ found: true });
    }, DWELL);
  }

  // What was found is bold for as long as it is what is seen.
  function fade() {
    const { solved, found } = progress();
    task.classList.toggle("elsewhere", found && quests[solved].solved(position()) !== "1");
  }

  // The controls that stand where they solve the quest with no setting of the others.
  function misplaced({ solved }) {
    const every = positions.reduce((rows, { values }) => rows.flatMap((row) => values.map((_, k) => [...row, k])), [[]]);
    const right = every.filter((row) => solved(row) === "1");
    const at = position();
    return positions.filter((_, i) => !right.some((row) => row[i] === at[i])).map(({ name }) => name);
  }

  const show = button("Show", () => {
    const quest = quests[progress().solved];
    off = misplaced(quest);
    proceed(quest.solved(position()) === "1" ? { found: true } : { shown: true });
  });
  const hint = button("Hint", () => {
    task.append(element("p", { textContent: quests[progress().solved].hint }));
    hint.hidden = true;
    play.focus();
  });
  // The picture of what was found stays until the reader goes on.
  const next = button("Next task", () => {
    const { solved, shown, seen } = progress();
    proceed({ ...first, solved: solved + 1, seen: shown ? [...seen, solved] : seen });
  });
  next.className = "live-next";
  const again = button("Start again", () => {
    model.set("progress", {});
    start.forEach((to, i) => go(i, to));
  });
  if (quests.length) buttons.append(show, hint, next, again);

  function ask() {
    const { solved, found, shown, seen } = progress();
    const quest = quests[solved];
    const covered = Boolean(quest?.predict && !found && !shown);
    el.classList.toggle("covered", covered);
    const focused = document.activeElement;
    show.hidden = !covered;
    hint.hidden = !quest?.hint || covered || found;
    next.hidden = !found || solved + 1 === quests.length;
    again.hidden = solved === 0 && !found && !shown;
    // A button that goes must not take the keyboard's place with it.
    if ([show, next, again].includes(focused) && focused.hidden) (next.hidden ? play : next).focus();
    findings.replaceChildren(
      ...quests.slice(0, solved).map(({ why }, i) => element("li", {}, tick(seen.includes(i)), why)),
    );
    const rows = note ? [element("p", { className: "note", textContent: note })] : [];
    if (found && shown) rows.push(row(tick(true), "seen", quest.task, `Now it fits. ${quest.why}`));
    else if (found) rows.push(row(tick(false), "solved", quest.task, quest.why));
    else if (quest) {
      const number = quests.length > 1 ? ` (${solved + 1} of ${quests.length})` : "";
      const missed = `Not quite. Now that you can see it, move ${off.join(" and ") || "it"} to the right place.`;
      rows.push(row(sign("○", "open"), "open", quest.task + number, shown ? missed : ""));
    }
    task.replaceChildren(...rows);
    fade();
    wait();
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

  // ---- dragging ----

  // Where each single point could go if one control moved: [{control, points}].
  function tracks() {
    const at = position();
    const points = sceneAt(at).marks.filter(({ kind, read }) => kind === "points" && single(read(at)));
    return points.flatMap(({ read, moves, reach }) =>
      positions.flatMap(({ values }, control) =>
        moves(control) && movable(control)
          ? [{ control, reach: reach(), points: values.map((_, k) => single(read(at.with(control, k)))) }]
          : [],
      ),
    );
  }

  function single(places) {
    const numbers = places.split(" ").map(Number);
    return numbers.length === 2 ? numbers : null;
  }

  // The track that is nearest to a pointer, and the place on it that is: as far as from the edge of
  // its mark, then from the middle. Where a curve comes back to the same point, the place that is
  // nearer to the present one.
  function closest(event, candidates) {
    const at = position();
    const onScreen = sceneAt(at).scene.querySelector("svg").getScreenCTM();
    const pointer = new DOMPoint(event.clientX, event.clientY).matrixTransform(onScreen.inverse());
    let best = { distance: Infinity, reach: Math.max(NEAR, FINGER / onScreen.a) };
    for (const track of candidates) {
      track.points.forEach((point, k) => {
        if (!point) return;
        const away = Math.abs(k - at[track.control]);
        const [dx, dy] = [Math.abs(point[0] - pointer.x), Math.abs(point[1] - pointer.y)];
        const outside = Math.hypot(Math.max(dx - track.reach[0], 0), Math.max(dy - track.reach[1], 0));
        const distance = outside + Math.hypot(dx, dy) / 1e3 + away / 1e6;
        if (distance < best.distance) best = { ...best, distance, track, k };
      });
    }
    return best;
  }

  let held = null;
  picture.addEventListener("pointerdown", (event) => {
    const { distance, reach, track, k } = closest(event, tracks());
    if (distance > reach || event.button !== 0) return;
    event.preventDefault();
    stop();
    held = track;
    listen(false); // or a screen reader would hear every position
    picture.setPointerCapture(event.pointerId);
    go(track.control, k);
  });
  picture.addEventListener("pointermove", (event) => {
    if (held) go(held.control, closest(event, [held]).k);
    const { distance, reach } = closest(event, held ? [] : tracks());
    picture.style.cursor = held ? "grabbing" : distance <= reach ? "grab" : "";
  });
  for (const end of ["pointerup", "pointercancel"]) {
    picture.addEventListener(end, () => {
      held = null;
      listen(true);
      wait();
    });
  }
  // A finger that is on a curve drags its dot; anywhere else it scrolls.
  picture.addEventListener("touchstart", (event) => held && event.preventDefault(), { passive: false });

  // What scrolls sideways, in a narrow window, can be reached by keyboard.
  const narrow = new ResizeObserver(() => {
    if (picture.scrollWidth > picture.clientWidth) picture.tabIndex = 0;
    else picture.removeAttribute("tabindex");
  });
  narrow.observe(picture);

  // ---- playing: one control after the other, of those that a reader can move ----

  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  const movable = (i) => !controls[i].get("disabled");
  let timer = null;
  let stage = 0;

  // The controls to be played: those of the view, or the one with the most positions.
  function stages() {
    const counts = positions.map(({ values }, i) => (movable(i) ? values.length : 0));
    const chosen = told.filter(movable);
    return chosen.length ? chosen : [counts.indexOf(Math.max(...counts))];
  }

  const last = (i) => positions[i].values.length - 1;

  function stop() {
    clearInterval(timer);
    timer = null;
    if (!still.matches) stage = 0;
    listen(true);
    play.textContent = still.matches ? "▸ Step" : "▶ Play";
    play.disabled = !positions.some((_, i) => movable(i));
    wait();
  }

  function advance(i, by) {
    const to = Math.min(position()[i] + by, last(i));
    go(i, to);
    if (to < last(i)) return;
    stage += 1;
    if (stage >= stages().length) stage = 0;
    if (timer && stage) playOn();
    else stop();
  }

  function playOn() {
    const i = stages()[stage] ?? stages()[(stage = 0)];
    const count = last(i) + 1;
    if (position()[i] === last(i)) go(i, 0);
    // Readers who do not want motion go on by a tenth with each press.
    if (still.matches) return advance(i, Math.ceil((count - 1) / 10));
    const pause = Math.max(SWEEP / count, SHORTEST);
    clearInterval(timer);
    timer = setInterval(advance, pause, i, Math.max(1, Math.round((pause * count) / SWEEP)));
    listen(false);
    play.textContent = "❚❚ Pause";
  }

  // ---- keys ----

  // Jupyter Notebook's shortcuts hear the arrow keys before a slider or a list of choices does, and go
  // to another cell (jupyter/notebook#7716). Who listens on the window hears them even before.
  function steer(event) {
    const { target, key } = event;
    const box = target.closest?.(".jp-Notebook .live-controls");
    if (!box?.contains(el) || !(key in STEPS) || target.isContentEditable) return;
    if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
    event.stopImmediatePropagation();
    const handle = [...box.querySelectorAll(".noUi-handle")].indexOf(target);
    if (handle < 0) return; // the browser itself moves all other controls
    event.preventDefault();
    const sliders = positions.flatMap(({ element }, i) => (element === "range" ? [i] : []));
    const i = sliders[handle];
    if (movable(i)) go(i, Math.min(Math.max(position()[i] + STEPS[key], 0), positions[i].values.length - 1));
  }
  window.addEventListener("keydown", steer, true);

  // ipywidgets gives a slider's handle no name that a screen reader could say.
  positions.forEach(({ name, element }, i) => {
    for (const view of element === "range" ? Object.values(controls[i].views ?? {}) : []) {
      view.then(({ el }) => el.querySelector(".noUi-handle").setAttribute("aria-label", name));
    }
  });

  still.addEventListener("change", stop);
  positions.forEach(({ trait }, i) => {
    controls[i].on(`change:${trait}`, update);
    controls[i].on("change:disabled", stop);
  });
  model.on("change:progress", ask);
  model.on("change:table", redraw);
  stop();
  update();
  ask();
  return () => {
    stop();
    clearTimeout(waiting);
    narrow.disconnect();
    still.removeEventListener("change", stop);
    window.removeEventListener("keydown", steer, true);
    positions.forEach(({ trait }, i) => {
      controls[i].off(`change:${trait}`, update);
      controls[i].off("change:disabled", stop);
    });
    model.off("change:progress", ask);
    model.off("change:table", redraw);
  };
}

export { reader, unpacked };
export default { render };
