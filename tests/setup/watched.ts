import type { Page } from 'playwright';

/** What a page holds on to: timers and frames waited for, listeners of the window and the document, buffers of graphics devices. */
export interface Held {
  readonly timers: readonly string[];
  readonly listeners: Readonly<Record<string, number>>;
  readonly buffers: number;
}

declare global {
  interface Window {
    held: () => Held;
    /** The page's frames come no more, and it says that it is hidden; or they come again. */
    hide: (hidden: boolean) => void;
  }
}

/** Counts from before the page's own code runs, and lets a journey hide the page as a browser does. */
export async function watch(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const timers = new Map<number, string>();
    const { setTimeout, setInterval, clearTimeout, requestAnimationFrame } = window;
    const begin = (id: number, what: string) => {
      timers.set(id, what);
      return id;
    };
    window.setTimeout = ((task: (...args: unknown[]) => void, delay = 0, ...args: unknown[]) => {
      const id = setTimeout(() => {
        timers.delete(id);
        task(...args);
      }, delay);
      return begin(id, `timer of ${delay} ms`);
    }) as typeof window.setTimeout;
    window.setInterval = ((task: () => void, delay = 0) =>
      begin(setInterval(task, delay), `every ${delay} ms`)) as typeof window.setInterval;
    window.clearTimeout = (id) => {
      timers.delete(id as number);
      clearTimeout(id);
    };
    window.clearInterval = window.clearTimeout;

    const listeners: Record<string, number> = {};
    for (const target of [window, document]) {
      const name = target.constructor.name;
      // Weakly: what is counted must not be kept by it.
      const known = new WeakMap<object, Set<string>>();
      const { addEventListener, removeEventListener } = target;
      const keyOf = (type: string, options: unknown) => {
        const capture =
          typeof options === 'object' ? (options as AddEventListenerOptions | null)?.capture : options;
        return `${name} ${type}${capture ? ' captured' : ''}`;
      };
      target.addEventListener = (
        type: string,
        listener: EventListener,
        options?: AddEventListenerOptions,
      ) => {
        const key = keyOf(type, options);
        const keys = known.get(listener) ?? new Set();
        known.set(listener, keys);
        if (!keys.has(key) && !options?.once) {
          keys.add(key);
          listeners[key] = (listeners[key] ?? 0) + 1;
        }
        addEventListener.call(target, type, listener, options);
      };
      target.removeEventListener = (
        type: string,
        listener: EventListener,
        options?: EventListenerOptions,
      ) => {
        const key = keyOf(type, options);
        if (known.get(listener)?.delete(key)) listeners[key]!--;
        removeEventListener.call(target, type, listener, options);
      };
    }
    const buffers = new Map<GPUBuffer, GPUDevice>();
    if ('GPUDevice' in window) {
      const { createBuffer, destroy: destroyDevice } = GPUDevice.prototype;
      const { destroy } = GPUBuffer.prototype;
      GPUDevice.prototype.createBuffer = function (descriptor) {
        const buffer = createBuffer.call(this, descriptor);
        buffers.set(buffer, this);
        return buffer;
      };
      GPUBuffer.prototype.destroy = function () {
        buffers.delete(this);
        return destroy.call(this);
      };
      GPUDevice.prototype.destroy = function () {
        // A device takes its buffers with it.
        for (const [buffer, device] of buffers) if (device === this) buffers.delete(buffer);
        return destroyDevice.call(this);
      };
    }
    window.held = () => ({
      timers: [...timers.values()],
      listeners: { ...listeners },
      buffers: buffers.size,
    });

    let isHidden = false;
    const waiting = new Map<number, FrameRequestCallback>();
    window.requestAnimationFrame = (task) => {
      const id: number = requestAnimationFrame((now) => {
        if (isHidden) waiting.set(id, task);
        else task(now);
      });
      return id;
    };
    Object.defineProperty(document, 'hidden', { get: () => isHidden });
    Object.defineProperty(document, 'visibilityState', { get: () => (isHidden ? 'hidden' : 'visible') });
    window.hide = (hidden) => {
      isHidden = hidden;
      document.dispatchEvent(new Event('visibilitychange'));
      if (hidden) return;
      for (const task of waiting.values()) window.requestAnimationFrame(task);
      waiting.clear();
    };
  });
}
