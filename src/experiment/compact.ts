import { type ExperimentDocument, toDocument } from './document.ts';
import { parse } from './parse.ts';
import { defaultInference } from './parse-inference.ts';

/** A document without what `parse` fills in by itself, for where room is short. It gives the same experiment. */
export function withoutDefaults(document: ExperimentDocument): ExperimentDocument {
  const { version, title, seed, network, data, inference, learning, ...rest } = document;
  const named = data && data.name !== 'rows' ? data : null;
  const rule = inference?.rule ?? defaultInference.rule;
  // What a rule fixes and what a data set takes depend on which they are.
  const least = parse({
    version,
    network,
    inference: { rule },
    ...(named && { data: { name: named.name } }),
  });
  if (!least.value) return document;
  const usual = toDocument(least.value);
  return {
    version,
    ...unlike({ title, seed }, usual),
    network,
    ...rest,
    ...(data && { data: named ? { ...unlike(named, usual.data as typeof named), name: named.name } : data }),
    ...unlikeEmpty('inference', unlike(inference ?? {}, { ...usual.inference, rule: defaultInference.rule })),
    ...unlikeEmpty('learning', unlike(learning ?? {}, usual.learning!)),
  };
}

/** The fields of plain values that differ. */
const unlike = <T extends object>(fields: T, usual: Partial<T>): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(([key, value]) => value !== usual[key as keyof T]),
  ) as Partial<T>;

const unlikeEmpty = <K extends string, T extends object>(key: K, fields: T): { readonly [key in K]?: T } =>
  Object.keys(fields).length > 0 ? ({ [key]: fields } as { [key in K]: T }) : {};
