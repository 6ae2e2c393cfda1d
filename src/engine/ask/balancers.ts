import { type Bag, type EndpointService, type LoadBalancer, type Ref, whyOpen } from '../../model/index.ts';

/** The load balancers of an endpoint service that the input holds. */
export interface Balancers {
  /** Those that surely serve it. */
  readonly sure: readonly LoadBalancer[];
  /** Why there may be others, or ones of which nothing is known; null where these are all. */
  readonly open: string | null;
}

export function balancersOf({ loadBalancers }: EndpointService): Balancers {
  const sure: LoadBalancer[] = [];
  let open = whyOpen(loadBalancers) ?? null;
  for (const ref of loadBalancers.sure) {
    if (ref.is === 'entity') sure.push(ref.to);
    else open ??= whyUnseen(ref);
  }
  return { sure, open };
}

function whyUnseen(ref: Exclude<Ref<LoadBalancer>, { is: 'entity' }>): string {
  if (ref.is === 'unknown') return ref.because;
  return `load balancer ${ref.sensitive ? '(sensitive)' : ref.id} is not in the input`;
}

/** Whether a bag surely holds a value, surely not, or nobody knows. */
export function holds<T>(values: Bag<T>, value: T): 'yes' | 'no' | 'unknown' {
  if (values.sure.includes(value)) return 'yes';
  return values.open !== null || values.maybe.includes(value) ? 'unknown' : 'no';
}
