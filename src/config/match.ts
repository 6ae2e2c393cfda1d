import { matchesGlob, type Traits } from '../findings/index.ts';
import { MATCH_KEYS, type Match } from './config.ts';

/**
 * Whether a subject is meant: for every key given, one of its globs matches one of the subject's names. What the input
 * does not say matches nothing: an exception made for an account does not spread to endpoints of unknown accounts.
 */
export function matches(match: Match, traits: Traits): boolean {
  return MATCH_KEYS.every((key) => {
    const globs = match[key];
    return globs === undefined || traits[key].some((name) => globs.some((glob) => matchesGlob(glob, name)));
  });
}
