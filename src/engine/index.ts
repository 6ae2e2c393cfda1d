export type * from '../scene/scene.ts';
export * from './check.ts';
export * from './name.ts';
export * from './rule.ts';
export type * from './trust.ts';
export * from './verdict.ts';
