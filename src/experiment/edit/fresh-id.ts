/** The prefix with the smallest number that no item has. */
export function freshId(prefix: string, items: readonly { readonly id: string }[]): string {
  const taken = new Set(items.map((it) => it.id));
  let number = 1;
  while (taken.has(`${prefix}${number}`)) number++;
  return `${prefix}${number}`;
}
