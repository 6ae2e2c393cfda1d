#!/usr/bin/env node
/**
 * Writes what derives from the table of API calls: the call list and the IAM policy of docs/live.md. `--check` writes
 * nothing and fails if the page is out of date.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { putDerived } from './lib/derived.mjs';
import { importTs, root } from './lib/import-ts.mjs';

const PAGE = 'docs/live.md';
const WHEN = {
  account: 'once an account',
  region: 'every Region',
  'region-with-vpcs': 'Regions with VPCs',
  'region-with-endpoints': 'Regions with endpoints',
  'services-in-use': 'services that endpoints lead to',
  'vpc-in-use': 'each VPC with endpoints',
  'groups-in-use': "endpoints' security groups",
  'prefix-list-in-use': "each prefix list in those groups' rules",
  'endpoint-service': "each endpoint service of the account's",
  'load-balancer': 'those of them with security groups',
  zone: 'each hosted zone found',
  profile: 'each profile of VPCs with endpoints',
  'zone-of-profile': 'each hosted zone of those profiles',
  'account-with-endpoints': 'once an account with endpoints',
  'interface-in-use': 'Regions with interface endpoints',
  'inbound-only': 'Regions with private DNS for inbound resolvers only',
  'client-vpn': 'each Client VPN endpoint',
  resource: 'each resource of the account that endpoints lead to',
  'resource-gateway': 'the gateway of each such resource',
  'shut-in': 'Regions with endpoints and a VPC without a way out',
  'eks-cluster': 'each cluster of EKS there',
  'eks-cluster-shut-in': 'each of them in a VPC without a way out',
  'node-group': 'each node group of those',
  'fargate-profile': 'each Fargate profile of those',
  'account-with-node-groups': 'once an account with such node groups',
  'ecs-cluster': 'each cluster of ECS there',
  'ecs-service': 'services of those, by ten',
  'task-definition': 'each task definition of those in a VPC without a way out',
  'kafka-cluster': 'each cluster of MSK in those mappings',
  'sagemaker-domain': 'each of those domains',
};

const [{ CALLS, actionOf, permissionOf }] = await importTs('src/loaders/live/calls.ts');
const calls = Object.values(CALLS);
const unordered = calls.filter(({ name }) => !/^(Describe|List|Get)[A-Z]/.test(name));
if (unordered.length > 0) throw new Error(`not for reading alone: ${unordered.map(({ name }) => name).join(', ')}`);

const before = readFileSync(join(root, PAGE), 'utf8');
const after = put(
  put(before, 'calls', callTable()),
  'policy',
  `\`\`\`json\n${JSON.stringify(policy(), null, 2)}\n\`\`\``,
);
putDerived(PAGE, after);

function callTable() {
  const rows = Object.entries(WHEN).flatMap(([scope, when]) =>
    calls
      .filter((call) => call.scope === scope)
      .map((call) => {
        const pages = call.paging === null ? 'one answer' : `pages of ${call.paging.size[1]}`;
        const named = permissionOf(call) === actionOf(call) ? '' : `: \`${permissionOf(call)}\``;
        const must = call.optional ? `optional${named}` : call.service === 'sts' ? 'always allowed' : 'needed';
        return `| \`${actionOf(call)}\` | ${when} | ${pages} | ${call.use} | ${must} |`;
      }),
  );
  return ['| call | made for | comes in | read for | permission |', '|---|---|---|---|---|', ...rows].join('\n');
}

/** None of these can be narrowed to a resource that is known before it is read. */
function policy() {
  const statement = (Sid, wanted) => ({
    Sid,
    Effect: 'Allow',
    Action: [...new Set(calls.filter(wanted).map(permissionOf))].sort(),
    Resource: '*',
  });
  return {
    Version: '2012-10-17',
    Statement: [
      statement('Needed', (call) => !call.optional && call.service !== 'sts'),
      statement('Optional', (call) => call.optional !== undefined),
    ],
  };
}

function put(text, mark, content) {
  const place = new RegExp(`(<!-- ${mark} -->\n)[\\s\\S]*?(<!-- /${mark} -->)`);
  if (!place.test(text)) throw new Error(`docs/live.md has lost the marks of its ${mark}`);
  return text.replace(place, (_, start, end) => `${start}\n${content}\n\n${end}`);
}
