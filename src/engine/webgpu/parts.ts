/** What one call of a dispatch has to do: outputs that do not depend on each other, of so many operations each. */
export interface Load {
  readonly outputs: number;
  readonly operations: number;
}

/** Of so many calls from the first, the outputs from the first to before the end: a dispatch, or a part of one. */
export interface Part {
  readonly firstCall: number;
  readonly calls: number;
  readonly firstOutput: number;
  readonly endOutput: number;
}

/** Beyond the outputs of any call. */
export const EVERY_OUTPUT = 2 ** 32 - 1;

/** Operations of a part. */
export function operationsIn(loads: readonly Load[], part: Part): number {
  const { firstCall, calls, firstOutput, endOutput } = part;
  return loads.slice(firstCall, firstCall + calls).reduce((sum, { outputs, operations }) => {
    return sum + operations * Math.max(0, Math.min(outputs, endOutput) - firstOutput);
  }, 0);
}

/**
 * Cuts a dispatch into parts of at most so many operations: whole calls as long as they fit, a call that does not fit by its
 * outputs. Every output is in exactly one part, in order. Only a single output can be more than is allowed.
 * @param threads outputs that a workgroup takes at a time: parts of more end with a full workgroup
 */
export function partsOf(loads: readonly Load[], threads: number, most: number): readonly Part[] {
  const parts: Part[] = [];
  for (let call = 0; call < loads.length; ) {
    const end = endOfFitting(loads, call, most);
    if (end > call) {
      parts.push({ firstCall: call, calls: end - call, firstOutput: 0, endOutput: EVERY_OUTPUT });
      call = end;
    } else parts.push(...partsOfCall(call, loads[call++]!, threads, most));
  }
  return parts;
}

/** The first call behind those that fit together. */
function endOfFitting(loads: readonly Load[], from: number, most: number): number {
  let end = from;
  for (let sum = 0; end < loads.length; end++) {
    sum += loads[end]!.outputs * loads[end]!.operations;
    if (sum > most) break;
  }
  return end;
}

function partsOfCall(call: number, { outputs, operations }: Load, threads: number, most: number): Part[] {
  const fitting = Math.max(1, Math.floor(most / operations));
  const length = fitting > threads ? fitting - (fitting % threads) : fitting;
  return Array.from({ length: Math.ceil(outputs / length) }, (_, k) => ({
    firstCall: call,
    calls: 1,
    firstOutput: k * length,
    endOutput: Math.min(outputs, (k + 1) * length),
  }));
}
