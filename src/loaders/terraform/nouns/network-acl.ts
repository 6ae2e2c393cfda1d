import {
  type Bag,
  bag,
  type Fact,
  known,
  map,
  type NetworkAcl,
  type NetworkAclEntry,
  type Origin,
  type Ref,
  type Subnet,
  type Vpc,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { toFact } from '../values/convert.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import type { Registry } from './registry.ts';
import { vpcOfDefault } from './route.ts';
import { View } from './view.ts';

/** `aws_network_acl` and `aws_default_network_acl`, with the rule and association resources that name them. */
export class NetworkAclView extends View implements NetworkAcl {
  readonly kind = 'network-acl';
  readonly isDefault: Fact<boolean>;

  constructor(instance: Instance, registry: Registry) {
    super(instance, registry);
    this.isDefault = known(instance.type === 'aws_default_network_acl', instance.at);
  }

  get vpc(): Ref<Vpc> {
    return vpcOfDefault(this.instance, 'default_network_acl_id', this.registry);
  }

  get subnets(): Bag<Ref<Subnet>> {
    const inline = this.registry.refs<Subnet>(this.instance, 'subnet_ids', 'subnet');
    const tied = this.registry.associations.of(this, 'aws_network_acl_association', 'network_acl_id', 'network-acl');
    const refs = (list: readonly Instance[]) => list.map((i) => this.registry.ref<Subnet>(i, 'subnet_id', 'subnet'));
    return bag([...inline.sure, ...refs(tied.sure)], inline.at, {
      maybe: [...inline.maybe, ...refs(tied.maybe)],
      open: inline.open ?? tied.open,
      doubt: tied.doubt,
    });
  }

  get entries(): Bag<NetworkAclEntry> {
    const tied = this.registry.associations.of(this, 'aws_network_acl_rule', 'network_acl_id', 'network-acl');
    const sides = (['ingress', 'egress'] as const).map((side) => this.#inline(side));
    const single = (i: Instance) => ruleEntry((name) => this.registry.graph.read(i, name), i.at);
    return bag([...sides.flatMap((s) => s.entries), ...tied.sure.map(single)], this.at, {
      maybe: tied.maybe.map(single),
      open: sides.find((s) => s.open !== null)?.open ?? tied.open,
      doubt: tied.doubt,
    });
  }

  #inline(side: 'ingress' | 'egress'): { entries: NetworkAclEntry[]; open: string | null } {
    const value = this.registry.graph.read(this.instance, side);
    const blocks = blockViews(value);
    if (!blocks) return { entries: [], open: ofAttribute(side, this.key, whyUnknown(value)) };
    const at = within(this.at, side);
    return {
      entries: blocks.map((block, i) =>
        entryOf((name) => block.member(name), within(at, i), known(side === 'egress', at), INLINE),
      ),
      open: null,
    };
  }
}

const INLINE = { number: 'rule_no', action: 'action' };
const RULE = { number: 'rule_number', action: 'rule_action' };

function ruleEntry(read: (name: string) => Value, at: Origin): NetworkAclEntry {
  const egress = toFact(read('egress'), within(at, 'egress'), (v) =>
    typeof v === 'boolean' ? v : v === null ? false : undefined,
  );
  return entryOf(read, at, egress, RULE);
}

function entryOf(
  read: (name: string) => Value,
  at: Origin,
  egress: Fact<boolean>,
  names: { number: string; action: string },
): NetworkAclEntry {
  const string = (v: unknown) => (typeof v === 'string' && v !== '' ? v.toLowerCase() : undefined);
  const port = (name: string) =>
    toFact(read(name), within(at, name), (v) => (typeof v === 'number' ? v : v === null ? null : undefined));
  const six = read('ipv6_cidr_block');
  const family = six.k === 'lit' && (six.v === null || six.v === '') ? 'cidr_block' : 'ipv6_cidr_block';
  const action = toFact(read(names.action), within(at, names.action), string);
  return {
    at,
    number: toFact(read(names.number), within(at, names.number), (v) => (typeof v === 'number' ? v : undefined)),
    egress,
    action: map(action, (a) => (a === 'allow' ? 'allow' : 'deny')),
    protocol: toFact(read('protocol'), within(at, 'protocol'), string),
    fromPort: port('from_port'),
    toPort: port('to_port'),
    cidr: toFact(read(family), within(at, family), string),
  };
}
