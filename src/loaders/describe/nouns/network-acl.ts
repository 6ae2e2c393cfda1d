import { normalizeProtocol } from '../../../aws/index.ts';
import { type Fact, map, unknown } from '../../../model/fact.ts';
import type { NetworkAcl, NetworkAclEntry } from '../../../model/nouns.ts';
import { within } from '../../../model/origin.ts';
import { fact, field, isObject, list, means, type Row, text } from '../row.ts';
import { nounOf, refIn, refTo, type World } from '../world.ts';

export function networkAclOf(world: World, row: Row): NetworkAcl {
  return {
    ...nounOf(world, row, 'NetworkAclId'),
    kind: 'network-acl',
    vpc: refIn(world.vpcs, row, 'VpcId'),
    isDefault: fact(row, 'IsDefault', 'boolean'),
    subnets: list(row, 'Associations', (association, at) => {
      const id = isObject(association) ? association.SubnetId : undefined;
      return typeof id === 'string' ? refTo(world.subnets, id, at) : undefined;
    }),
    entries: list(row, 'Entries', (fields, at) =>
      isObject(fields) ? entryOf({ fields, at, call: row.call }) : undefined,
    ),
  };
}

function entryOf(row: Row): NetworkAclEntry {
  const range = field(row, 'PortRange');
  const ports: Row = { fields: isObject(range) ? range : {}, at: within(row.at, 'PortRange'), call: row.call };
  return {
    at: row.at,
    number: fact(row, 'RuleNumber', 'number'),
    egress: fact(row, 'Egress', 'boolean'),
    action: actionOf(row),
    protocol: map(fact(row, 'Protocol', 'string'), normalizeProtocol),
    // Without a range an entry is about all ports.
    fromPort: fact(ports, 'From', 'number', means(null)),
    toPort: fact(ports, 'To', 'number', means(null)),
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
