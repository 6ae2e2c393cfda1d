import {
  type Attachment,
  type Bag,
  bag,
  type Fact,
  type HostedZone,
  known,
  map,
  type PrefixList,
  type Ref,
  type SecurityGroup,
  type Vpc,
  within,
} from '../../../model/index.ts';
import { toRef } from '../candidates.ts';
import type { Instance } from '../document.ts';
import { blockViews, type World } from '../world.ts';
import { View } from './view.ts';

/** `aws_ec2_managed_prefix_list` and the data sources of prefix lists. */
export class PrefixListView extends View implements PrefixList {
  readonly kind = 'prefix-list';
  readonly #i: Instance;
  readonly #w: World;

  constructor(instance: Instance, world: World) {
    super(instance, world);
    this.#i = instance;
    this.#w = world;
  }

  get entries(): Bag<string> {
    return this.once('entries', () => {
      const at = within(this.at, 'entry');
      const tied = this.#w.associations.of(this, 'aws_ec2_managed_prefix_list_entry', 'prefix_list_id', 'prefix-list');
      const blocks = blockViews(this.#w.graph.read(this.#i, 'entry')) ?? [];
      const ranges = blocks.map((b) => b.member('cidr'));
      const entries = [...ranges, ...tied.sure.map((i) => this.#w.graph.read(i, 'cidr'))];
      const literal = entries.flatMap((v) => (v.k === 'lit' && typeof v.v === 'string' ? [v.v] : []));
      const open =
        literal.length < entries.length || this.#i.mode === 'data'
          ? `the entries of ${this.key} are not all in the document`
          : tied.open;
      return bag(literal, at, { open });
    });
  }
}

/** `aws_route53_zone` with the VPCs it is associated to. */
export class HostedZoneView extends View implements HostedZone {
  readonly kind = 'hosted-zone';
  readonly #i: Instance;
  readonly #w: World;

  constructor(instance: Instance, world: World) {
    super(instance, world);
    this.#i = instance;
    this.#w = world;
  }

  override get id(): Fact<string> {
    return this.once('id', () => this.string('zone_id'));
  }
  get name(): Fact<string> {
    return this.once('name', () => map(this.string('name'), (n) => n.replace(/\.$/, '').toLowerCase()));
  }
  get isPrivate(): Fact<boolean> {
    return this.once('isPrivate', () => {
      if (this.#i.mode === 'data') return this.flag('private_zone', false);
      const { vpcs } = this;
      return known(vpcs.sure.length > 0 || vpcs.maybe.length > 0, this.at);
    });
  }
  get vpcs(): Bag<Ref<Vpc>> {
    return this.once('vpcs', () => {
      const at = within(this.at, 'vpc');
      const blocks = blockViews(this.#w.graph.read(this.#i, 'vpc')) ?? [];
      const inline = blocks
        .map((b) => toRef<Vpc>(b.member('vpc_id'), 'vpc', at, this.#w))
        .filter((r) => r !== undefined);
      const tied = this.#w.associations.of(this, 'aws_route53_zone_association', 'zone_id', 'hosted-zone');
      const refs = (list: readonly Instance[]) => list.map((i) => this.#w.ref<Vpc>(i, 'vpc_id', 'vpc'));
      const open = this.#i.mode === 'data' ? `the VPCs of ${this.key} are not in the document` : tied.open;
      return bag([...inline, ...refs(tied.sure)], at, { maybe: refs(tied.maybe), open });
    });
  }
}

/** Where each type keeps its security groups. */
const GROUPS: Readonly<Record<string, readonly string[]>> = {
  aws_instance: ['vpc_security_group_ids'],
  aws_network_interface: ['security_groups'],
  aws_lb: ['security_groups'],
  aws_lambda_function: ['vpc_config', 'security_group_ids'],
  aws_ecs_service: ['network_configuration', 'security_groups'],
  aws_eks_cluster: ['vpc_config', 'security_group_ids'],
  aws_db_instance: ['vpc_security_group_ids'],
};

export const ATTACHMENT_TYPES = Object.keys(GROUPS);

/** Anything else that holds a network interface. */
export class AttachmentView extends View implements Attachment {
  readonly kind = 'attachment';
  readonly #i: Instance;
  readonly #w: World;

  constructor(instance: Instance, world: World) {
    super(instance, world);
    this.#i = instance;
    this.#w = world;
  }

  get vpc(): Ref<Vpc> {
    return { is: 'unknown', because: `the VPC of ${this.key} is that of its subnet`, at: this.at };
  }
  get groups(): Bag<Ref<SecurityGroup>> {
    return this.once('groups', () => {
      const [outer, inner] = GROUPS[this.#i.type] ?? [];
      if (outer === undefined) return bag([], this.at);
      if (inner === undefined) return this.#w.refs<SecurityGroup>(this.#i, outer, 'security-group');
      const at = within(this.at, outer);
      const blocks = blockViews(this.#w.graph.read(this.#i, outer)) ?? [];
      const bags = blocks.map((b) => this.#w.refsOf<SecurityGroup>(b.member(inner), 'security-group', at));
      return {
        sure: bags.flatMap((b) => b.sure),
        maybe: bags.flatMap((b) => b.maybe),
        open: bags.find((b) => b.open !== null)?.open ?? null,
        at,
      };
    });
  }
}
