import type { Component } from 'svelte';
import type { Session, Spot } from '#session/session.ts';
import type { Measure } from '#session/studies/agreement-course.ts';
import type { GradientLook, PanelId, Scope } from '../page.svelte.ts';

/** What a chart may look at: the readable half of the session, so that a test can hand it a plain object. */
export type Scene = Pick<
  Session,
  | 'experiment'
  | 'rows'
  | 'frame'
  | 'moment'
  | 'recorded'
  | 'answer'
  | 'landscape'
  | 'rivalLandscape'
  | 'epochs'
  | 'ghost'
  | 'training'
  | 'diverged'
  | 'stabilityLimit'
  | 'selection'
  | 'runs'
  | 'course'
  | 'stability'
>;

/** How the page looks at it. */
export interface Look {
  readonly scope: Scope;
  readonly slice: readonly [Spot, Spot] | null;
  readonly gradients: GradientLook;
  /** What is drawn of the agreement over t. */
  readonly measure: Measure;
}

export const usual: Look = {
  scope: 'sample',
  slice: null,
  gradients: { scale: 'linear', apart: null },
  measure: 'angleDegrees',
};

export interface Table {
  readonly columns: readonly string[];
  /** Formatted cells; the first of each row heads it. */
  readonly rows: readonly (readonly string[])[];
  /** Said under the table where it does not hold everything. */
  readonly note?: string;
}

/** Room to draw in, in CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

/** One picture of a scene. Its law suite is tests/view/charts.test.ts. */
export interface Chart {
  readonly id: string;
  /** Where it is shown; of several that fit, the first unless another is chosen. */
  readonly panel: PanelId;
  /** Among the charts of its panel. */
  readonly label: string;
  /** Whether there is anything of this kind to draw. */
  fits(scene: Scene): boolean;
  title(scene: Scene, look?: Look): string;
  /** What the picture shows at this moment, in words: its caption and its name for assistive technology. */
  describe(scene: Scene, look?: Look): string;
  table(scene: Scene, look?: Look): Table;
  /** Definitions, a paragraph each. */
  readonly about?: readonly string[];
  readonly component: Component<Room>;
  /** Right of the title, and in a row above the picture. */
  readonly tools?: Component;
  readonly switches?: Component;
}

/** Tables stop here; the document holds everything. */
export const TABLE_ROWS = 200;
