const DEAD = new Set(['deleting', 'deleted', 'rejected', 'failed', 'expired']);

/** Whether AWS no longer serves an endpoint in this state (written in lower case, as the provider does). */
export function isDeadState(state: string): boolean {
  return DEAD.has(state);
}
