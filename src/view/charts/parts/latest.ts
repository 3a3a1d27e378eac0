/** Asks one thing at a time; what came up meanwhile is asked once, afterwards. */
export interface Latest {
  again(): void;
  stop(): void;
}

/** `tell` hears every answer until stopped; what fails is not told. */
export function latest<Answer>(ask: () => Promise<Answer>, tell: (answer: Answer) => void): Latest {
  let isAsking = false;
  let isStale = false;
  let isStopped = false;

  async function run(): Promise<void> {
    isAsking = true;
    do {
      isStale = false;
      const answer = await ask().catch(() => undefined);
      if (answer !== undefined && !isStopped) tell(answer);
    } while (isStale && !isStopped);
    isAsking = false;
  }

  return {
    again() {
      if (isAsking) isStale = true;
      else if (!isStopped) void run();
    },
    stop() {
      isStopped = true;
    },
  };
}
