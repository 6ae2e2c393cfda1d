/** Workloads of a VPC that can reach the services they call only through endpoints. */
import type { Network, Ref, Vpc, Workload } from '../model/index.ts';
import { inVpc } from '../model/index.ts';
import { whyOutside } from './in-input.ts';
import { reachedFrom } from './other-paths.ts';
import { tableOf, waysOutOf } from './paths.ts';

/** Services that a workload does not reach. */
export interface Unserved {
  readonly workload: Workload;
  /** Services that it does not work without. */
  readonly needs: readonly string[];
  /** Services that it may call. */
  readonly mayCall: readonly string[];
  /** Why this is not known of further services; null if it is. */
  readonly open: string | null;
}

/** The workloads of a VPC that lack a service, or may. */
export function unservedIn(vpc: Ref<Vpc>, net: Network): Unserved[] {
  const { sure, maybe } = inVpc(net.workloads, vpc);
  // Where all of a VPC has a way out, it does not matter what else may be in it.
  const strays = (maybe.length > 0 && allLeadOut(vpc, net) ? [] : maybe).flatMap((workload): Unserved[] => {
    const open = workload.subnets.open ?? `it is not known whether ${workload.key} is in the VPC`;
    return unserved(workload, vpc, net).length > 0 ? [{ workload, needs: [], mayCall: [], open }] : [];
  });
  return [...sure.flatMap((workload) => unserved(workload, vpc, net)), ...strays];
}

/** Whether every route table of a VPC surely leads out of it. */
function allLeadOut(vpc: Ref<Vpc>, net: Network): boolean {
  const { sure, maybe } = inVpc(net.routeTables, vpc);
  const isWhole = net.complete('route-table', vpc).complete && maybe.length === 0;
  return isWhole && sure.length > 0 && sure.every((table) => waysOutOf(table, net).sure.size > 0);
}

function unserved(workload: Workload, vpc: Ref<Vpc>, net: Network): Unserved[] {
  const { needs, mayCall, region } = workload;
  if (needs.sure.length + needs.maybe.length + mayCall.sure.length + mayCall.maybe.length === 0) {
    if (needs.open === null && mayCall.open === null) return [];
  }
  const shut = isShutIn(workload, net);
  if (shut === 'no') return [];
  if (shut !== 'yes') return [{ workload, needs: [], mayCall: [], open: shut }];
  let open = needs.open ?? mayCall.open;
  const missing = (services: readonly string[]) =>
    services.filter((service) => {
      const reached = reachedFrom(vpc, service, region.known ? region.value : undefined, net);
      if (reached !== 'missing' && reached !== 'served') open ??= reached;
      return reached === 'missing';
    });
  const unsure = missing([...needs.maybe, ...mayCall.maybe])[0];
  if (unsure !== undefined) open ??= `it is not known whether ${workload.key} calls ${unsure}`;
  const found = { workload, needs: missing(needs.sure), mayCall: missing(mayCall.sure), open };
  return found.needs.length + found.mayCall.length > 0 || open !== null ? [{ ...found, open }] : [];
}

/** Whether all subnets of a workload surely have no route out of the VPC; a text says why that is not known. */
function isShutIn({ key, subnets }: Workload, net: Network): 'yes' | 'no' | (string & {}) {
  if (subnets.sure.length + subnets.maybe.length === 0 && subnets.open === null) return 'no';
  let open = subnets.open ?? (subnets.maybe.length > 0 ? `the subnets of ${key} are not known` : null);
  for (const ref of subnets.sure) {
    if (ref.is !== 'entity') {
      open ??= whyOutside(ref, 'subnet');
      continue;
    }
    const found = tableOf(ref.to, net);
    if ('because' in found) {
      open ??= found.because;
      continue;
    }
    const ways = waysOutOf(found.table, net);
    if (ways.sure.size > 0) return 'no';
    open ??= ways.open;
  }
  return open ?? 'yes';
}
