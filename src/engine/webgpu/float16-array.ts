/*
 * webgpu-utils 2.1.1 names Float16Array in tables it builds while loading; browsers before 2025 and Node 20 lack it.
 * Ours stands in for the name only: no struct of this project holds half floats. Import before webgpu-utils.
 */
const scope = globalThis as { Float16Array?: unknown };
scope.Float16Array ??= class Float16Array extends Uint16Array {};

export {};
