import { channels } from '#engine/cpu/crew/channels.ts';
import { help } from '#engine/cpu/crew/help.ts';
import { Lead } from '#engine/cpu/crew/lead.ts';
import { Link } from '#engine/cpu/crew/link.ts';
import { SimdEngine } from '#engine/cpu/simd-engine.ts';
import type { Engine } from '#engine/engine.ts';
import { stretchOf } from '#engine/stretch.ts';

/** A first worker and its helpers on this thread. Unless told otherwise, all that has two blocks of samples is divided. */
export function openCrew(engines: readonly SimdEngine[], worthwhile = 0): Engine {
  const ports = channels(engines.length);
  for (const [k, it] of engines.entries()) if (k > 0) help(it, ports[k]!, worthwhile);
  const links = ports[0]!.slice(1).map((port) => new Link(port!));
  return inTurn(new Lead(engines[0]!, links, worthwhile), () => {
    for (const port of ports.flat()) port?.close();
  });
}

export const simdEngines = (count: number): readonly SimdEngine[] =>
  Array.from({ length: count }, () => SimdEngine.open(['plain'])!);

/** Calls one after another, as the worker makes them, and refusals at once, as the page has them. */
function inTurn(lead: Lead, close: () => void): Engine {
  let turn: Promise<unknown> = Promise.resolve();
  let plan: Parameters<Engine['load']>[0] | null = null;
  const next = <T>(call: () => Promise<T>): Promise<T> => {
    const called = turn.then(call);
    turn = called.catch(() => {});
    return called;
  };
  const tensors = () => plan?.layout.tensors ?? new Map();
  return {
    kind: 'cpu',
    adapter: lead.adapter,
    lost: new Promise(() => {}),
    load: async (loaded) => {
      const issues = await next(() => lead.load(loaded));
      plan = loaded;
      return issues;
    },
    tune: (settings) => void next(() => lead.tune(settings)),
    write: (tensor, data, start = 0) => {
      stretchOf(tensors(), { tensor, start, length: data.length });
      const floats = Float32Array.from(data);
      next(() => lead.write(tensor, floats, start));
    },
    run: (program) => {
      for (const { schedule } of program)
        if (!plan?.schedules[schedule]) throw new Error(`the plan has no schedule called ${schedule}`);
      next(() => lead.run(program));
    },
    read: async (readings) => {
      for (const reading of readings) stretchOf(tensors(), reading);
      return next(() => lead.read(readings));
    },
    dispose: close,
  };
}
