// Shows a figure that was drawn once, as SVG, and moves its marks by looking up rows of a table.
//
// The model holds:
//   controls  one list of values per control; a control's position is the index of its value
//   scenes    [{svg, columns}], one drawing or several; the first control chooses among several
//   control0, control1, …  the controls' values, linked to the widgets in the browser
// A column holds what one mark shows at every position:
//   kind "text": its words; "place": how far it moved; "marker": its point; "path": its line;
//   "sentence": the line of words below the figure; null where there is nothing to show
// and its row is the sum of position × stride over the controls.

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
  const picture = document.createElement("div");
  const sentence = document.createElement("p");
  sentence.setAttribute("role", "status");
  sentence.setAttribute("aria-live", "polite");
  el.append(picture, sentence);
  const scenes = model.get("scenes").map((scene) => draw(scene, picture, sentence));

  function update() {
    const position = controls.map((values, i) => nearest(values, model.get(`control${i}`)));
    const chosen = scenes[scenes.length > 1 ? position[0] : 0];
    scenes.forEach(({ scene }) => (scene.style.display = scene === chosen.scene ? "" : "none"));
    for (const { element, show, values, strides } of chosen.marks) {
      show(element, values[strides.reduce((row, stride, i) => row + stride * position[i], 0)]);
    }
    // A value typed between two positions: the control goes to the position that is shown.
    controls.forEach((values, i) => {
      const step = Math.abs(values[1] - values[0]);
      const shown = values[position[i]];
      if (Math.abs(model.get(`control${i}`) - shown) > 0.01 * step) model.set(`control${i}`, shown);
    });
  }
  controls.forEach((_, i) => model.on(`change:control${i}`, update));
  update();
  return () => controls.forEach((_, i) => model.off(`change:control${i}`, update));
}

export default { render };
