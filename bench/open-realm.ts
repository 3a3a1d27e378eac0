import type { Contestant } from './contestants/contestant.ts';

/** A library that hangs must not hold up the others, in milliseconds. */
const PATIENCE = 60_000;

/** A contestant in a frame of its own. Rejects where it cannot run. */
export async function openRealm(name: string): Promise<Contestant> {
  const frame = document.createElement('iframe');
  frame.hidden = true;
  frame.src = `realm.html#${name}`;
  document.body.append(frame);
  await new Promise((resolve) => frame.addEventListener('load', resolve, { once: true }));
  const { contestant } = frame.contentWindow!;
  if (!contestant) throw new Error('its code did not load');
  const patience = new Promise<never>((_, reject) => {
    setTimeout(() => reject(new Error('it did not open in time')), PATIENCE);
  });
  return Promise.race([contestant, patience]);
}
