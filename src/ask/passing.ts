/** Subnets through which only traffic of others passes: those of transit gateways and of Gateway Load Balancer endpoints. */
import { oncePer } from '../base/memo.ts';
import {
  type Bag,
  inVpc,
  is,
  type Network,
  oncePerVpc,
  type Ref,
  type Subnet,
  type Vpc,
  whyOpen,
} from '../model/index.ts';

/** Keys and IDs of the subnets of such gateways and endpoints, and of those with clients. */
const subnetsOf = oncePer((net: Network) => {
  const passing = new Set<string>();
  const used = new Set<string>();
  for (const { type, subnets } of net.gateways) if (isTransit(type)) addTo(passing, subnets);
  for (const { type, subnets } of net.endpoints) if (is(type, 'GatewayLoadBalancer')) addTo(passing, subnets);
  for (const { calls, subnets } of net.attachments) if (!is(calls, false)) addTo(used, subnets);
  return { passing, used };
});

function addTo(names: Set<string>, { sure }: Bag<Ref<Subnet>>): void {
  for (const ref of sure) {
    const name = nameIn(ref);
    if (name !== undefined) names.add(name);
  }
}

function nameIn(ref: Ref<Subnet>): string | undefined {
  if (ref.is === 'unknown') return undefined;
  return ref.is === 'entity' ? ref.to.key : ref.id;
}

function isTransit(type: string): boolean {
  return type === 'transit-gateway' || type === 'core-network';
}

/** Why any subnet of a VPC may have one of these, and why any may have clients. */
const doubtsIn = oncePerVpc((vpc, net) => {
  const gateways = inVpc(net.gateways, vpc);
  const endpoints = inVpc(net.endpoints, vpc);
  const passing = [
    ...[...gateways.sure, ...gateways.maybe].filter(({ type }) => isTransit(type)),
    ...[...endpoints.sure, ...endpoints.maybe].filter(({ type }) => is(type, 'GatewayLoadBalancer')),
  ];
  const clients = inVpc(net.attachments, vpc);
  const calling = [...clients.sure, ...clients.maybe].filter(({ calls }) => !is(calls, false));
  const all = net.complete('attachment', vpc);
  const untyped = [...endpoints.sure, ...endpoints.maybe].flatMap(({ type, subnets }) =>
    type.known || (subnets.sure.length === 0 && whyOpen(subnets) === undefined) ? [] : type.because,
  );
  return {
    passing: doubtOf(passing) ?? untyped[0],
    used: doubtOf(calling) ?? (all.complete ? undefined : all.because),
  };
});

function doubtOf(list: readonly { readonly subnets: Bag<Ref<Subnet>> }[]): string | undefined {
  for (const { subnets } of list) {
    const unclear = subnets.sure.find((ref) => ref.is === 'unknown');
    const why = whyOpen(subnets) ?? (unclear?.is === 'unknown' ? unclear.because : undefined);
    if (why !== undefined) return why;
  }
  return undefined;
}

/** Whether a subnet of a VPC only passes traffic on; else why that is not known. */
export function onlyPasses(ref: Ref<Subnet>, vpc: Ref<Vpc>, net: Network): boolean | string {
  const { passing, used } = subnetsOf(net);
  const doubts = doubtsIn(vpc, net);
  if (ref.is === 'unknown') return passing.size > 0 || doubts.passing !== undefined ? ref.because : false;
  const name = nameIn(ref)!;
  if (used.has(name)) return false;
  return passing.has(name) ? (doubts.used ?? true) : (doubts.passing ?? false);
}
