import { normalizeProtocol } from '../../../aws/index.ts';
import { type Fact, is, known, map, unknown } from '../../../model/fact.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../../model/nouns/index.ts';
import { nounOf, type Registry, refIn, refTo } from '../registry.ts';
import { elementAt, fact, inside, isObject, list, means, type Row, rowIn, text } from '../row.ts';

export function networkAclOf(registry: Registry, row: Row): NetworkAcl {
  return {
    ...nounOf(registry, row, 'NetworkAclId'),
    kind: 'network-acl',
    vpc: refIn(registry.vpcs, row, 'VpcId'),
    isDefault: fact(row, 'IsDefault', 'boolean'),
    subnets: list(row, 'Associations', (association, at, i) => {
      const id = isObject(association) ? association.SubnetId : undefined;
      return typeof id === 'string' ? refTo(registry.subnets, id, elementAt(at, i)) : undefined;
    }),
    entries: list(row, 'Entries', (fields, at, i) =>
      isObject(fields) ? entryOf(inside(row, fields, elementAt(at, i))) : undefined,
    ),
  };
}

function entryOf(row: Row): NetworkAclEntry {
  const ports = rowIn(row, 'PortRange');
  const protocol = map(fact(row, 'Protocol', 'string'), normalizeProtocol);
  // An entry without a range is about all ports. An entry for all protocols is too, even if it has a range.
  const port = (name: string): Fact<number | null> =>
    is(protocol, '-1') ? known(null, ports.at) : fact(ports, name, 'number', means(null));
  return {
    at: row.at,
    number: fact(row, 'RuleNumber', 'number'),
    egress: fact(row, 'Egress', 'boolean'),
    action: actionOf(row),
    protocol,
    fromPort: port('From'),
    toPort: port('To'),
    cidr: fact(row, text(row, 'CidrBlock') === undefined ? 'Ipv6CidrBlock' : 'CidrBlock', 'string'),
  };
}

function actionOf(row: Row): Fact<'allow' | 'deny'> {
  const action = fact(row, 'RuleAction', 'string');
  if (!action.known) return action;
  const value = action.value.toLowerCase();
  if (value === 'allow' || value === 'deny') return { ...action, value };
  return unknown(`\`RuleAction\` is neither allow nor deny in this ${row.call} output`, action.at);
}
