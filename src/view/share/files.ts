/** Whether a file is an experiment, by its name or kind. */
export const isExperimentFile = ({ name, type }: Pick<File, 'name' | 'type'>): boolean =>
  /\.json$/i.test(name) || type === 'application/json';

/** Gives the visitor a file. */
export function save(name: string, content: Blob | string, type = 'text/plain'): void {
  const blob = typeof content === 'string' ? new Blob([content], { type: `${type};charset=utf-8` }) : content;
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  // The download has its own hold on the bytes once it began.
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10_000);
}
