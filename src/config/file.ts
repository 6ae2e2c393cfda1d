/** What needs a YAML parser: loaded only when there is a config to read or to print. */
export { configText } from './print.ts';
export { readConfig } from './read.ts';
