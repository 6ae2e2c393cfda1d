export * from './choices.ts';
export * from './config.ts';
export * from './find.ts';
export * from './print.ts';
export * from './read.ts';
export * from './settings.ts';
export * from './summary.ts';
