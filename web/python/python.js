// The Python of a page: fetched once, kept in the browser, run in a worker, ended and begun anew.
// Nothing else knows which Python it is, but for worker.js, its other half.

const STORE = `python of ${new URL("..", import.meta.url).pathname}`; // others may share the origin
const TRY_TABLE = [0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0, 3, 2, 1, 0, 10, 8, 1, 6, 0, 31, 64, 0, 11, 11];

/** Why there is no Python; the message is a sentence for the reader. */
export class Trouble extends Error {}
/** What was defined is gone: by the reader's will, or by what the message says. */
export class Stopped extends Error {}

const SCARCE = "This device has too little memory left for it: closing other pages may help.";
/** Whether it is memory that an engine asked for in vain; each says it in its own words. */
const scarce = (error) => /memory/i.test(error);

const address = (name) => new URL(name, import.meta.url).href;

/** The place where files outlive the page, if the browser has one for us. */
async function store() {
  try {
    return await caches.open(STORE);
  } catch {
    return null;
  }
}

/** The bytes of a file, from the browser's store or from the site. */
async function bytes(name, kept, signal, tell) {
  const stored = await kept?.match(address(name));
  if (stored) return new Uint8Array(await stored.arrayBuffer());
  const response = await fetch(address(name), { signal });
  if (!response.ok) throw new Trouble(`The site answers ${response.status} for ${name}.`);
  const chunks = [];
  const reader = response.body.getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    chunks.push(part.value);
    tell(part.value.length);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** A response with what was compressed; some servers have undone that already. */
function inflated(content, type) {
  const packed = content[0] === 0x1f && content[1] === 0x8b;
  const stream = new Blob([content]).stream();
  return new Response(packed ? stream.pipeThrough(new DecompressionStream("gzip")) : stream, {
    headers: { "Content-Type": type },
  });
}

export class Python {
  #parts = null; // {module, files}
  #worker = null;
  #ready = null;
  #refuse = null; // of a start that is waited for
  #turn = null; // {resolve, reject, tell} of what runs

  /** Whether it outlives the page. */
  kept = true;

  /** Fetches what is missing; `tell` hears how many bytes are there, and of how many. */
  async load(signal, tell) {
    if (this.#parts) return;
    if (!globalThis.WebAssembly?.validate(new Uint8Array(TRY_TABLE)) || !globalThis.DecompressionStream) {
      throw new Trouble("This browser is too old for it.");
    }
    const kept = await store();
    let sum = 0;
    const add = (size) => tell((sum += size), SIZE);
    try {
      const [wasm, files] = await Promise.all([WASM, FILES].map((name) => bytes(name, kept, signal, add)));
      const [module, archive] = await Promise.all([
        WebAssembly.compileStreaming(inflated(wasm, "application/wasm")),
        inflated(files, "").arrayBuffer(),
      ]);
      this.#parts = { module, files: archive };
      if (sum > 0) this.kept = await keep(kept, { [WASM]: wasm, [FILES]: files });
    } catch (error) {
      if (error.name === "AbortError" || error instanceof Trouble) throw error;
      if (scarce(error)) throw new Trouble(SCARCE);
      await Promise.all([WASM, FILES].map((name) => kept?.delete(address(name))));
      throw new Trouble("What has come of it is not whole: the network may have been cut.");
    }
  }

  /** A worker with Python in it, that waits for cells. */
  start() {
    this.#ready ??= new Promise((resolve, reject) => {
      this.#refuse = reject;
      this.#worker = new Worker(address(WORKER), { type: "module" });
      this.#worker.onmessage = ({ data }) => {
        if (data.kind === "ready") resolve();
        else if (data.kind === "died") {
          this.#end(new Stopped(data.words), new Trouble(scarce(data.words) ? SCARCE : data.words));
        }
        else if (data.kind === "done") this.#turn?.resolve();
        else this.#turn?.tell(data);
      };
      this.#worker.onerror = ({ message }) => this.#end(new Trouble(message ?? "Its worker did not start."));
      this.#worker.postMessage({ start: this.#parts });
    });
    return this.#ready;
  }

  /** Runs a cell, as run in kernel.py takes it; `tell` hears what it prints and shows. */
  async run(cell, tell) {
    await this.start();
    return new Promise((resolve, reject) => {
      this.#turn = { resolve, reject, tell };
      this.#worker.postMessage({ run: cell });
    }).finally(() => (this.#turn = null));
  }

  /** Ends whatever runs, and all that was defined; Python is there again at once. */
  stop() {
    this.#end(new Stopped());
    this.start().catch(() => {}); // the next run tells
  }

  #end(error, atStart = error) {
    this.#worker.terminate();
    this.#ready = null;
    this.#refuse(atStart);
    this.#turn?.reject(error);
  }
}

/** Keeps files for the next page and the next day, and none of an older version. */
async function keep(kept, contents) {
  try {
    for (const [name, content] of Object.entries(contents)) {
      await kept.put(address(name), new Response(content));
    }
    const known = Object.keys(contents).map(address);
    for (const { url } of await kept.keys()) if (!known.includes(url)) await kept.delete(url);
    return true;
  } catch {
    return false;
  }
}
