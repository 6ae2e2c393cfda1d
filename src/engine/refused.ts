import type { Endpoint } from '../model/index.ts';
import type { Fault } from './verdict.ts';

/**
 * How to speak of what AWS refuses. On an endpoint that exists AWS took it, so what we know may be out of date: a note,
 * worded so. On one that a plan makes or changes it is the rule's own level.
 */
export function refused(endpoint: Endpoint): Pick<Fault, 'level' | 'why'> {
  const { planned } = endpoint;
  if (planned !== null && planned !== 'no-op') return {};
  return {
    level: 'note',
    why: 'AWS took this endpoint although, as documented, it should have refused it: look at it.',
  };
}
