import { svelte } from '@sveltejs/vite-plugin-svelte';
import { playwright } from '@vitest/browser-playwright';
import type { UserConfig } from 'vite';
import { defineConfig } from 'vitest/config';
import { licences } from './build/licences.mjs';
import { offline } from './build/offline.mjs';
import { securityPolicy } from './build/security-policy.mjs';
import { simdKernels } from './build/simd-kernels.mjs';
import { singleFile, workersWithin } from './build/single-file.mjs';
import { mutation } from './tests/mutants/mutation.mjs';
import { browserFlags } from './tests/setup/browser-flags.mjs';
import { findBrowser } from './tests/setup/find-browser.mjs';

/** A software GPU compiles and runs slowly; a test that hangs should still end. */
const slow = 120_000;
/** What a test waits for comes late on a busy machine, and is none the worse for it. */
const patient = { poll: { timeout: 30_000 } };

/** One fault at a time, made while tests run that must notice it. */
const mutant = process.env.MUTANT ? [mutation(Number(process.env.MUTANT))] : [];

const executablePath = process.env.VITEST ? findBrowser() : undefined;

/** What differs between a folder for a host and one file for a USB stick. */
const hosted = {
  plugins: [securityPolicy(), licences(), offline()],
  worker: { format: 'es', plugins: () => [simdKernels()] },
  build: {
    target: 'esnext',
    sourcemap: true,
    // What the first picture waits for is one file: cut where later parts share it, it was fifty, each compressed alone.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
} satisfies UserConfig;
const single = {
  plugins: [workersWithin(), licences(), singleFile()],
  worker: { format: 'iife', plugins: () => [simdKernels()] },
  build: {
    target: 'esnext',
    outDir: 'dist-single',
    copyPublicDir: false,
    cssCodeSplit: false,
    modulePreload: false,
    assetsInlineLimit: Number.POSITIVE_INFINITY,
    rolldownOptions: { output: { codeSplitting: false } },
  },
} satisfies UserConfig;

export default defineConfig(({ mode }) => ({
  base: './',
  // One page: what is not there is a 404, as on any static host.
  appType: 'mpa',
  ...(mode === 'single' ? single : hosted),
  plugins: [
    ...mutant,
    svelte({ configFile: false }),
    simdKernels(),
    ...(mode === 'single' ? single : hosted).plugins,
  ],
  // Found late, a dependency is optimised again and the page reloads in the middle of a test.
  optimizeDeps: { include: ['svelte', 'd3', 'webgpu-utils', 'axe-core', 'fast-check'] },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: 'node',
          environment: 'node',
          include: ['tests/**/*.test.ts'],
          exclude: ['tests/**/*.browser.*', 'tests/journeys/**'],
          testTimeout: slow,
        },
      },
      {
        extends: true,
        test: {
          name: 'browser',
          include: ['tests/**/*.browser.test.ts', 'tests/**/*.browser.svelte.test.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          expect: patient,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { ...(executablePath && { executablePath }), args: browserFlags },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
      {
        extends: true,
        test: {
          name: 'journeys',
          environment: 'node',
          include: ['tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/setup/serve-site.ts'],
          testTimeout: slow,
          hookTimeout: slow,
          expect: patient,
          fileParallelism: false,
        },
      },
    ],
  },
}));
