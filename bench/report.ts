import { attainable, type Roof } from '#engine/roof/roof.ts';
import type { Results } from './benchmark.ts';
import { middleCase } from './growth.ts';
import { type CaseResult, NO_TIME, type Row } from './measure.ts';
import { sizeOf } from './networks.ts';
import { bytesOf } from './problem.ts';
import { type Ratio, ratio } from './statistics.ts';
import { TOLERANCES } from './verify.ts';

/** A table with what its numbers mean. */
export interface Table {
  readonly title: string;
  readonly note: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Report {
  readonly title: string;
  readonly facts: readonly string[];
  readonly tables: readonly Table[];
}

const ABSENT = '–';

/** Three digits, without an exponent. */
const figure = (it: number) =>
  it >= 100 ? it.toFixed(0) : it >= 10 ? it.toFixed(1) : it >= 1 ? it.toFixed(2) : it.toFixed(3);

export function reportOf(results: Results): Report {
  const { machine, browser, minutes } = results;
  const adapter = results.ceilings.webgpu?.roof.words ?? 'none';
  const facts = [
    ...(machine ? [`Processor: ${machine.cpu}, ${machine.cores} cores, ${machine.system}`] : []),
    `Graphics adapter: ${adapter}`,
    `Browser: ${browser}`,
    ...(machine ? [`Date: ${machine.date}`] : []),
    `Time asked for: ${minutes} minutes`,
    ...results.contestants.map((it) => `${it.label} (${it.name}): ${it.words}`),
  ];
  const tables = [
    timesTable(results),
    ratiosTable(results),
    roofTable(results),
    ceilingsTable(results),
    growthTable(results),
    deviationsTable(results),
  ];
  return { title: 'Benchmark', facts, tables: tables.filter((it) => it.rows.length > 0) };
}

const caseHeads = (all: readonly CaseResult[]) => all.map((it) => `${it.case.name}: ${sizeOf(it.case)}`);
const rowOf = (it: CaseResult, name: string) => it.rows.find((row) => row.name === name);

function timesTable({ cases, contestants }: Results): Table {
  const cell = (row: Row | undefined) => {
    if (!row) return ABSENT;
    if (row.failure) return row.failure.startsWith(NO_TIME) ? row.failure : `failed: ${row.failure}`;
    const taken = row.times.filter((it) => it !== null);
    const range = `${figure(Math.min(...taken))}–${figure(Math.max(...taken))}`;
    return `${figure(row.median!)} (${range}, ${taken.length}×)`;
  };
  return {
    title: 'Time of a training step, in milliseconds',
    note:
      'Forward pass, T settling steps with the energy of every node at each of them, one update of every parameter, energies read ' +
      'back once. Median over the rounds, lowest to highest, number of rounds. Every implementation was verified before.',
    head: ['', ...caseHeads(cases)],
    rows: contestants
      .filter((it) => it.runs)
      .map(({ name, label }) => [label, ...cases.map((it) => cell(rowOf(it, name)))]),
  };
}

interface Comparison {
  readonly ours: string;
  readonly against: 'any' | 'webgpu';
  readonly label: string;
}

const comparisons: readonly Comparison[] = [
  { ours: 'ours-cpu', against: 'any', label: 'ours, CPU, against the best peer of any kind' },
  { ours: 'ours-webgpu', against: 'webgpu', label: 'ours, WebGPU, against the best WebGPU peer' },
];

/** Of a case: the peer of lowest median and how many times faster ours is. */
export function comparison(
  { rows }: CaseResult,
  { contestants }: Pick<Results, 'contestants'>,
  { ours, against }: Pick<Comparison, 'ours' | 'against'>,
): { peer: string; ratio: Ratio } | null {
  const mine = rows.find((it) => it.name === ours && it.median !== null);
  const peers = contestants.filter((it) => !it.isOurs && (against === 'any' || it.kind === against));
  const [best] = peers
    .map((peer) => ({ peer, row: rows.find((it) => it.name === peer.name) }))
    .filter(({ row }) => row?.median && !row.failure)
    .sort((a, b) => a.row!.median! - b.row!.median!);
  const found = mine && best && ratio(best.row!.times, mine.times);
  return found ? { peer: best.peer.label, ratio: found } : null;
}

function ratiosTable(results: Results): Table {
  const cell = (it: CaseResult, which: Comparison) => {
    const found = comparison(it, results, which);
    if (!found) return ABSENT;
    const { median, least, most } = found.ratio;
    return `${figure(median)}× (${figure(least)}–${figure(most)}), ${found.peer}`;
  };
  const rows = comparisons.map((which) => [which.label, ...results.cases.map((it) => cell(it, which))]);
  return {
    title: 'How many times faster ours is',
    note:
      'The peer’s time through ours, within each round; median over the rounds, lowest to highest, and the peer: the one of lowest ' +
      'median time.',
    head: ['', ...caseHeads(results.cases)],
    rows: rows.filter((cells) => cells.slice(1).some((it) => it !== ABSENT)),
  };
}

function roofTable({ cases, ceilings, contestants }: Results): Table {
  const roofs: Record<'cpu' | 'webgpu', Roof | undefined> = {
    cpu: ceilings.cpu.all,
    webgpu: ceilings.webgpu?.roof,
  };
  const cell = (it: CaseResult, name: string, roof: Roof) => {
    const row = rowOf(it, name);
    if (!row?.median) return ABSENT;
    const gflops = it.flops / row.median / 1e6;
    const most = attainable(roof, it.flops / bytesOf(it.case));
    return `${figure(gflops)} (${((100 * gflops) / most).toFixed(0)} %)`;
  };
  const shown = contestants.filter((it) => it.isOurs && it.runs && roofs[it.kind]);
  return {
    title: 'Speed, in GFLOP/s, and share of the attainable roof',
    note:
      'Operations are the multiplications and additions of the matrix products (src/core/plan/cost.ts); activations, errors, energies ' +
      'take time but are not counted. Attainable roof = min(multiply-add peak, operations a byte × copy bandwidth), where the bytes ' +
      'are those a training step cannot avoid to move: parameters in and out, the batch in, the trace out. CPU: all cores.',
    head: ['', ...cases.map((it) => `${it.case.name}: ${figure(it.flops / 1e6)} MFLOP`)],
    rows: shown.map(({ name, label, kind }) => [label, ...cases.map((it) => cell(it, name, roofs[kind]!))]),
  };
}

function ceilingsTable({ ceilings: { cpu, webgpu } }: Results): Table {
  const rows: string[][] = [
    ['CPU', `multiply-adds, ${cpu.one.words}`, figure(cpu.one.gflops), 'GFLOP/s'],
    ['CPU', `multiply-adds, ${cpu.all.words}`, figure(cpu.all.gflops), 'GFLOP/s'],
    ['CPU', 'matrix product 64³ in the first cache, one thread', figure(cpu.productOne), 'GFLOP/s'],
    ['CPU', 'the same on every thread', figure(cpu.productAll), 'GFLOP/s'],
    ['CPU', 'copy of 16 MiB, one thread, read and written', figure(cpu.one.copyGBs), 'GB/s'],
    ['CPU', 'the same on every thread', figure(cpu.all.copyGBs), 'GB/s'],
    ['CPU', 'message to a worker and its answer', figure(cpu.one.emptyStepMicroseconds), 'µs'],
  ];
  if (webgpu) {
    const { roof, costs } = webgpu;
    rows.push(
      [
        'WebGPU',
        'multiply-adds of four lanes in registers, the fastest of two ways',
        figure(roof.gflops),
        'GFLOP/s',
      ],
      ...costs.products.map((it) => [
        'WebGPU',
        `matrix product ${costs.size}³, ${it.name}`,
        figure(it.gflops),
        'GFLOP/s',
      ]),
      ['WebGPU', 'copy of 16 MiB, read and written', figure(roof.copyGBs), 'GB/s'],
      ['WebGPU', 'empty dispatch in a pass', figure(roof.emptyStepMicroseconds), 'µs'],
      ['WebGPU', 'submit of next to nothing', figure(costs.submitMicroseconds), 'µs'],
      ['WebGPU', 'submit and four bytes back, awaited', figure(costs.readbackMicroseconds), 'µs'],
    );
  }
  return {
    title: 'Ceilings of this machine',
    note: 'By kernels that share nothing with the engines. A multiply-add counts as two operations.',
    head: ['device', 'what', 'measured', 'unit'],
    rows,
  };
}

function growthTable({ growth, contestants }: Results): Table {
  const labelOf = (name: string) => contestants.find((it) => it.name === name)?.label ?? name;
  const factors = growth[0]?.points.map(([factor]) => `×${factor}, ms`) ?? [];
  return {
    title: 'How the time grows',
    note:
      `From ${sizeOf(middleCase)}, one size multiplied at a time. Exponent k of time ∝ sizeᵏ, least squares of the logarithms; ` +
      'beside it that of the operations.',
    head: ['size', 'engine', ...factors, 'exponent', 'of the operations'],
    rows: growth.map((it) => [
      it.direction,
      labelOf(it.name),
      ...it.points.map(([, time]) => figure(time)),
      it.exponent.toFixed(2),
      it.flopsExponent.toFixed(2),
    ]),
  };
}

function deviationsTable({ cases, contestants }: Results): Table {
  const cell = (row: Row | undefined) => {
    if (!row?.deviations) return ABSENT;
    const { values, trace, weights, biases } = row.deviations;
    return [values, trace, weights, biases].map((it) => it.toExponential(0)).join(' · ');
  };
  const { values, trace, weights, biases } = TOLERANCES;
  return {
    title: 'Agreement with float64 after one training step',
    note:
      'Values · energies · changes of weights · changes of biases: the largest difference relative to the largest entry of the tensor ' +
      `(the energies together; a parameter’s change from where it began, or a thousand roundings of it where that is more). Accepted: ${values} · ${trace} · ${weights} · ${biases}.`,
    head: ['', ...cases.map((it) => it.case.name)],
    rows: contestants
      .filter((it) => it.runs)
      .map(({ name, label }) => [label, ...cases.map((it) => cell(rowOf(it, name)))]),
  };
}

/** The report as a page of Markdown. */
export function markdownOf({ title, facts, tables }: Report): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const parts = tables.map(({ title, note, head, rows }) =>
    [`## ${title}`, '', note, '', line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n'),
  );
  return `${[`# ${title}`, facts.map((it) => `- ${it}`).join('\n'), ...parts].join('\n\n')}\n`;
}
