// What makes the page work without a network. The build writes VERSION and FILES in front of this (build/offline.mjs).
// One version keeps to its own files: it takes over only when no page of the one before is open, and a file whose bytes
// are not those of this build is not kept, so that no page ever runs on two versions.
/* global VERSION, FILES */

const own = `playground ${VERSION}`;
const addressOf = (url) => new URL(url, self.registration.scope).href;

/** From the network, past every cache in between; rejects where the bytes are other ones. */
const fresh = ({ url, integrity }) => new Request(addressOf(url), { integrity, cache: 'no-cache' });

self.addEventListener('install', (event) => {
  const wanted = FILES.filter((it) => !it.onDemand).map(fresh);
  event.waitUntil(caches.open(own).then((cache) => cache.addAll(wanted)));
});

self.addEventListener('activate', (event) => {
  const forget = async () => {
    const names = await caches.keys();
    const old = names.filter((it) => it.startsWith('playground ') && it !== own);
    await Promise.all(old.map((it) => caches.delete(it)));
    await self.clients.claim();
  };
  event.waitUntil(forget());
});

/** From this version's files; what is fetched on demand is kept from then on. */
async function answer(file, request) {
  const cache = await caches.open(own);
  const kept = await cache.match(addressOf(file.url));
  if (kept) return kept;
  const response = await fetch(fresh(file)).catch(() => fetch(request));
  if (response.ok) await cache.put(addressOf(file.url), response.clone());
  return response;
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = new URL(request.url);
  // Options of the page stand behind the ?: the page is the same.
  const asked = address.origin + address.pathname;
  const page = addressOf('./');
  const url = asked === page ? addressOf('index.html') : asked;
  const file = FILES.find((it) => addressOf(it.url) === url);
  if (file && request.method === 'GET') event.respondWith(answer(file, request));
});
