/** What the single program runs: the command line, and the data that other builds read from files. */
export { useActionSlices } from '../aws/actions/load.ts';
export { app } from './app.ts';
