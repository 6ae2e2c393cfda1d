/** Plans of any size, multiplied out of a small real one: `fixtures/large/seed.plan.json.gz`, 100 resources a network. */
import { closeSync, openSync, readFileSync, statSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const SEED = new URL('../fixtures/large/seed.plan.json.gz', import.meta.url);
const KEY = 'net-0000';
const MODULE = `module.net["${KEY}"]`;

/** Resources and endpoints of one network. */
export const NETWORK = { resources: 100, endpoints: 10 };

function readSeed() {
  const {
    planned_values,
    resource_changes,
    configuration,
    relevant_attributes: _,
    ...head
  } = JSON.parse(gunzipSync(readFileSync(SEED)).toString());
  const module = planned_values.root_module.child_modules.find((each) => each.address === MODULE);
  const changes = resource_changes.filter((each) => each.module_address === MODULE);
  if (changes.length !== NETWORK.resources) throw new Error(`the seed has ${changes.length} resources a network`);
  return { head, configuration, module, changes };
}

/** A small plan of 50 resources: one network's endpoints and what they stand on. */
export function writeSmallPlan(file) {
  const { head, configuration, module, changes } = readSeed();
  const kept = (each) => !/_ingress_rule\.app/.test(each.address) && !/_group\.app\["([5-9]|10)"\]/.test(each.address);
  const resources = module.resources.filter(kept);
  const plan = {
    ...head,
    planned_values: { root_module: { child_modules: [{ ...module, resources }] } },
    resource_changes: changes.filter(kept),
    configuration,
  };
  if (plan.resource_changes.length !== 50 || resources.length !== 50) throw new Error('the small plan is not of 50');
  return writeWhole(file, [JSON.stringify(plan)]);
}

/** A plan of this many networks and nothing else. Every resource counts, which is the worst case. */
export function writeNetworks(file, networks) {
  return writePlan(file, networks, 0);
}

/** A plan of about this many megabytes. Every tenth resource belongs to the network, as in most stacks. */
export function writeMixed(file, megabytes) {
  return writePlan(file, networksFor(megabytes, 9 * NETWORK.resources), 9 * NETWORK.resources);
}

/** A plan of about this many megabytes with one network, as an application has it that only uses the network of others. */
export function writeMostlyOthers(file, megabytes) {
  const size = JSON.stringify(otherChange(1e5)).length + JSON.stringify(other(1e5)).length;
  return writePlan(file, 1, Math.max(1, Math.round((megabytes * 1e6) / size)));
}

/** A plan of about this many megabytes that has only networks. */
export function writeAllNetwork(file, megabytes) {
  return writePlan(file, networksFor(megabytes, 0), 0);
}

function networksFor(megabytes, others) {
  const { module, changes } = readSeed();
  const filler = Array.from({ length: others }, (_, i) => JSON.stringify(otherChange(i)) + JSON.stringify(other(i)));
  const size = JSON.stringify(module).length + JSON.stringify(changes).length + filler.join(',,').length;
  return Math.max(1, Math.round((megabytes * 1e6) / size));
}

/** Writes this many networks, each followed by this many other resources. Both lists of a plan hold them all. */
function writePlan(file, networks, others) {
  const { head, configuration, module, changes } = readSeed();
  const moduleText = JSON.stringify(module);
  const changesText = JSON.stringify(changes).slice(1, -1);
  const part = (text, of, i) => (i === 0 ? '' : ',') + renumbered(text, i) + of(i * others, others);
  const planned = (from, n) => (n === 0 ? '' : `,${JSON.stringify(otherModule(from, n))}`);
  const changed = (from, n) =>
    range(from, n)
      .map((i) => `,${JSON.stringify(otherChange(i))}`)
      .join('');
  return writeWhole(file, [
    `${JSON.stringify(head).slice(0, -1)},"planned_values":{"root_module":{"child_modules":[`,
    ...range(0, networks).map((i) => () => part(moduleText, planned, i)),
    ']}},"resource_changes":[',
    ...range(0, networks).map((i) => () => part(changesText, changed, i)),
    `],"configuration":${JSON.stringify(configuration)}}\n`,
  ]);
}

/** The seed's network is 10.0.0.0/16; the i-th has 10.(i mod 256).0.0/16, as its sources say. */
function renumbered(text, i) {
  return text.replaceAll(KEY, `net-${String(i).padStart(4, '0')}`).replaceAll('"10.0.', `"10.${i % 256}.`);
}

const PROVIDER = 'registry.example.invalid/hashicorp/aws';

function otherModule(from, n) {
  return { address: `module.app["${from}"]`, resources: range(from, n).map(other) };
}

function other(i) {
  const address = `module.app["${i - (i % 900)}"].aws_iam_policy.p[${i}]`;
  const name = { mode: 'managed', type: 'aws_iam_policy', name: 'p', index: i, provider_name: PROVIDER };
  return { address, ...name, schema_version: 0, values: policyValues(i), sensitive_values: { tags: {}, tags_all: {} } };
}

function otherChange(i) {
  const { address, schema_version: _, values: after, sensitive_values: after_sensitive, ...name } = other(i);
  const after_unknown = { arn: true, id: true, policy_id: true, tags: {}, tags_all: {} };
  const change = { actions: ['create'], before: null, after, after_unknown, before_sensitive: false, after_sensitive };
  return { address, module_address: address.slice(0, address.indexOf('.aws_')), ...name, change };
}

function policyValues(i) {
  const Statement = range(0, 9).map((k) => ({
    Effect: 'Allow',
    Action: ['s3:GetObject', 'sqs:SendMessage'],
    Resource: `arn:aws:s3:::bucket-${i}-${k}/*`,
  }));
  const policy = JSON.stringify({ Version: '2012-10-17', Statement });
  return { name: `role-${i}`, path: '/', description: null, tags: { Team: `team-${i % 40}`, Env: 'prod' }, policy };
}

function range(from, n) {
  return Array.from({ length: n }, (_, i) => from + i);
}

/** Writes the parts one after another, because a plan may be longer than a string can be. Returns the bytes of the file. */
function writeWhole(file, parts) {
  const to = openSync(file, 'w');
  try {
    for (const part of parts) writeSync(to, typeof part === 'string' ? part : part());
  } finally {
    closeSync(to);
  }
  return statSync(file).size;
}
