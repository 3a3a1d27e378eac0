/*
 * A chain of L linear layers whose weights, from the second on, are orthogonal, π = 1 on hidden nodes. Up to rotations its
 * curvature is the tridiagonal matrix (−1, 2, −1) of L − 1 rows, whose eigenvalues are 2 − 2 cos(iπ/L).
 */

/** Largest η at which strict settling is stable, 2/λ_max = 1/(1 + cos(π/L)): 1, .586, .520, .505 for L = 2, 4, 8, 16, towards ½. Output precision 1. */
export const orthogonalLimit = (layers: number): number => 1 / (1 + Math.cos(Math.PI / layers));

/** What settling leaves of the loss, 1/(1 + π(L − 1)), from S = I/π + (L − 1)I; equal in every layer for output precision π = 1. */
export const orthogonalShare = (layers: number, precision = 1): number => 1 / (1 + precision * (layers - 1));
