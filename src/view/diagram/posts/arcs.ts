import type { Network } from '#core/network/network.ts';
import type { Rack, Shelf } from './rack.ts';

/** A connection that passes layers by, drawn past their posts. */
export interface Arc {
  readonly connection: string;
  readonly d: string;
}

/** How far arcs keep off the posts they pass, and from each other. */
const CLEAR = 3;
const APART = 4;

/** The connections that skip a level, as arcs below the posts or, upwards, beside them. */
export function arcsOf(network: Network, { shelves, direction }: Rack): readonly Arc[] {
  const shelfOf = new Map(shelves.map((it) => [it.node.id, it]));
  const skips = network.connections.filter(
    ({ from, to }) => shelfOf.get(to)!.level - shelfOf.get(from)!.level > 1,
  );
  return skips.map(({ id, from, to }, i) => {
    const [pre, post] = [shelfOf.get(from)!, shelfOf.get(to)!];
    return { connection: id, d: direction === 'across' ? below(pre, post, i) : beside(pre, post, i) };
  });
}

const middle = ({ box }: Shelf): number => box.x + box.width / 2;
const f = (value: number): string => value.toFixed(1);

function below(pre: Shelf, post: Shelf, i: number): string {
  const from = pre.box.y + pre.box.height - CLEAR;
  const to = post.box.y + post.box.height - CLEAR;
  const depth = Math.max(from, to) + 7 + APART * (i % 2);
  const [x1, x2] = [middle(pre) + 3 * APART * i, middle(post) - 3 * APART * i];
  return `M${f(x1)},${f(from)}V${f(depth)}H${f(x2)}V${f(to)}m-4,5l4,-5l4,5`;
}

function beside(pre: Shelf, post: Shelf, i: number): string {
  const x = Math.max(...[pre, post].map(({ box }) => box.x + box.width)) - 9;
  const out = x + 4 + ((APART * i) % 5);
  const [y1, y2] = [pre.box.y + pre.box.height / 2, post.box.y + post.box.height / 2 + APART * i];
  return `M${f(x)},${f(y1)}H${f(out)}V${f(y2)}H${f(x)}m5,-4l-5,4l5,4`;
}
