import { type Endpoint, type Network, type Origin, openBag, unknown, type Vpc } from '../model/index.ts';
import { type ActiveRule, type CheckOptions, isDead, isManaged, type Judgement, verdictsOf } from './check.ts';
import type { Fail, Verdict } from './verdict.ts';

/**
 * Faults that a plan causes in endpoints that it does not manage, as far as a context shows them. The endpoint was
 * certainly right before the plan, and is certainly not right after it. The subject is not the endpoint but its VPC, at
 * the line of the plan.
 *
 * @param inputs The documents of the plan.
 */
export function harms(
  net: Network,
  rules: readonly ActiveRule[],
  options: CheckOptions,
  inputs: readonly number[],
): Judgement[] {
  const telling = rules.filter(({ rule }) => rule.tellsOfContext);
  // What another plan makes is judged there.
  const others = net.endpoints.filter((e) => e.context && e.planned === null && !isDead(e) && !isManaged(e));
  if (telling.length === 0 || others.length === 0) return [];
  const out: Judgement[] = [];
  let before: ReadonlyMap<string, Endpoint> | undefined;
  for (const endpoint of others) {
    const vpc = vpcOf(endpoint);
    if (!vpc) continue;
    for (const active of telling) {
      const own = options.override ? options.override(active, vpc) : active;
      const fault = own && onlyVerdict(verdictsOf(own, endpoint, net, options));
      if (!own || fault?.verdict !== 'fail') continue;
      const was = net.before?.network;
      if (!was) return out;
      before ??= new Map(was.endpoints.map((each) => [each.key, each]));
      const former = before.get(endpoint.key);
      if (!former || onlyVerdict(verdictsOf(own, former, was, options))?.verdict !== 'pass') continue;
      const causes = causesOf(fault, former, endpoint, inputs);
      if (causes.length > 0) out.push({ active: own, subject: vpc, verdict: told(fault, endpoint, causes) });
    }
  }
  return out;
}

function onlyVerdict(verdict: Verdict | readonly Verdict[]): Verdict | undefined {
  return 'verdict' in verdict ? verdict : verdict[0];
}

function told(fault: Fail, endpoint: Endpoint, [at, ...more]: readonly Origin[]): Fail {
  return {
    ...fault,
    message: `This change breaks ${endpoint.key}, which it does not manage: ${fault.message}`,
    at: at!,
    related: [
      { message: 'the endpoint', at: endpoint.at },
      ...more.map((each) => ({ message: 'another cause', at: each })),
    ],
    evidence: { endpoint: endpoint.key, ...fault.evidence },
    detail: endpoint.key,
  };
}

/** The places in the plan that cause the fault, or else the removed rules of the endpoint's security groups. */
function causesOf(fault: Fail, former: Endpoint, endpoint: Endpoint, inputs: readonly number[]): readonly Origin[] {
  const isOwn = (at: Origin) => inputs.includes(at.input);
  const named = [...(fault.at ? [fault.at] : []), ...(fault.related ?? []).map(({ at }) => at)].filter(isOwn);
  if (named.length > 0) return named;
  const left = new Set(rulePlaces(endpoint).map(nameOf));
  const taken = rulePlaces(former).filter((at) => isOwn(at) && !left.has(nameOf(at)));
  return taken.length > 0 ? taken : rulePlaces(former).filter(isOwn);
}

function nameOf({ input, address, path }: Origin): string {
  return JSON.stringify([input, address, path]);
}

function rulePlaces({ groups }: Endpoint): readonly Origin[] {
  return groups.sure.flatMap((ref) =>
    ref.is === 'entity' ? [ref.to.ingress, ref.to.egress].flatMap(({ sure }) => sure.map(({ at }) => at)) : [],
  );
}

/** The VPC as a subject. The address that it has in a document of the context is none of the plan's. */
function vpcOf({ vpc, region, account, at }: Endpoint): Vpc | undefined {
  if (vpc.is === 'unknown') return undefined;
  if (vpc.is === 'entity' && !vpc.to.context) return vpc.to;
  const because = 'the plan does not manage the VPC';
  return {
    kind: 'vpc',
    key: vpc.is === 'id' ? vpc.id : vpc.to.key,
    address: null,
    id:
      vpc.is === 'entity'
        ? vpc.to.id
        : { known: true, value: vpc.id, at: vpc.at, ...(vpc.sensitive ? { sensitive: true as const } : {}) },
    region,
    account,
    at,
    enableDnsSupport: unknown(because, at),
    enableDnsHostnames: unknown(because, at),
    cidr: unknown(because, at),
    secondaryCidrs: openBag(because, at),
    cidrs: openBag(because, at),
    hasIpv6: unknown(because, at),
    created: false,
    isDefault: unknown(because, at),
    blockPublicAccess: unknown(because, at),
  };
}
