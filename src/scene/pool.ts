/** The pool of the IP Address Manager that gives VPCs their ranges. It is not in the input. */
export const POOL = 'ipam-pool-0a1b2c3d4e5f60718';

/** The length of a range's prefix: what is asked of the pool. */
export function lengthOf(cidr: string): number {
  return Number(cidr.split('/')[1]);
}
