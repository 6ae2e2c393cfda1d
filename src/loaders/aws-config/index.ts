/** Answers and files of AWS Config, read as describe output of the accounts and Regions in them. */

export { recordedIn } from './groups.ts';
export { type ConfigFile, isConfig } from './items.ts';
export { pointerIn } from './pointer.ts';
