/**
 * What every benchmark gives back. `bench/main.ts` runs them all, writes `results.json`, the tables and the READMEs' figures, and judges the targets.
 */
export interface Target {
  /** What must hold, as a sentence: "The heap does not grow from payment 2 to 100". */
  readonly claim: string;
  readonly value: number;
  /** The target is met where `value` is at most this. */
  readonly limit: number;
  /** The target is met where `value` is at least `limit` instead. */
  readonly atLeast?: true;
  readonly unit: string;
}

/** The first row is its head. */
export type Table = readonly (readonly string[])[];

/** One number for the READMEs. */
export interface Figure {
  readonly english: string;
  readonly chinese: string;
  /** With its unit. */
  readonly value: string;
}

export interface Result {
  readonly table: Table;
  /** What the table alone does not say, as Markdown below it. */
  readonly notes?: readonly string[];
  readonly figures?: readonly Figure[];
  readonly targets: readonly Target[];
  /** The raw measurements, for whoever wants to reckon anew. */
  readonly data: unknown;
}

export interface Bench {
  readonly title: string;
  /** @param progress one line about what is under way, since some take minutes */
  run(progress: (line: string) => void): Promise<Result>;
}
