/** Ends in the page as the worker's `error`: where others wait for what will not come, nobody here can set it right. */
export function fatal(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
