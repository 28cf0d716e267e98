// Shows a figure that was drawn once, as SVG, and moves its marks by looking up rows of a table.
//
// The model holds:
//   controls  one list of values per control; a control's position is the index of its value
//   scenes    [{svg, columns}], one drawing or several; the first control chooses among several
//   control0, control1, …  the controls' values, linked to the widgets in the browser
//   sliders   the names of those controls that are sliders
// A column holds what one mark shows at every position:
//   kind "text": its words; "place": how far it moved; "marker": its point; "path": its line;
//   "sentence": the line of words below the figure; null where there is nothing to show
// and its row is the sum of position × stride over the controls.
//
// A marker can be dragged along the points that it has in its table, and a button plays the longest
// control; both only set a control's value, and the sliders follow.

const NEAR = 14; // so near to a marker's track, in points, a press takes hold of the marker
const SWEEP = 6000; // ms from one end of a control to the other
const SHORTEST = 40; // ms that a position is shown at least

const SHOW = {
  text: (mark, words) => (mark.querySelector("text").textContent = words),
  place: (mark, move) => {
    mark.style.display = move ? "" : "none";
    if (move) mark.setAttribute("transform", `translate(${move[0]} ${move[1]})`);
  },
  marker: (mark, point) => {
    const use = mark.querySelector("use");
    use.style.display = point ? "" : "none";
    if (point) [["x", point[0]], ["y", point[1]]].forEach(([name, at]) => use.setAttribute(name, at));
  },
  path: (mark, line) => mark.querySelector("path:not(defs *)").setAttribute("d", line),
  sentence: (mark, words) => (mark.textContent = words),
};

function nearest(values, value) {
  const distances = values.map((other) => Math.abs(other - value));
  return distances.indexOf(Math.min(...distances));
}

// Two drawings on one page may use the same ids: give each drawing its own.
function withOwnIds(svg) {
  const own = `live${Math.random().toString(36).slice(2)}-`;
  const drawing = svg.replace(/ id="/g, ` id="${own}`).replace(/(href="#|url\(#)/g, `$1${own}`);
  return [drawing, own];
}

function draw({ svg, columns }, picture, sentence) {
  const [drawing, own] = withOwnIds(svg);
  const scene = document.createElement("div");
  scene.innerHTML = drawing;
  picture.append(scene);
  sentence.id ||= `${own}sentence`;
  scene.querySelector("svg").setAttribute("aria-labelledby", sentence.id);
  const marks = columns.map(({ mark, kind, values, strides }) => ({
    kind,
    element: kind === "sentence" ? sentence : scene.querySelector(`#${own}${mark}`),
    show: SHOW[kind],
    values,
    strides,
  }));
  return { scene, marks };
}

