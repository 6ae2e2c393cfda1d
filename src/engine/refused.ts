import type { Endpoint } from '../model/index.ts';
import type { Fault } from './verdict.ts';

/** Whether AWS accepted the endpoint as it is: it exists, and no plan changes it. */
function isAccepted({ planned }: Pick<Endpoint, 'planned'>): boolean {
  return planned === null || planned === 'no-op';
}

/**
 * How to report what AWS rejects. AWS accepted an endpoint that exists, so what we know may be out of date: the finding is
 * a note and says so. On an endpoint that a plan creates or changes, the finding has the level of its rule.
 */
export function refused(endpoint: Pick<Endpoint, 'planned'>): Pick<Fault, 'level' | 'why'> {
  if (!isAccepted(endpoint)) return {};
  return {
    level: 'note',
    why: 'AWS accepted this endpoint although its documentation says that it should not. Check that the endpoint works.',
  };
}
