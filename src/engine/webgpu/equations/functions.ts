import { activations } from '#core/activations/index.ts';

const PARTS = ['x', 'y', 'z', 'w'] as const;

/** For each of the activations, `f` and `df` with its code behind the name, and both at once; of one number or of four. */
export function functionsOf(codes: readonly number[], width: 1 | 4 = 1): string {
  const type = width === 4 ? 'vec4f' : 'f32';
  const eachOf = (call: string) =>
    width === 4 ? `vec4f(${PARTS.map((part) => call.replace('(a)', `(a.${part})`)).join(', ')})` : call;
  const texts = codes.map((code) => {
    const { f, df, both } = activations[code]!.wgsl;
    const pair = both ?? `vec2f(${f}, ${df})`;
    const pairs =
      width === 4
        ? `${PARTS.map((part) => `let ${part} = pair${code}(a.${part});`).join(' ')}
  return Both(vec4f(x.x, y.x, z.x, w.x), vec4f(x.y, y.y, z.y, w.y));`
        : `let pair = pair${code}(a); return Both(pair.x, pair.y);`;
    return `
fn one${code}(a: f32) -> f32 { return ${f}; }
fn slope${code}(a: f32) -> f32 { return ${df}; }
fn pair${code}(a: f32) -> vec2f { return ${pair}; }
fn f${code}(a: ${type}) -> ${type} { return ${eachOf(`one${code}(a)`)}; }
fn df${code}(a: ${type}) -> ${type} { return ${eachOf(`slope${code}(a)`)}; }
fn both${code}(a: ${type}) -> Both { ${pairs} }`;
  });
  return [`struct Both { value: ${type}, slope: ${type} }`, ...texts].join('\n');
}
