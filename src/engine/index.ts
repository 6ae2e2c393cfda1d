export * from './advise.ts';
export * from './check.ts';
export * from './controls.ts';
export * from './harm.ts';
export * from './name.ts';
export * from './rule.ts';
export * from './verdict.ts';
export * from './ways.ts';
