import { type SymbolType, symbolCircle, symbolSquare, symbolStar, symbolTriangle, symbolWye } from 'd3';

/** A mark for each connection in turn, so that colour is not the only difference. The diamond belongs to errors. */
export const shapes: readonly SymbolType[] = [
  symbolCircle,
  symbolSquare,
  symbolTriangle,
  symbolStar,
  symbolWye,
];
