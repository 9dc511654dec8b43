/**
 * The public types, by what they are about.
 */
export type { LogEntry } from '../core/log';
export type * from './event';
export type * from './options';
export type * from './outcome';
export type * from './product';
export type * from './session';
export type { SdkSource } from './source';
export type * from './state';
