export * from './choices.ts';
export * from './config.ts';
export * from './find.ts';
export * from './settings.ts';
