import { label } from '../../names.ts';
import { type Group, inScene, type ResolvedScene, type Rule } from '../../resolved.ts';
import { type Expression, Local, Reference } from '../expression.ts';
import type { Resource } from '../resource.ts';
import { managed, optionalArguments, referTo, vpcId } from './refer.ts';

/** Security groups, their rules as blocks or as resources of their own. */
export function groupResources(scene: ResolvedScene): Resource[] {
  return scene.groups
    .filter((group) => !group.isDefault || group.given)
    .flatMap((group) => [groupResource(scene, group), ...(group.separate ? ruleResources(scene, group) : [])]);
}

function groupResource(scene: ResolvedScene, group: Group): Resource {
  const inline = group.separate ? [] : group.ingress;
  return managed(scene, group.isDefault ? 'aws_default_security_group' : 'aws_security_group', group, {
    arguments: optionalArguments({
      name: group.isDefault ? undefined : group.name,
      vpc_id: vpcId(group.vpc),
      ingress: inline === 'unknown' ? new Local('ingress') : nonEmpty(inline.map((rule) => ruleBlock(rule, group))),
      egress: group.separate ? undefined : nonEmpty(group.egress.map((rule) => ruleBlock(rule, group))),
    }),
    applied: {
      id: group.id,
      arn: `arn:aws:ec2:${scene.region}:${scene.account}:security-group/${group.id}`,
      owner_id: scene.account,
      ...(group.isDefault ? { name: 'default', description: 'default VPC security group' } : {}),
    },
  });
}

function nonEmpty<T>(items: readonly T[]): readonly T[] | undefined {
  return items.length > 0 ? items : undefined;
}

/** First and last port as Terraform has them: all protocols 0 to 0, ICMP -1 to -1. */
function portsOf(rule: Rule): readonly [number, number] {
  return rule.ports ?? (rule.protocol === '-1' ? [0, 0] : [-1, -1]);
}

function cidrsOf(rule: Rule, group: Group): { v4: Expression[]; v6: Expression[] } {
  const vpc = inScene(group.vpc);
  const refer = (cidr: string): Expression =>
    rule.ofVpc && vpc?.cidr === cidr ? new Reference(`aws_vpc.${label(vpc.name)}`, 'cidr_block') : cidr;
  return {
    v4: rule.cidrs.filter((cidr) => !cidr.includes(':')).map(refer),
    v6: rule.cidrs.filter((cidr) => cidr.includes(':')).map(refer),
  };
}

/** One rule in a group; Terraform shows all keys of such an object, null if they are not given. */
function ruleBlock(rule: Rule, group: Group): { [key: string]: Expression } {
  const { v4, v6 } = cidrsOf(rule, group);
  const [from, to] = portsOf(rule);
  return {
    from_port: from,
    to_port: to,
    protocol: rule.protocol,
    cidr_blocks: nonEmpty(v4) ?? null,
    ipv6_cidr_blocks: nonEmpty(v6) ?? null,
    prefix_list_ids: nonEmpty(rule.prefixLists.map((list) => referTo('aws_ec2_managed_prefix_list', list))) ?? null,
    security_groups: nonEmpty(rule.groups.map((other) => referTo('aws_security_group', other))) ?? null,
    self: rule.self || null,
    description: null,
  };
}

/** A resource for each source of each rule. */
function ruleResources(scene: ResolvedScene, group: Group): Resource[] {
  if (group.ingress === 'unknown') return [];
  return [...sideRules(scene, group, 'ingress', group.ingress), ...sideRules(scene, group, 'egress', group.egress)];
}

function sideRules(scene: ResolvedScene, group: Group, side: 'ingress' | 'egress', rules: readonly Rule[]): Resource[] {
  const groupId = referTo('aws_security_group', { to: group });
  let n = 0;
  return rules.flatMap((rule) => {
    const { v4, v6 } = cidrsOf(rule, group);
    const sources: { [key: string]: Expression }[] = [
      ...v4.map((cidr_ipv4) => ({ cidr_ipv4 })),
      ...v6.map((cidr_ipv6) => ({ cidr_ipv6 })),
      ...rule.prefixLists.map((list) => ({ prefix_list_id: referTo('aws_ec2_managed_prefix_list', list) })),
      ...rule.groups.map((other) => ({ referenced_security_group_id: referTo('aws_security_group', other) })),
      ...(rule.self ? [{ referenced_security_group_id: groupId }] : []),
    ];
    return sources.map((source) => {
      n += 1;
      const id = scene.id('sgr', group.name, ...(side === 'egress' ? [side] : []), n);
      return managed(
        scene,
        `aws_vpc_security_group_${side}_rule`,
        { name: `${group.name}_${n}`, given: group.given },
        {
          arguments: optionalArguments({
            security_group_id: groupId,
            ip_protocol: rule.protocol,
            from_port: rule.protocol === '-1' ? undefined : portsOf(rule)[0],
            to_port: rule.protocol === '-1' ? undefined : portsOf(rule)[1],
            ...source,
          }),
          applied: {
            id,
            arn: `arn:aws:ec2:${scene.region}:${scene.account}:security-group-rule/${id}`,
            security_group_rule_id: id,
          },
        },
      );
    });
  });
}
