import { clientsIn, hasClient } from '../../src/ask/clients.ts';
import { attachedGroups, familyCounts, ingressOf, isDefaultGroup } from '../../src/ask/groups.ts';
import { whyOutside } from '../../src/ask/in-input.ts';
import { servicePorts } from '../../src/ask/reachability.ts';
import { type PortRange, portsOpened, takesGroups } from '../../src/aws/index.ts';
import { listed, series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';
import {
  type Bag,
  type Endpoint,
  type IngressRule,
  type Network,
  reason,
  type SecurityGroup,
  type Source,
  target,
  whyOpen,
} from '../../src/model/index.ts';

const NO_MEMBER = 'no client outside this input is a member of the security group';

export default defineRule({
  id: 'reachability/no-client-in-group',
  level: 'warning',
  preset: 'strict',
  since: '0.1.0',
  summary: 'Endpoint allows only members of security groups without workloads.',
  why: 'A rule with a security group as its source allows only members of that security group, so all workloads of the VPC time out.',
  fix: 'Add the security group to the workloads that call the service, or allow their security groups or ranges.',
  recipes: {
    cloudformation: 'SecurityGroupIds: [!Ref AppGroup, !Ref EndpointClients] # of the function, task or instance',
    terraform: 'security_group_ids = [aws_security_group.app.id, aws_security_group.endpoint_clients.id]',
    cli: 'aws ec2 authorize-security-group-ingress --group-id sg-endpoint --protocol tcp --port 443 --source-group sg-app',
  },
  exceptions: [
    'For an endpoint with only the default security group, reachability/default-group reports instead.',
    'The check is undecided if a plan or template creates no workload in the VPC.',
    'Load balancers, databases and other resources that call no service do not count as workloads.',
  ],
  sources: [
    'https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html',
    'https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html',
  ],
  assumes: [NO_MEMBER],
  bad: {
    'members of its own security group': {
      scene: {
        groups: { endpoints: { ingress: [{ self: true }] }, app: {} },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      says: 'secretsmanager allows only members of {endpoints}, but no workload of the input is a member',
      inputs: ['plan', 'describe', 'template'],
    },
    'members of another security group': {
      scene: {
        groups: {
          endpoints: { separate: true, ingress: [{ groups: ['studio'] }] },
          studio: {},
          app: {},
        },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      says: 'secretsmanager allows only members of {studio}, but no workload of the input is a member',
      inputs: ['plan', 'describe', 'template'],
    },
  },
  good: {
    'a workload in the security group': {
      scene: {
        groups: { endpoints: { ingress: [{ self: true }] }, app: {} },
        interfaces: { worker: { subnet: 'a', groups: ['app', 'endpoints'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
    },
    'a range besides the security group': {
      scene: {
        groups: { endpoints: { ingress: [{ self: true }, {}] }, app: {} },
        interfaces: { worker: { subnet: 'a', groups: ['app'] } },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'an input without workloads': {
      scene: {
        groups: { endpoints: { ingress: [{ groups: ['clients'] }] }, clients: {} },
        endpoints: { secretsmanager: { groups: ['endpoints'] } },
      },
      inputs: ['plan', 'state', 'tfstate', 'template'],
      undecidedIn: ['plan', 'state', 'tfstate', 'template'],
    },
    'the default security group, which reachability/default-group reports': {
      scene: {
        interfaces: { worker: { subnet: 'a' } },
        endpoints: { secretsmanager: { groups: 'omitted' } },
      },
      inputs: ['plan', 'describe', 'template'],
    },
    'gateway endpoints have no security groups': { scene: { endpoints: { s3: { type: 'Gateway' } } } },
  },

  check(endpoint, net) {
    const { type, groups } = endpoint;
    if (!type.known) return undecided(type);
    if (!takesGroups(type.value)) return notApplicable;
    if (groups.sure.length > 0 && groups.sure.every((ref) => isDefaultGroup(ref) === 'yes')) return notApplicable;
    const { sources, rule, unclear } = sourcesOf(endpoint, net);
    if (sources === 'others') return pass;
    if (unclear !== undefined) return undecided(unclear);
    if (sources.size === 0) return notApplicable;

    const empty: SecurityGroup[] = [];
    let doubt: string | undefined;
    for (const source of sources.values()) {
      if (typeof source === 'string') {
        doubt ??= source;
        continue;
      }
      const answer = hasClient(source, net);
      if (answer === 'yes') return pass;
      if (answer === 'no') empty.push(source);
      else doubt ??= answer;
    }
    doubt ??= whyNoWorkload(endpoint, net);
    if (doubt !== undefined) return undecided(doubt);
    const names = empty.map(({ key }) => key).sort();
    return fail({
      message: `${nameOf(endpoint)} allows only members of ${listed(names, 1)}, but no workload of the input is a member`,
      fix: `Add ${series(names, 'or')} to the workloads that call ${nameOf(endpoint)}, or allow their security groups or ranges.`,
      at: rule?.at ?? groups.at,
      related: empty.map((group) => ({ message: `${group.key} has no workload as a member`, at: group.at })),
      evidence: { admits: names, groups: attachedGroups(endpoint).sure.map(({ key }) => key) },
      assumed: [NO_MEMBER],
    });
  },
});

interface Sources {
  /** Security groups whose members are allowed, or why one is not known; `others` if anybody else is allowed. */
  readonly sources: ReadonlyMap<string, SecurityGroup | string> | 'others';
  readonly rule: IngressRule | undefined;
  readonly unclear: string | undefined;
}

/** Who is allowed to the service's ports. */
function sourcesOf(endpoint: Endpoint, net: Network): Sources {
  const rules: Bag<IngressRule> = ingressOf(endpoint);
  const counts = familyCounts(endpoint, net);
  const ports = servicePorts(endpoint, net);
  const ranges: readonly PortRange[] = ports === null || typeof ports === 'string' ? [[0, 65535]] : ports.ranges;
  const groups = new Map<string, SecurityGroup | string>();
  let first: IngressRule | undefined;
  let unclear = whyOpen(rules);
  for (const rule of rules.sure) {
    const opened = portsOpened(rule, 'tcp');
    if (opened === null) continue;
    if (opened !== 'unknown' && !ranges.some((range) => opened[0] <= range[1] && range[0] <= opened[1])) continue;
    unclear ??= whyOpen(rule.sources);
    for (const source of rule.sources.sure) {
      const mayCount = source.is !== 'cidr' || counts(source) !== 'no';
      if (source.is === 'group') {
        first ??= rule;
        groups.set(
          nameOfSource(source),
          source.group.is === 'entity' ? source.group.to : whyOutside(source.group, 'security group'),
        );
      } else if (mayCount) return { sources: 'others', rule, unclear: undefined };
    }
  }
  return { sources: groups, rule: first, unclear };
}

function nameOfSource({ group }: Source & { is: 'group' }): string {
  return group.is === 'entity' ? group.to.key : group.is === 'id' ? group.id : group.because;
}

/** While the endpoint is still to be created, only workloads of the input show who will be a member. */
function whyNoWorkload({ vpc, planned }: Endpoint, net: Network): string | undefined {
  if (planned === null) return undefined;
  const { kinds, open } = clientsIn(vpc, net);
  if (open !== null) return open;
  return kinds.length > 0
    ? undefined
    : reason(
        `the input creates no workload in ${target(vpc)?.key ?? 'the VPC'}, so it does not show who will be in the security group`,
        'Add the stacks of the workloads to the run',
      );
}
