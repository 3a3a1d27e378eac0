import type { SimdEngine } from '../simd-engine.ts';
import { fatal } from './fatal.ts';
import { Link } from './link.ts';
import { Member } from './member.ts';
import type { Order } from './orders.ts';
import { WORTHWHILE } from './worth.ts';

/** Carries out what the first worker orders; `ports` leads to every other worker, by number, with null in its own place. */
export function help(
  engine: SimdEngine,
  ports: readonly (MessagePort | null)[],
  worthwhile = WORTHWHILE,
): void {
  let turn = Promise.resolve();
  const obey = (order: Order) => {
    turn = turn.then(() => carryOut(order)).catch(fatal);
  };
  const links = ports.map((port, k) => port && new Link(port, k === 0 ? obey : undefined));
  const member = new Member(engine, links, worthwhile);

  async function carryOut(order: Order): Promise<void> {
    if (order.order !== 'load') return member.carryOut(order);
    const loaded = await member.carryOut(order).then(
      () => 1,
      () => 0,
    );
    links[0]!.send(Float32Array.of(loaded));
  }
}
