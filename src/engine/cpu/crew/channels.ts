/** A channel between any two of so many: by number, the ends each has to the others, null in its own place. */
export function channels(count: number): readonly (readonly (MessagePort | null)[])[] {
  const ends = Array.from({ length: count }, () => new Array<MessagePort | null>(count).fill(null));
  for (let a = 0; a < count; a++)
    for (let b = 0; b < a; b++) {
      const { port1, port2 } = new MessageChannel();
      ends[a]![b] = port1;
      ends[b]![a] = port2;
    }
  return ends;
}
