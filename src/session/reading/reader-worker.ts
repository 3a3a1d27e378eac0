import { buffersIn, type Given, type ReaderName, read } from './readers.ts';

export interface Question<K extends ReaderName = ReaderName> {
  readonly reader: K;
  readonly given: Given<K>;
}

/** That it is there, and then what was read. */
export type Answer = 'begun' | { readonly read: unknown };

const scope = self as unknown as {
  onmessage: (event: MessageEvent<Question>) => void;
  postMessage(answer: Answer, transfer?: ArrayBuffer[]): void;
};

scope.onmessage = async ({ data: { reader, given } }) => {
  scope.postMessage('begun');
  const answer = await read(reader, given);
  scope.postMessage({ read: answer }, [...buffersIn(answer)]);
};
