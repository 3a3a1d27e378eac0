/** WebGPU without a graphics card (SwiftShader), and no request that is not ours. */
export const browserFlags = [
  '--no-sandbox',
  '--enable-unsafe-webgpu',
  '--disable-gpu-watchdog',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
];

/** What canvas pixels and screenshots need besides; without these a WebGPU canvas stays blank. */
export const pictureFlags = [
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-angle=swiftshader',
];

/** A name the journeys' browser finds on this machine without trusting it as its own. */
export const PLAIN_HOST = 'hall.test';
