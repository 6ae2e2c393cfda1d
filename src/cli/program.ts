/** What the single program runs: the command line, and where the program keeps what is read from files elsewhere. */
export { useActionSlices } from '../aws/actions/load.ts';
export { app } from './app.ts';
