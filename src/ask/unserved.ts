import { listed, series } from '../base/words.ts';
import { fail, nameOf, notApplicable, pass, undecided, type Verdict } from '../engine/index.ts';
import { inVpc, type Network, type Ref, type Vpc, type Workload } from '../model/index.ts';
import { addEndpoints } from './add-endpoints.ts';
import { unservedIn } from './workloads.ts';

/** Workloads of a VPC that cannot reach a service. One finding covers all that lack the same services. */
export function unservedWorkloads(vpc: Vpc, net: Network): Verdict | readonly Verdict[] {
  const ref: Ref<Vpc> = { is: 'entity', to: vpc, at: vpc.at };
  const found = unservedIn(ref, net);
  if (found.length === 0) return inVpc(net.workloads, ref).sure.length > 0 ? pass : notApplicable;
  const lacking = new Map<
    string,
    { readonly missing: readonly string[]; readonly isSure: boolean; workloads: Workload[] }
  >();
  for (const { workload, needs, mayCall } of [...found].sort(byKey)) {
    const missing = needs.length > 0 ? [...needs, ...mayCall] : mayCall;
    if (missing.length === 0) continue;
    const key = `${needs.length > 0} ${missing.join()}`;
    const group = lacking.get(key) ?? { missing, isSure: needs.length > 0, workloads: [] };
    group.workloads.push(workload);
    lacking.set(key, group);
  }
  const complete = net.complete('endpoint', ref);
  const fails = [...lacking.values()].map(({ missing, isSure, workloads }) => {
    const [first, ...more] = workloads as [Workload, ...Workload[]];
    const who = more.length > 0 ? `${first.key} and ${more.length} more` : first.key;
    const need = isSure ? (more.length > 0 ? 'need' : 'needs') : 'may call';
    return fail({
      message: `${who} ${need} ${listed(missing, 4)}, but ${nameOf(vpc)} has no route to ${missing.length === 1 ? 'it' : 'them'}`,
      at: first.at,
      ...(isSure
        ? missing.some((service) => service.startsWith('ecr.'))
          ? { level: 'error' }
          : {}
        : { level: 'note' }),
      detail: `${first.key} ${missing.join()}`,
      related: more.slice(0, 10).map(({ at, key }) => ({ message: `${key} too`, at })),
      evidence: { missing, workloads: workloads.map(({ key }) => key) },
      assumed: complete.complete && complete.assumed !== null ? [complete.assumed] : [],
      why: `The subnets of ${first.key} have no default route, so its calls to ${series(missing)} time out.`,
      ...addEndpoints(missing),
    });
  });
  const open = found.find((each) => each.open !== null)?.open ?? null;
  return fails.length > 0 || open === null ? fails : undecided(open);
}

function byKey(a: { readonly workload: Workload }, b: { readonly workload: Workload }): number {
  return a.workload.key < b.workload.key ? -1 : 1;
}
