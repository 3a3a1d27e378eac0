/** A stretch of an equation: a variable leans, all else stands. */
export interface Piece {
  readonly text: string;
  readonly leans: boolean;
}

/** Single letters are variables, whatever marks follow them; longer words, numbers and signs are not. */
export function piecesOf(equation: string): readonly Piece[] {
  return equation
    .split(/(\p{L}+)/u)
    .filter((text) => text !== '')
    .map((text) => ({ text, leans: /^[A-Za-zα-ωϵ]ᵀ?[α-ω]?$/u.test(text) && text !== 'Σ' }));
}
