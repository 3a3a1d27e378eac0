import { answerWith } from './ask-worker.ts';
import { type Given, type ReaderName, read } from './readers.ts';

export interface Question<K extends ReaderName = ReaderName> {
  readonly reader: K;
  readonly given: Given<K>;
}

answerWith<Question>(({ reader, given }) => read(reader, given));
