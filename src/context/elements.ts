/** The elements of bags, and how two elements are recognized as the same. */
import { normalizeProtocol } from '../aws/index.ts';
import type {
  Accepter,
  DnsRecord,
  Endpoint,
  Entity,
  Fact,
  IngressRule,
  NetworkAclEntry,
  NounKind,
  Ref,
  Route,
  Source,
  Subnet,
  SubnetAddress,
} from '../model/index.ts';
import { defaultGroupOf, nameOf } from './identity.ts';
import type { Elements, Objects, Part } from './merge.ts';

/** References. `anywhere`: another stack may add to those of what the judged input manages. */
export function refs<R extends Entity>(kind: NounKind, anywhere?: true): (join: Objects) => Elements<Ref<R>> {
  return (join) => ({
    ...(anywhere ? { anywhere } : {}),
    lift: (ref, { source }) => [join.ref(ref, kind, source)],
    names: (ref) => some(nameOf(ref)),
  });
}

/** The symbol by which a reference names the default group of a VPC that is not in its network. */
const DEFAULT = /^default group of (id|entity) (.*)$/;

/** Security groups; the default group that an endpoint has where none is given may be in another network. */
export function groups<R extends Entity>(join: Objects): Elements<Ref<R>> {
  const plain = refs<R>('security-group')(join);
  return {
    ...plain,
    lift: (ref, part) => {
      const named = ref.is === 'unknown' ? DEFAULT.exec(ref.symbol ?? '') : null;
      if (!named) return plain.lift(ref, part);
      const vpc = named[1] === 'id' ? named[2]! : join.idOfKey('vpc', named[2]!, part.source);
      const to = vpc === undefined ? undefined : join.find<R>('security-group', defaultGroupOf(vpc));
      return [to ? { is: 'entity', to, at: ref.at } : ref];
    },
  };
}

export const texts: Elements<string> = { lift: (text) => [text], names: (text) => [text] };

/** Ranges of a VPC: another stack may add to those of any. */
export const ranges: Elements<string> = { ...texts, anywhere: true };

/** Elements that hold no reference and are like no other. */
export function plain<E>(): Elements<E> {
  return { anywhere: true, lift: (each) => [each], names: () => [] };
}

/** Accepters of connections: one for each endpoint. Another stack may accept others. */
export function accepters(join: Objects): Elements<Accepter> {
  return {
    anywhere: true,
    lift: (each, { source }) => [{ ...each, endpoint: join.ref<Endpoint>(each.endpoint, 'endpoint', source) }],
    names: ({ endpoint }) => some(nameOf(endpoint)),
  };
}

export const principals: Elements<Fact<string>> = {
  lift: (each) => [each],
  names: (each) => (each.known ? [each.value] : []),
};

/** Rules of a group, one for each source. */
export function rules(join: Objects): Elements<IngressRule> {
  return {
    lift: (rule, part) => {
      const lifted = (list: readonly Source[]) => list.map((source) => liftSource(source, part, join));
      const { sure, maybe, open, at } = rule.sources;
      if (sure.length < 2 || maybe.length > 0 || open !== null)
        return [{ ...rule, sources: { sure: lifted(sure), maybe: lifted(maybe), open, at } }];
      return lifted(sure).map((source) => ({ ...rule, sources: { sure: [source], maybe, open, at } }));
    },
    names: (rule) => {
      const { sure, maybe, open } = rule.sources;
      if (sure.length !== 1 || maybe.length > 0 || open !== null) return [];
      return [...some(signature(rule, sure[0]!)), ...some(sure[0]!.rule)];
    },
  };
}

function liftSource(source: Source, { source: from }: Part, join: Objects): Source {
  if (source.is === 'group') return { ...source, group: join.ref(source.group, 'security-group', from) };
  if (source.is === 'prefix-list') return { ...source, list: join.ref(source.list, 'prefix-list', from) };
  if (!source.of) return source;
  const of = { ...source.of, vpc: join.ref(source.of.vpc, 'vpc', from) };
  const range = source.family === 4 && of.isWhole && of.vpc.is === 'entity' ? of.vpc.to.cidr : source.cidr;
  return range.known ? { ...source, cidr: range, of: undefined } : { ...source, of };
}

/** AWS holds no two rules of a group with one protocol, port range and source. */
function signature({ protocol, fromPort, toPort }: IngressRule, source: Source): string | undefined {
  const who =
    source.is === 'cidr'
      ? source.cidr.known && source.cidr.value
      : nameOf(source.is === 'group' ? source.group : source.list);
  if (!who || !protocol.known || !fromPort.known || !toPort.known) return undefined;
  const name = normalizeProtocol(protocol.value);
  const port = (value: number | null) => (name === '-1' || value === -1 ? '' : (value ?? ''));
  return `${name} ${port(fromPort.value)} ${port(toPort.value)} ${who}`;
}

/** Routes of a table: one for each destination. */
export const routes: Elements<Route> = {
  lift: (route) => [route],
  names: ({ destination }) => (destination.known ? [destination.value] : []),
};

/** Entries of a network ACL: one for each side and number. */
export const entries: Elements<NetworkAclEntry> = {
  lift: (entry) => [entry],
  names: ({ number, egress }) => (number.known && egress.known ? [`${number.value} ${egress.value}`] : []),
};

/** Records of a zone: those of one name and type are one set. Another stack may add to those of any. */
export const records: Elements<DnsRecord> = {
  anywhere: true,
  lift: (record) => [record],
  names: ({ name, type }) => (name.known && type.known ? [`${name.value} ${type.value}`] : []),
};

export function addresses(join: Objects): Elements<SubnetAddress> {
  return {
    lift: (address, { source }) => [{ ...address, subnet: join.ref<Subnet>(address.subnet, 'subnet', source) }],
    names: ({ subnet }) => some(nameOf(subnet)),
  };
}

function some(text: string | undefined): string[] {
  return text === undefined ? [] : [text];
}