function render({ model, el }) {
  const controls = model.get("controls");
  el.classList.add("live-figure");
  const play = document.createElement("button");
  play.type = "button";
  // JupyterLab would take the keys of what has the focus for its own commands.
  play.setAttribute("data-lm-suppress-shortcuts", "true");
  const picture = document.createElement("div");
  picture.setAttribute("data-lm-suppress-shortcuts", "true");
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "status");
  sentence.setAttribute("aria-live", "polite");
  el.append(play, picture, sentence);
  const scenes = model.get("scenes").map((scene) => draw(scene, picture, sentence));

  const positions = () => controls.map((values, i) => nearest(values, model.get(`control${i}`)));
  const sceneAt = (position) => scenes[scenes.length > 1 ? position[0] : 0];
  const rowOf = (strides, position) =>
    strides.reduce((row, stride, i) => row + stride * position[i], 0);
  const go = (control, to) => model.set(`control${control}`, controls[control][to]);

  function update() {
    const position = positions();
    const chosen = sceneAt(position);
    scenes.forEach(({ scene }) => (scene.style.display = scene === chosen.scene ? "" : "none"));
    for (const { element, show, values, strides } of chosen.marks) {
      show(element, values[rowOf(strides, position)]);
    }
    // A value typed between two positions: the control goes to the position that is shown.
    controls.forEach((values, i) => {
      const step = Math.abs(values[1] - values[0]);
      const shown = values[position[i]];
      if (Math.abs(model.get(`control${i}`) - shown) > 0.01 * step) model.set(`control${i}`, shown);
    });
  }

  // Where each marker could go if one control moved: [{control, points}].
  function tracks() {
    const position = positions();
    const markers = sceneAt(position).marks.filter(({ kind }) => kind === "marker");
    return markers.flatMap(({ values, strides }) =>
      controls.flatMap((steps, control) =>
        strides[control] === 0
          ? []
          : [{ control, points: steps.map((_, k) => values[rowOf(strides, position.with(control, k))]) }],
      ),
    );
  }

  // The track that is nearest to a pointer, and the place on it that is. Where a curve comes back to
  // the same point, the place that is nearer to the present one.
  function closest(event, candidates) {
    const position = positions();
    const svg = sceneAt(position).scene.querySelector("svg");
    const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
    let best = { distance: Infinity };
    for (const track of candidates) {
      track.points.forEach((point, k) => {
        if (!point) return;
        const away = Math.abs(k - position[track.control]);
        const distance = Math.hypot(point[0] - at.x, point[1] - at.y) + away / 1000;
        if (distance < best.distance) best = { distance, track, k };
      });
    }
    return best;
  }

  let held = null;
  picture.addEventListener("pointerdown", (event) => {
    const { distance, track, k } = closest(event, tracks());
    if (distance > NEAR || event.button !== 0) return;
    event.preventDefault();
    stop();
    held = track;
    sentence.setAttribute("aria-live", "off"); // or a screen reader would hear every position
    picture.setPointerCapture(event.pointerId);
    go(track.control, k);
  });
  picture.addEventListener("pointermove", (event) => {
    if (held) go(held.control, closest(event, [held]).k);
    const near = held || closest(event, tracks()).distance <= NEAR;
    picture.style.cursor = held ? "grabbing" : near ? "grab" : "";
  });
  for (const end of ["pointerup", "pointercancel"]) {
    picture.addEventListener(end, () => {
      held = null;
      sentence.setAttribute("aria-live", "polite");
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

  // The control with the most positions is the one to play.
  const longest = controls.reduce((best, values, i) => (values.length > controls[best].length ? i : best), 0);
  const still = window.matchMedia("(prefers-reduced-motion: reduce)");
  let timer = null;

  function stop() {
    clearInterval(timer);
    timer = null;
    sentence.setAttribute("aria-live", "polite");
    play.textContent = still.matches ? "▸ Step" : "▶ Play";
  }

  function advance(by) {
    const [at, last] = [positions()[longest], controls[longest].length - 1];
    go(longest, Math.min(at + by, last));
    if (at + by >= last) stop();
  }

  play.addEventListener("click", () => {
    const count = controls[longest].length;
    if (timer) return stop();
    if (positions()[longest] === count - 1) go(longest, 0);
    // Readers who do not want motion go on by a tenth with each press.
    if (still.matches) return advance(Math.ceil((count - 1) / 10));
    const pause = Math.max(SWEEP / count, SHORTEST);
    timer = setInterval(advance, pause, Math.max(1, Math.round((pause * count) / SWEEP)));
    sentence.setAttribute("aria-live", "off");
    play.textContent = "❚❚ Pause";
  });
  still.addEventListener("change", stop);
  stop();

  // ipywidgets gives a slider's handle no name that a screen reader could say; the sliders stand
  // beside this picture, and may be drawn later than it is.
  const naming = setInterval(() => {
    const names = model.get("sliders");
    const handles = el.closest(".widget-vbox")?.querySelectorAll(".noUi-handle") ?? [];
    if (handles.length < names.length) return;
    names.forEach((name, i) => handles[i].setAttribute("aria-label", name));
    clearInterval(naming);
  }, 100);

  controls.forEach((_, i) => model.on(`change:control${i}`, update));
  update();
  return () => {
    stop();
    clearInterval(naming);
    narrow.disconnect();
    still.removeEventListener("change", stop);
    controls.forEach((_, i) => model.off(`change:control${i}`, update));
  };
}

export default { render };
