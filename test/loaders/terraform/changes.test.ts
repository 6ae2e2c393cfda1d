import { describe, expect, it } from 'vitest';
import type { Network } from '../../../src/model/index.ts';
import { printScene } from '../../../src/scene/print.ts';
import type { Scene } from '../../../src/scene/scene.ts';
import { judge, rules } from '../../rules/judge.ts';
import { type Json, loadJson, networkOf, readJson } from './fixtures.ts';

const SWITCHED: Scene = {
  endpoints: { sqs: { privateDns: true } },
  before: { endpoints: { sqs: { privateDns: false } } },
};
const SQS = 'aws_vpc_endpoint.sqs';

type Entry = Json & { change: Json & { actions: string[] }; address: string };

/** A plan of a scene with one of its changes edited. */
function plan(scene: Scene, edit: (entry: Entry) => void = () => {}, address = SQS): Json {
  const document = structuredClone(printScene(scene, 'plan', 'test')[0]!.document) as Json;
  for (const entry of document.resource_changes as Entry[]) if (entry.address === address) edit(entry);
  return document;
}

/** What the family says of an endpoint, one line a rule that is not silent. */
function said(net: Network, key = SQS): Record<string, string> {
  const out: Record<string, string> = {};
  for (const rule of rules.filter(({ id }) => id.startsWith('change/'))) {
    const judged = judge(rule, net).get(key);
    if (judged?.verdict === 'fail') out[rule.id.slice(7)] = `${judged.fails[0]!.level}: ${judged.fails[0]!.message}`;
    if (judged?.verdict === 'undecided') out[rule.id.slice(7)] = `? ${judged.missing.join()}`;
  }
  return out;
}

const replacedBecause = (reason: string) =>
  said(
    networkOf(
      plan({ endpoints: { sqs: {} }, before: {} }, (entry) => {
        entry.change.actions = ['delete', 'create'];
        entry.action_reason = reason;
      }),
    ),
  );

describe('a replacement', () => {
  it.each([
    ['replace_because_tainted', 'This plan replaces sqs, which is tainted'],
    ['replace_by_request', '`-replace` replaces sqs'],
    ['replace_by_triggers', '`replace_triggered_by` replaces sqs'],
  ])('%s', (reason, words) => {
    expect(replacedBecause(reason)).toEqual({
      'endpoint-replaced': `warning: ${words}, so its clients lose it until the new endpoint is ready`,
    });
  });

  it('with create_before_destroy is rejected if both have the private DNS names', () => {
    const net = networkOf(
      plan({ endpoints: { sqs: {} }, before: {} }, (entry) => {
        entry.change.actions = ['create', 'delete'];
        entry.action_reason = 'replace_by_request';
      }),
    );
    expect(said(net)['endpoint-replaced']).toBe(
      'warning: The replacement of sqs is created first, but AWS rejects a second endpoint with the same private DNS names',
    );
  });

  it('that Terraform does not explain is told by what is known to change', () => {
    const scene = {
      endpoints: { queue: { service: 'kinesis-streams' } },
      before: { endpoints: { queue: { service: 'sqs' } } },
    };
    const bare = plan(
      scene,
      (entry) => {
        delete entry.change.replace_paths;
        delete entry.action_reason;
      },
      'aws_vpc_endpoint.queue',
    );
    expect(said(networkOf(bare), 'aws_vpc_endpoint.queue')).toHaveProperty('immutable');
  });

  it('of its VPC too leaves nobody to miss it', () => {
    const scene: Scene = {
      vpcs: { main: { cidr: '10.9.0.0/16' } },
      endpoints: { sqs: {} },
      before: { vpcs: { main: { cidr: '10.0.0.0/16' } } },
    };
    const net = networkOf(plan(scene));
    expect(net.endpoints[0]?.replacement?.forcedBy).toEqual(['vpc_id']);
    expect(said(net)).toEqual({});
  });

  it('that leaves the old one in AWS makes another and destroys none', () => {
    const net = networkOf(
      plan(SWITCHED, (entry) => {
        entry.change.actions = ['forget', 'create'];
      }),
    );
    expect(net.endpoints.map(({ key, planned }) => `${key} ${planned}`)).toEqual([`${SQS} create`]);
    expect(Object.keys(said(net))).toEqual(['private-dns-switched-on']);
  });
});

describe('an association taken away', () => {
  const groups = (scene: Scene) =>
    networkOf(plan(scene)).endpoints[0]!.groups.sure.map((ref) => (ref.is === 'entity' ? ref.to.key : ref.is));

  it('gives the default group back where it had replaced it', () => {
    const sqs = { associations: 'separate', groups: 'omitted' } as const;
    const scene: Scene = { endpoints: { sqs }, before: { endpoints: { sqs: { groups: ['https'] } } } };
    expect(groups(scene)).toEqual(['default group of aws_vpc.main']);
    expect(groups({ endpoints: { sqs: { associations: 'separate' } }, before: {} })).toEqual([
      'aws_security_group.https',
    ]);
  });
});

describe('what was before', () => {
  it('is unknown where the plan does not show it: no alarm', () => {
    const net = networkOf(
      plan(SWITCHED, (entry) => {
        entry.change.before = null;
      }),
    );
    expect(Object.values(said(net)).every((text) => text.startsWith('? '))).toBe(true);
  });

  it('is nothing to a plan that deletes, to a refresh and to a state', () => {
    for (const file of ['brownfield/plan.json', 'single-az/state.json', 'single-az/plan.json']) {
      const document = readJson(file);
      const kept = {
        ...document,
        resource_changes: ((document.resource_changes as Entry[] | undefined) ?? []).filter(
          (c) => c.change.actions[0] === 'delete' && c.change.actions.length === 1,
        ),
      };
      const net = networkOf(file.endsWith('state.json') ? document : kept, undefined, file.split('/')[1]);
      for (const { key } of net.endpoints) expect(said(net, key)).toEqual({});
    }
  });

  it('is under the address a move leads to', () => {
    const net = networkOf(plan({ endpoints: { orders: { service: 'sqs', moved: 'queue' } }, before: {} }));
    expect(net.before?.network.endpoints.map(({ key }) => key)).toEqual(['aws_vpc_endpoint.orders']);
    expect(said(net, 'aws_vpc_endpoint.orders')).toEqual({});
  });

  it('is judged and not printed where it is sensitive', () => {
    const scene: Scene = {
      endpoints: { queue: { service: 'kinesis-streams' } },
      before: { endpoints: { queue: { serviceName: 'com.amazonaws.us-east-1.sqs' } } },
    };
    const document = plan(
      scene,
      (entry) => {
        (entry.change.before_sensitive as Json).service_name = true;
      },
      'aws_vpc_endpoint.queue',
    );
    const [picture] = loadJson(document).pictures;
    expect(picture?.secrets).toContain('com.amazonaws.us-east-1.sqs');
    const rule = rules.find(({ id }) => id === 'change/immutable')!;
    const judged = judge(rule, picture!.network).get('aws_vpc_endpoint.queue');
    expect(judged?.fails[0]?.fail.evidence).toEqual({
      changes: [{ attribute: 'service_name', before: '(sensitive)', after: 'com.amazonaws.us-east-1.kinesis-streams' }],
      createBeforeDestroy: false,
    });
  });
});
