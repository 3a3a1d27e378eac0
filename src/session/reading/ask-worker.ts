/** What a worker that reads says: that it is there, and then what was read. */
type Answer = 'begun' | { readonly read: unknown };

/** `none` where no worker comes, `failed` where one began to read and did not end. */
type Reply = { readonly read: unknown } | 'none' | 'failed';

/** Has a worker of its own answer one question. */
export async function askWorker(make: () => Worker, question: unknown): Promise<Reply> {
  let worker: Worker | undefined;
  let hasBegun = false;
  try {
    const reading = make();
    worker = reading;
    return await new Promise((resolve, reject) => {
      reading.onmessage = ({ data }: MessageEvent<Answer>) => {
        if (data === 'begun') hasBegun = true;
        else resolve(data);
      };
      reading.onerror = reject;
      reading.onmessageerror = reject;
      reading.postMessage(question);
    });
  } catch {
    return hasBegun ? 'failed' : 'none';
  } finally {
    worker?.terminate();
  }
}

interface Scope<Question> {
  onmessage: (event: MessageEvent<Question>) => void;
  postMessage(answer: Answer, transfer?: ArrayBuffer[]): void;
}

/** In such a worker: answers what it is asked, memory changing hands. */
export function answerWith<Question>(read: (question: Question) => unknown): void {
  const scope = self as unknown as Scope<Question>;
  scope.onmessage = async ({ data }) => {
    scope.postMessage('begun');
    const answer = await read(data);
    scope.postMessage({ read: answer }, [...buffersIn(answer)]);
  };
}

/** The memory under arrays of numbers, however deep: it changes hands instead of being copied. */
function buffersIn(value: unknown, found = new Set<ArrayBuffer>()): Set<ArrayBuffer> {
  if (value instanceof Float64Array) found.add(value.buffer as ArrayBuffer);
  else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
    for (const it of Object.values(value)) buffersIn(it, found);
  return found;
}
