/** The word for a setting of the schema, by its place in the document; none for what has no place there. */
export const termOfSetting = ({ path }: { readonly path: readonly string[] }): string | undefined =>
  path.at(-1)?.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
