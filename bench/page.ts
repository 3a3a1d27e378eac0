import { benchmark, type Options, type Results } from './benchmark.ts';
import { entries } from './contestants/index.ts';
import { cases, sizeOf } from './networks.ts';
import { markdownOf, type Report, reportOf, type Table } from './report.ts';

declare global {
  interface Window {
    /** For the command: measures, tells how it goes on the console, and shows the report too. */
    bench: (options: Options) => Promise<{ results: Results; markdown: string }>;
  }
}

const find = <T extends Element = HTMLElement>(selector: string) => document.querySelector<T>(selector)!;
const form = find<HTMLFormElement>('form');
const progress = find('#progress');

function element(name: string, text = '', ...children: Node[]): HTMLElement {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function checkbox(name: string, value: string, text: string, checked = true): HTMLElement {
  const box = document.createElement('input');
  Object.assign(box, { type: 'checkbox', name, value, checked });
  const label = element('label', '', box);
  label.append(` ${text}`);
  return label;
}

function tableOf({ title, note, head, rows }: Table): HTMLElement {
  const header = (scope: string) => (text: string) => {
    const cell = element('th', text);
    cell.setAttribute('scope', scope);
    return cell;
  };
  const body = rows.map(([first, ...cells]) =>
    element('tr', '', header('row')(first!), ...cells.map((it) => element('td', it))),
  );
  const table = element(
    'table',
    '',
    element('thead', '', element('tr', '', ...head.map(header('col')))),
    element('tbody', '', ...body),
  );
  const wide = element('div', '', table);
  wide.className = 'wide';
  return element('section', '', element('h2', title), element('p', note), wide);
}

function show({ facts, tables }: Report): void {
  const list = element('ul', '', ...facts.map((it) => element('li', it)));
  find('#report').replaceChildren(list, ...tables.map(tableOf));
}

function say(line: string): void {
  progress.textContent = line;
  console.log(line);
}

window.bench = async (options) => {
  const results = await benchmark(options, say);
  const report = reportOf(results);
  show(report);
  say('done');
  return { results, markdown: markdownOf(report) };
};

find('#cases').append(...cases.map((it) => checkbox('case', it.name, `${it.name}, ${sizeOf(it)}`)));
find('#contestants').append(...entries.map((it) => checkbox('contestant', it.name, it.label, !it.isExtra)));

form.addEventListener('submit', async (event) => {
  event.preventDefault();
  const data = new FormData(form);
  const words = (name: string) => data.getAll(name).map(String);
  const button = find<HTMLButtonElement>('button');
  button.disabled = true;
  try {
    await window.bench({
      minutes: find<HTMLInputElement>('#minutes').valueAsNumber,
      cases: words('case'),
      only: words('contestant'),
      machine: null,
    });
  } catch (error) {
    say(`stopped: ${error instanceof Error ? error.message : error}`);
  }
  button.disabled = false;
});
