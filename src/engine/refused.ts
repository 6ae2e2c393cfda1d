import type { Endpoint } from '../model/index.ts';
import type { Fault } from './verdict.ts';

/** Whether it is as AWS accepted it: it exists, and no plan changes it. */
function isAccepted({ planned }: Endpoint): boolean {
  return planned === null || planned === 'no-op';
}

/**
 * How to speak of what AWS refuses. On an endpoint that exists AWS took it, so what we know may be out of date: a note,
 * worded so. On one that a plan makes or changes it is the rule's own level.
 */
export function refused(endpoint: Endpoint): Pick<Fault, 'level' | 'why'> {
  if (!isAccepted(endpoint)) return {};
  return {
    level: 'note',
    why: 'AWS took this endpoint although, as documented, it should have refused it: look at it.',
  };
}
