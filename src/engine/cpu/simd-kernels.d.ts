/** The modules that `build/simd-kernels.mjs` compiles from `simd/program.ts`, in base64. */
declare module '*?kernels' {
  /** With SIMD as every browser has it. */
  export const plain: string;
  /** With multiply-adds of one rounding (relaxed SIMD), where the processor has them. */
  export const fused: string;
}
