/** Bounds on what a document may hold. Units a node and parameters are bounded by core/network/check.ts. */
export const limits = {
  /** Nodes; deeper graphs would not fit the recursion of core/network/topology.ts. */
  nodes: 1024,
  connections: 16_384,
  rows: 20_000,
  /** Columns of a table that is read, and its characters. */
  columns: 4096,
  tableText: 5_000_000,
  /** Numbers in all rows together, inputs and targets. */
  dataNumbers: 20_000_000,
  /** Characters of an id or of the title. */
  text: 200,
  /** Fields and entries of all objects together, each as often as it is met: what holds the same object a thousand times is a thousand times as large. */
  entries: 100_000,
  /** Entries of `view`, at every depth together, and how deep they may nest. */
  viewEntries: 10_000,
  viewDepth: 16,
  viewText: 10_000,
};
