import { type Draft, defaultName, entries, LETTERS, vpcNamed } from './draft.ts';
import { find } from './names.ts';
import type { Gateway, Group, PrefixList, Route, RouteTable, Rule, Target, Vpc } from './resolved.ts';
import type { GroupScene, RouteTableScene, RouteTargetScene, RuleScene, Scene } from './scene.ts';

export function resolvePrefixLists(draft: Draft, scene: Scene): PrefixList[] {
  return entries(scene.prefixLists).map(([name, { cidrs }]) => ({
    name,
    id: draft.id('pl', name),
    given: true,
    cidrs,
  }));
}

/** Groups may name each other, so all groups are created first and get their rules later. */
export function resolveGroups(draft: Draft, scene: Scene): Group[] {
  const wanted = new Map<string, { group: GroupScene; given: boolean; vpc: Target<Vpc> }>();
  for (const vpc of draft.vpcs) {
    wanted.set(defaultName(draft, vpc, 'https'), { group: { ingress: [{}] }, given: false, vpc: { to: vpc } });
    // As AWS makes it with the VPC: everything from its own members.
    const own: RuleScene = { protocol: '-1', self: true };
    wanted.set(defaultName(draft, vpc, 'default'), { group: { ingress: [own] }, given: false, vpc: { to: vpc } });
  }
  for (const [name, group] of Object.entries(scene.groups ?? {})) {
    if (group === null) wanted.delete(name);
    else wanted.set(name, { group, given: true, vpc: vpcNamed(draft, group.vpc) });
  }
  const groups = [...wanted].map(([name, { group, given, vpc }]) => {
    const isDefault = name === 'default' || ('to' in vpc && name === `${vpc.to.name}-default`);
    return {
      name,
      id: isDefault && 'to' in vpc ? vpc.to.defaultGroup : draft.id('sg', name),
      given,
      vpc,
      isDefault,
      separate: group.separate ?? false,
      ingress: [] as Rule[] | 'unknown',
      egress: [] as Rule[],
    };
  });
  for (const group of groups) {
    const { ingress, egress } = wanted.get(group.name)!.group;
    group.egress = (egress ?? []).map((rule) => resolveRule(draft, groups, rule, group.vpc));
    group.ingress =
      ingress === 'unknown' ? 'unknown' : (ingress ?? []).map((rule) => resolveRule(draft, groups, rule, group.vpc));
  }
  return groups;
}

/** Whether a protocol has ports. */
export function ports(
  protocol: string,
  port: number | readonly [number, number] | undefined,
): readonly [number, number] | null {
  if (!['tcp', 'udp', '6', '17'].includes(protocol)) return null;
  const range = port ?? 443;
  return typeof range === 'number' ? [range, range] : range;
}

function resolveRule(draft: Draft, groups: readonly Group[], rule: RuleScene, vpc: Target<Vpc>): Rule {
  const protocol = rule.protocol ?? 'tcp';
  const named = rule.groups !== undefined || rule.prefixLists !== undefined || rule.self === true;
  const cidrs = rule.cidrs ?? (named ? [] : ['vpc']);
  const ofVpc = cidrs.includes('vpc');
  if (ofVpc && !('to' in vpc)) throw new Error('scene: a rule from `vpc` needs a group in a VPC of the scene');
  return {
    protocol,
    ports: ports(protocol, rule.port),
    cidrs: cidrs.map((cidr) => (cidr === 'vpc' && 'to' in vpc ? vpc.to.cidr : cidr)),
    ofVpc,
    groups: (rule.groups ?? []).map((name) => find(groups, name, 'group')),
    prefixLists: (rule.prefixLists ?? []).map((name) => find(draft.prefixLists, name, 'prefix list')),
    self: rule.self ?? false,
  };
}

