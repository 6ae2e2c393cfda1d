/** Stands in for `string-width` in the bundle: yargs asks only for the width of our own texts, and the original costs 30 ms. */
export { width as default } from '../reporters/text.ts';
