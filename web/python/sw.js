// The site without a network: pages that were visited since Python was asked for, and Python. Nothing
// of other sites, nothing outside of this folder. To remove it from readers' browsers, publish this
// file with nothing but:
//   addEventListener("activate", () => registration.unregister());

const SITE = new URL("./", location).href;
const STORE = `pages of ${new URL(SITE).pathname}, ${VERSION}`;
const BY_CONTENT = /\/[0-9a-f]{12}\.[\w.]+$/; // such a name never comes to mean something else

const ours = ({ method, url }) => method === "GET" && url.startsWith(SITE);

async function kept(request) {
  return (await caches.match(request)) ?? Response.error();
}

async function fetched(request) {
  const response = await fetch(request);
  // Python's own files are kept by python.js.
  if (response.status === 200 && !request.url.endsWith(".gz")) {
    const store = await caches.open(STORE);
    await store.put(request, response.clone());
  }
  return response;
}

addEventListener("install", () => skipWaiting());

addEventListener("activate", (event) => {
  const old = (name) => name.startsWith(`pages of ${new URL(SITE).pathname}, `) && name !== STORE;
  const clear = async () => {
    for (const name of await caches.keys()) if (old(name)) await caches.delete(name);
    await clients.claim();
  };
  event.waitUntil(clear());
});

addEventListener("fetch", (event) => {
  const { request } = event;
  if (!ours(request) || request.headers.has("range")) return;
  if (BY_CONTENT.test(request.url)) {
    event.respondWith(caches.match(request).then((found) => found ?? fetched(request)));
  } else {
    event.respondWith(fetched(request).catch(() => kept(request)));
  }
});

// What a page consists of that was there before this worker was.
addEventListener("message", (event) => {
  const keep = async () => {
    const store = await caches.open(STORE);
    const wanted = new Set(event.data.filter((url) => url.startsWith(SITE)));
    for (const url of wanted) if (!(await caches.match(url))) await store.add(url).catch(() => {});
  };
  event.waitUntil(keep());
});
