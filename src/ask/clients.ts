/** What calls other services from a VPC: instances, functions and tasks, with their security groups and subnets. */
import { oncePer, push } from '../base/memo.ts';
import {
  type Attachment,
  inVpc,
  is,
  type Network,
  oncePerVpc,
  type Ref,
  type SecurityGroup,
  type Tri,
  type Vpc,
  whyOpen,
} from '../model/index.ts';

/** Clients with the same security groups and subnets, which no rule can tell apart. */
export interface ClientKind {
  readonly client: Attachment;
  /** Keys of all of them. */
  readonly keys: readonly string[];
}

export interface Clients {
  readonly kinds: readonly ClientKind[];
  /** Why there may be others; null if these are all. */
  readonly open: string | null;
}

/** Clients that surely are in a VPC and call, or may call, other services. */
export const clientsIn = oncePerVpc((vpc, net): Clients => {
  const { sure, maybe } = inVpc(net.attachments, vpc);
  const kinds = new Map<string, { client: Attachment; keys: string[] }>();
  for (const client of sure) {
    if (is(client.calls, false)) continue;
    const key = kindOf(client);
    const kind = kinds.get(key);
    if (kind) kind.keys.push(client.key);
    else kinds.set(key, { client, keys: [client.key] });
  }
  const stray = maybe.find(({ calls }) => !is(calls, false));
  const complete = net.complete('attachment', vpc);
  const open = complete.complete ? null : complete.because;
  return { kinds: [...kinds.values()], open: open ?? (stray ? `it is not known which VPC ${stray.key} is in` : null) };
});

/** Equal for clients with the same security groups and subnets if all of these are known. */
function kindOf({ groups, subnets, calls, key }: Attachment): string {
  const names: string[] = [];
  for (const { sure, maybe, open } of [groups, subnets]) {
    if (open !== null || maybe.length > 0) return key;
    for (const ref of sure) {
      if (ref.is === 'unknown') return key;
      names.push(ref.is === 'entity' ? ref.to.key : ref.id);
    }
    names.push('|');
  }
  return `${calls.known} ${names.join(' ')}`;
}

/** Whether some client is a member of a security group; else why that is not known. */
export function hasClient(group: SecurityGroup, net: Network): Tri | string {
  const { members, doubtful } = membersOf(net);
  const own = members.get(group.key) ?? [];
  if (own.some(({ calls }) => is(calls, true))) return 'yes';
  const unclear = own.find(({ calls }) => !calls.known);
  if (unclear && !unclear.calls.known) return unclear.calls.because;
  const open = doubtful.find((client) => mayBeIn(client, group.vpc));
  if (open) return whyOpen(open.groups) ?? `the security groups of ${open.key} are not all known`;
  const complete = net.complete('attachment', group.vpc);
  if (complete.complete) return 'no';
  const isRead = complete.members && (complete.sources || groupsOfEndpoints(net).has(group.key));
  return isRead ? 'no' : complete.because;
}

/** Keys of the security groups that endpoints have. */
const groupsOfEndpoints = oncePer(
  (net: Network) =>
    new Set(
      net.endpoints.flatMap(({ groups }) => groups.sure.flatMap((ref) => (ref.is === 'entity' ? [ref.to.key] : []))),
    ),
);

const membersOf = oncePer((net: Network) => {
  const members = new Map<string, Attachment[]>();
  const doubtful: Attachment[] = [];
  for (const client of net.attachments) {
    const { groups, calls } = client;
    for (const ref of groups.sure) if (ref.is === 'entity') push(members, ref.to.key, client);
    const isOpen = groups.open !== null || groups.maybe.length > 0 || groups.sure.some((ref) => ref.is === 'unknown');
    if (isOpen && !is(calls, false)) doubtful.push(client);
  }
  return { members, doubtful };
});

function mayBeIn({ vpc }: Attachment, home: Ref<Vpc>): boolean {
  return !(vpc.is === 'entity' && home.is === 'entity' && vpc.to.key !== home.to.key);
}
