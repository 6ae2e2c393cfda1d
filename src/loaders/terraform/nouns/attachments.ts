import { table } from '../../../base/table.ts';
import {
  type Attachment,
  type Bag,
  bag,
  type Fact,
  type HostedZone,
  known,
  map,
  type Origin,
  openBag,
  type PrefixList,
  type Ref,
  type SecurityGroup,
  type Subnet,
  union,
  unknown,
  type Vpc,
  whyOpen,
  within,
} from '../../../model/index.ts';
import type { Instance } from '../document/document.ts';
import { records } from '../document/shapes.ts';
import { toRef } from '../values/targets.ts';
import type { Value } from '../values/value.ts';
import { whyUnknown } from '../values/why-unknown.ts';
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
        ? `the entries of ${this.key} are not all in the document`
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
      open: isAll ? null : `the entries of ${this.key} are not all in the document`,
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
    if (!members) return { sure: [], open: `\`vpc\` of ${this.key}: ${whyUnknown(graph.read(this.instance, 'vpc'))}` };
    return {
      sure: members.map((m) => toRef<Vpc>(m, 'vpc', at, this.registry)).filter((r) => r !== undefined),
      open: null,
    };
  }

  /** A data source tells the VPC by which the zone was found, and no other. */
  #lookedUpBy(): Pick<Bag<Ref<Vpc>>, 'sure' | 'open'> {
    const found = this.instance.values.vpc_id ? [this.registry.ref<Vpc>(this.instance, 'vpc_id', 'vpc')] : [];
    return { sure: found, open: `the VPCs of ${this.key} are not in the document` };
  }
}

/** Where a type keeps its security groups and subnets, and whether it calls other services of its own accord. */
interface Holder {
  readonly block?: string;
  readonly groups: string;
  /** Undefined where they are told by another resource. */
  readonly subnets?: string;
  readonly calls: boolean;
}

const HOLDERS: Readonly<Record<string, Holder>> = table({
  aws_instance: { groups: 'vpc_security_group_ids', subnets: 'subnet_id', calls: true },
  aws_network_interface: { groups: 'security_groups', subnets: 'subnet_id', calls: true },
  aws_lb: { groups: 'security_groups', subnets: 'subnets', calls: false },
  aws_lambda_function: { block: 'vpc_config', groups: 'security_group_ids', subnets: 'subnet_ids', calls: true },
  aws_ecs_service: { block: 'network_configuration', groups: 'security_groups', subnets: 'subnets', calls: true },
  aws_eks_cluster: { block: 'vpc_config', groups: 'security_group_ids', subnets: 'subnet_ids', calls: true },
  aws_db_instance: { groups: 'vpc_security_group_ids', calls: false },
});

export const ATTACHMENT_TYPES = Object.keys(HOLDERS);

/** Anything else that holds a network interface. */
export class AttachmentView extends View implements Attachment {
  readonly kind = 'attachment';

  /** That of its subnets. */
  get vpc(): Ref<Vpc> {
    const subnet = this.subnets.sure.find((ref) => ref.is === 'entity');
    if (subnet?.is === 'entity') return subnet.to.vpc;
    return { is: 'unknown', because: `the VPC of ${this.key} is that of its subnet`, at: this.at };
  }
  get groups(): Bag<Ref<SecurityGroup>> {
    const groups = this.#refs<SecurityGroup>(this.#holder.groups, 'security-group');
    // Resources of their own add groups to interfaces, also to those of instances.
    const apart = this.registry.associations.instances('aws_network_interface_sg_attachment')[0];
    const mayHaveMore = apart !== undefined && this.#holder.block === undefined && this.#holder.calls;
    return mayHaveMore ? { ...groups, open: groups.open ?? `${apart.address} may add a group to ${this.key}` } : groups;
  }
  get subnets(): Bag<Ref<Subnet>> {
    const { subnets } = this.#holder;
    if (subnets === undefined) return openBag(`the subnets of ${this.key} are told by another resource`, this.at);
    return this.#refs<Subnet>(subnets, 'subnet');
  }
  get calls(): Fact<boolean> {
    return known(this.#holder.calls, this.at);
  }

  get #holder(): Holder {
    return HOLDERS[this.instance.type]!;
  }

  #refs<T extends SecurityGroup | Subnet>(name: string, kind: T['kind']): Bag<Ref<T>> {
    const { block } = this.#holder;
    if (block === undefined) return this.registry.refs<T>(this.instance, name, kind);
    const at = within(this.at, block);
    const blocks = blockViews(this.registry.graph.read(this.instance, block)) ?? [];
    return union(
      blocks.map((b) => this.registry.refsOf<T>(b.member(name), kind, at)),
      at,
    );
  }
}
