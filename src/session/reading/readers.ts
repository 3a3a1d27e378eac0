import type { Parsed } from '#core/issue.ts';
import type { Network } from '#core/network/network.ts';
import type { Experiment } from '#experiment/experiment.ts';
import { decodeFile } from '#experiment/file.ts';
import { decodeWeights } from '#experiment/weights-file.ts';
import type { LastState } from '../last-state.ts';
import { readSecondForm } from '../visits/second-form.ts';

type Reader<Given extends readonly unknown[], Read> = (...given: Given) => Promise<Read>;

/** What is read beside the page, and what each gives. None of them rejects. */
export interface Readers {
  readonly experiment: Reader<[file: Blob], Parsed<Experiment>>;
  readonly weights: Reader<[file: Blob, network: Network], Parsed<Experiment['parameters']>>;
  readonly visit: Reader<[bytes: Uint8Array], LastState | null>;
}
export type ReaderName = keyof Readers;
export type Given<K extends ReaderName> = Parameters<Readers[K]>;
export type Read<K extends ReaderName> = Awaited<ReturnType<Readers[K]>>;

const readers: { readonly [K in ReaderName]: (...given: Given<K>) => Promise<Read<K>> } = {
  experiment: decodeFile,
  weights: decodeWeights,
  visit: async (bytes) => readSecondForm(bytes),
};

export const read = <K extends ReaderName>(reader: K, given: Given<K>): Promise<Read<K>> =>
  readers[reader](...given);
