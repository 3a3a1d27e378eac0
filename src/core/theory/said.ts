/** What theory says of a case; where its assumptions do not hold, which of them, as the end of a sentence. */
export type Said<T> =
  | { readonly value: T; readonly reason: null }
  | { readonly value: null; readonly reason: string };

export const holds = <T>(value: T): Said<T> => ({ value, reason: null });
export const silent = (reason: string): Said<never> => ({ value: null, reason });
