// The Vite plugin that writes the built page's Content-Security-Policy: nothing from other origins, no inline script or style, no eval.
// In the page itself, since a static host need not send headers.

/** What each kind of resource may come from; what is not named may come from nowhere. */
export const policy = {
  'default-src': "'none'",
  // WebAssembly is compiled from bytes within the scripts.
  'script-src': "'self' 'wasm-unsafe-eval'",
  'worker-src': "'self'",
  'style-src': "'self'",
  // Pictures taken of panels are drawn through an address of their own.
  'img-src': "'self' blob: data:",
  'connect-src': "'self'",
  // A slide show of this origin may show the page twice.
  'frame-src': "'self'",
  'manifest-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
};

/** @param {Record<string, string>} directives */
export const written = (directives) =>
  Object.entries(directives)
    .map(([name, sources]) => `${name} ${sources}`)
    .join('; ');

/** @returns {import('vite').Plugin} */
export const securityPolicy = () => ({
  name: 'security-policy',
  // While developing, styles and reloads come inline.
  apply: 'build',
  transformIndexHtml: () => [
    {
      tag: 'meta',
      attrs: { 'http-equiv': 'Content-Security-Policy', content: written(policy) },
      injectTo: 'head-prepend',
    },
  ],
});