/** Route tables, and the ways out their routes lead to. */
export function resolveRouteTables(draft: Draft, scene: Scene): { routeTables: RouteTable[]; gateways: Gateway[] } {
  const wanted = new Map<string, { table: RouteTableScene; given: boolean; vpc: Target<Vpc> }>();
  const taken = new Set(entries(scene.routeTables).flatMap(([, table]) => table.subnets ?? []));
  for (const vpc of draft.vpcs) {
    const subnets = LETTERS.map((zone) => defaultName(draft, vpc, zone)).filter(
      (name) => !taken.has(name) && draft.subnets.some((subnet) => subnet.name === name),
    );
    wanted.set(defaultName(draft, vpc, 'private'), { table: { subnets }, given: false, vpc: { to: vpc } });
  }
  for (const [name, table] of Object.entries(scene.routeTables ?? {})) {
    if (table === null) wanted.delete(name);
    else wanted.set(name, { table, given: true, vpc: vpcNamed(draft, table.vpc) });
  }
  const gateways = new Map<string, Gateway>();
  const routeTables = [...wanted].map(([name, { table, given, vpc }]): RouteTable => {
    const subnets = (table.subnets ?? []).map((subnet) => find(draft.subnets, subnet, 'subnet'));
    const isMain = table.main === true && 'to' in vpc;
    return {
      name,
      id: isMain ? vpc.to.mainTable : draft.id('rtb', name),
      given,
      vpc,
      main: isMain,
      subnets,
      routes: Object.entries(table.routes ?? {}).map(([destination, target]) => ({
        destination: /^[0-9a-f.:]+\/\d+$/.test(destination)
          ? destination
          : find(draft.prefixLists, destination, 'prefix list'),
        target: resolveTarget(draft, target, vpc, gateways),
      })),
    };
  });
  return { routeTables, gateways: [...gateways.values()] };
}

const GATEWAY_IDS = {
  'nat-gateway': 'nat',
  'internet-gateway': 'igw',
  'egress-only-internet-gateway': 'eigw',
  'transit-gateway': 'tgw',
  'vpn-gateway': 'vgw',
  peering: 'pcx',
} as const;

function resolveTarget(
  draft: Draft,
  target: RouteTargetScene,
  vpc: Target<Vpc>,
  gateways: Map<string, Gateway>,
): Route['target'] {
  if (typeof target !== 'string' && 'endpoint' in target) return target;
  if (typeof target !== 'string' && 'gone' in target) {
    const id = draft.id(GATEWAY_IDS[target.gone], 'gone');
    return {
      gateway: { name: 'gone', id, given: false, type: target.gone, vpc, peer: null, subnet: null },
      gone: true,
    };
  }
  if (typeof target !== 'string' && 'nat' in target) {
    const name = `nat-${target.nat}`;
    const subnet = find(draft.subnets, target.nat, 'subnet');
    const id = draft.id('nat', target.nat);
    const gateway: Gateway = { name, id, given: true, type: 'nat-gateway', vpc, peer: null, subnet };
    gateways.set(name, gateways.get(name) ?? gateway);
    return { gateway: gateways.get(name)! };
  }
  const type = typeof target === 'string' ? target : 'peering';
  const peer = typeof target === 'string' ? null : find(draft.vpcs, target.peer, 'VPC');
  const home = 'to' in vpc ? vpc.to : undefined;
  const short = GATEWAY_IDS[type];
  const name = [defaultName(draft, home, short), ...(peer && 'to' in peer ? [peer.to.name] : [])].join('-');
  let gateway = gateways.get(name);
  if (!gateway) {
    const subnet = draft.subnets.find((s) => 'to' in s.vpc && s.vpc.to === home);
    const inSubnet = type === 'nat-gateway' && subnet ? ({ to: subnet } as const) : null;
    // One transit gateway serves all VPCs; of the others each VPC has its own.
    const id = type === 'transit-gateway' ? draft.id(short) : draft.id(short, name);
    gateway = { name, id, given: true, type, vpc, peer, subnet: inSubnet };
    gateways.set(name, gateway);
  }
  return { gateway };
}
