/**
 * `antom-checkout-controller/doctor`: what is wrong with this integration. The classic file has the same names under `AntomDoctor`.
 */
export { supportBundle } from './bundle';
export { diagnose } from './diagnose';
export { consoleHints } from './hints';
export { createTimeline } from './timeline';
export type { SupportParts } from './bundle';
export type { HintOptions } from './hints';
export type { TimelineEntry } from './journal';
export type { Timeline } from './timeline';
export type { Diagnosis, DiagnoseOptions, Finding, Level, Stage } from './types';
