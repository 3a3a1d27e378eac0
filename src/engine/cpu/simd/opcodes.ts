/*
 * What the words of a record mean, for both sides: `simd-records.ts` writes records, `program.ts` carries them out. A record is
 * WORDS 32-bit words: the opcode, then the arguments in the order told here. Tensors are byte addresses; 0 is "none".
 */
export const WORDS = 12;

/** data, rows, value, moves, held, units */
export const GATHER = 1;
/** preactivation, value, moves, held, units, activation */
export const INFER = 2;
/** source, value, moves, held, units */
export const ADOPT = 3;
/** value, held, units */
export const CLEAR = 4;
/** source, values or none, slopes or none, activation, units */
export const EVALUATE = 5;
/** value, error, drive, moves of a block, units */
export const RELAX = 6;
/** value, error, drive, moves of a block, units, precision */
export const RELAX_FULLY = 7;
/** error, delta, drive, moves, preactivation, units, activation */
export const BALANCE = 8;
/** value, prediction, slopes or none, error, delta, precision, counting of a block, units */
export const COMPARE = 9;
/** error, precision, energy, units */
export const MEASURE = 10;
/** value, preactivation, prediction, error, delta, precision, counted, units */
export const COMPARE_CLASSES = 11;
/** value, preactivation, precision, energy, units */
export const MEASURE_CLASSES = 12;
/** activity, forward panels, bias, preactivation, sourceUnits, units, accumulate */
export const PREDICT = 13;
/** delta, backward panels, slopes or none, drive, sourceUnits, units, accumulate, room for a batch of products */
export const PULLBACK = 14;
/**
 * activity, delta, gradient, mask or none, sourceUnits, units, room for a panel; first and end of the units that are computed
 * where only a share of the samples is
 */
export const GRADIENT = 15;
/** delta, gradient, units */
export const BIAS_GRADIENT = 16;
/** activity, preactivation, units */
export const RELAY = 17;
/** delta, drive, units, accumulate */
export const RELAY_BACK = 18;
/** weight, forward panels or none, backward panels or none, sourceUnits, units */
export const PACK = 19;
/** parameter, gradient, length */
export const SGD = 20;
/** parameter, gradient, length, velocity */
export const MOMENTUM = 21;
/** parameter, gradient, length, first, second, corrections */
export const ADAM = 22;
/** corrections */
export const ADAM_ADVANCE = 23;
/** clock */
export const RESET = 24;
/** clock */
export const TICK = 25;
/** energy, trace, clock, number among the schedule's records of energy */
export const RECORD_ENERGY = 26;
/** figure, trace, clock, length */
export const RECORD_OUTCOME = 27;
/** value, prediction, correct, units */
export const JUDGE = 28;
/** gradient, rival, length, part, sums, bytes from row to row */
export const LENGTHS = 29;
/** gradient, rival, length, part, sums, bytes from row to row, squares */
export const LEGS = 30;
/** sums, bytes from row to row, count, rows, totals */
export const ADD_UP = 31;
