import type { Engine } from '#engine/engine.ts';
import type { ExperimentDocument } from '#experiment/document.ts';
import { open, understood } from './scenarios.ts';

/** Every tensor by name, as bits. */
export type Bits = ReadonlyMap<string, Uint32Array>;

/** Whole blocks of 16 samples and not, in an order in which batches grow and shrink. */
const BATCHES = [17, 64, 1, 40, 16, 15, 64];

const bitsOf = (floats: ArrayLike<number>) => new Uint32Array(Float32Array.from(floats).buffer);

/**
 * What a session may do with 64 rows, on any engine: batches of many sizes settled in pieces and looked at in the middle,
 * continued, swept, learned from, evaluated; another optimizer and another network between. The bits of all tensors at
 * the end, or after every batch.
 */
export async function longRun(
  document: ExperimentDocument,
  engine: Engine,
  when: 'often' | 'last',
): Promise<readonly Bits[]> {
  const laboratory = await open(document, engine);
  const seen: Bits[] = [];
  const look = async () => {
    const names = [...laboratory.plan.layout.tensors.keys()];
    const arrays = await engine.read(names.map((tensor) => ({ tensor })));
    seen.push(new Map(names.map((name, i) => [name, bitsOf(arrays[i]!)])));
  };
  const glance = async (tensor: string) => {
    const arrays = await engine.read([{ tensor, start: 1 }, { tensor }]);
    seen.push(new Map(arrays.map((it, i) => [`${tensor} ${i}`, bitsOf(it)])));
  };
  const all = Array.from({ length: 64 }, (_, row) => (7 * row) % 64);
  const batch = async (size: number) => {
    const rows = all.slice(64 - size);
    laboratory.present(rows);
    laboratory.begin();
    laboratory.step(1);
    await glance('value(out)');
    laboratory.step(3);
    laboratory.step(130);
    laboratory.takeGradient(1);
    laboratory.takeGradient(134);
    laboratory.begin();
    laboratory.step(2);
    laboratory.sweep();
    engine.write('error(out)', [0.5], size - 1);
    laboratory.attend(rows);
    laboratory.step(1);
    laboratory.learn([rows, all.slice(0, 33), rows]);
    await laboratory.evaluate(all.slice(0, 50));
    if (when === 'often') await look();
  };
  for (const size of BATCHES) await batch(size);
  const adam = { ...document.learning, optimizer: 'adam' as const };
  await laboratory.change(understood({ ...document, learning: adam }));
  for (const size of [64, 20]) await batch(size);
  await look();
  return seen;
}
