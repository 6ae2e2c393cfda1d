export { nearest } from '../text/nearest.ts';
export * from './check.ts';
export * from './name.ts';
export * from './rule.ts';
export type * from './scene.ts';
export type * from './trust.ts';
export * from './verdict.ts';
