import {
  type Bag,
  bag,
  type Fact,
  type HostedZone,
  known,
  map,
  type Origin,
  type PrefixList,
  type Ref,
  unknown,
  type Vpc,
  whyOpen,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { records } from '../document/shapes.ts';
import { toRef } from '../values/targets.ts';
import type { Value } from '../values/value.ts';
import { ofAttribute, whyUnknown } from '../values/why-unknown.ts';
import { blockViews } from './blocks.ts';
import { View } from './view.ts';

/** `aws_ec2_managed_prefix_list` and the data sources of prefix lists. */
export class PrefixListView extends View implements PrefixList {
  readonly kind = 'prefix-list';

  get entries(): Bag<string> {
    const at = within(this.at, 'entry');
    const tied = this.registry.associations.of(
      this,
      'aws_ec2_managed_prefix_list_entry',
      'prefix_list_id',
      'prefix-list',
    );
    if (this.instance.mode === 'data') return this.#listed();
    const blocks = blockViews(this.registry.graph.read(this.instance, 'entry'));
    const ranges = (blocks ?? []).map((b) => b.member('cidr'));
    const read = (list: readonly Instance[]) => list.map((i) => this.registry.graph.read(i, 'cidr'));
    const entries = [...ranges, ...read(tied.sure)];
    const literals = (values: readonly Value[]) =>
      values.flatMap((v) => (v.k === 'lit' && typeof v.v === 'string' ? [v.v] : []));
    const literal = literals(entries);
    const maybe = literals(read(tied.maybe));
    const open =
      blocks === undefined || literal.length < entries.length || maybe.length < tied.maybe.length
        ? `the entries of ${this.key} are not all in the input: add get-managed-prefix-list-entries`
        : tied.open;
    return bag(literal, at, { maybe, open, doubt: tied.doubt });
  }

  /** `entries` of `aws_ec2_managed_prefix_list`, `cidr_blocks` of `aws_prefix_list`. */
  #listed(): Bag<string> {
    const { entries, cidr_blocks: ranges } = this.instance.values;
    const listed: readonly unknown[] | undefined = Array.isArray(entries)
      ? records(entries).map(({ cidr }) => cidr)
      : Array.isArray(ranges)
        ? ranges
        : undefined;
    const texts = (listed ?? []).filter((cidr): cidr is string => typeof cidr === 'string');
    const isAll = listed !== undefined && texts.length === listed.length;
    return bag(texts, within(this.at, 'entries'), {
      open: isAll ? null : `the entries of ${this.key} are not all in the input: add get-managed-prefix-list-entries`,
    });
  }
}

/** `aws_route53_zone` with the VPCs it is associated to. */
export class HostedZoneView extends View implements HostedZone {
  readonly kind = 'hosted-zone';

  override get id(): Fact<string> {
    return this.string('zone_id');
  }
  get name(): Fact<string> {
    return map(this.string('name'), (n) => n.replace(/\.$/, '').toLowerCase());
  }
  get isPrivate(): Fact<boolean> {
    const { vpcs } = this;
    // Only private zones are associated with VPCs.
    if (vpcs.sure.length > 0) return known(true, this.at);
    if (this.instance.mode === 'data') return this.flag('private_zone', false);
    const why = whyOpen(vpcs);
    return why === undefined ? known(false, this.at) : unknown(why, this.at);
  }
  get vpcs(): Bag<Ref<Vpc>> {
    const at = within(this.at, 'vpc');
    const tied = this.registry.associations.of(this, 'aws_route53_zone_association', 'zone_id', 'hosted-zone');
    const refs = (list: readonly Instance[]) => list.map((i) => this.registry.ref<Vpc>(i, 'vpc_id', 'vpc'));
    const own = this.instance.mode === 'data' ? this.#lookedUpBy() : this.#inline(at);
    return bag([...own.sure, ...refs(tied.sure)], at, {
      maybe: refs(tied.maybe),
      open: own.open ?? tied.open,
      doubt: tied.doubt,
    });
  }

  /** The blocks of the zone. */
  #inline(at: Origin): Pick<Bag<Ref<Vpc>>, 'sure' | 'open'> {
    const { graph } = this.registry;
    const members = graph.blockMembers(this.instance, 'vpc', 'vpc_id');
    if (!members) return { sure: [], open: ofAttribute('vpc', this.key, whyUnknown(graph.read(this.instance, 'vpc'))) };
    return {
      sure: members.map((m) => toRef<Vpc>(m, 'vpc', at, this.registry)).filter((r) => r !== undefined),
      open: null,
    };
  }

  /** A data source tells the VPC by which the zone was found, and no other. */
  #lookedUpBy(): Pick<Bag<Ref<Vpc>>, 'sure' | 'open'> {
    const found = this.instance.values.vpc_id ? [this.registry.ref<Vpc>(this.instance, 'vpc_id', 'vpc')] : [];
    return { sure: found, open: `the VPCs of ${this.key} are not in the input` };
  }
}
