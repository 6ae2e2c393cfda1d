import * as z from 'zod/mini';
import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/missing-name-tag',
  level: 'note',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'Endpoint lacks a tag it should have.',
  why: 'In the console and on bills an endpoint without a Name is an id among others.',
  fix: 'Tag it.',
  recipes: {
    cloudformation: `Tags:
  - { Key: Name, Value: sqs }`,
    terraform: 'tags = { Name = "sqs" }',
    cli: 'aws ec2 create-tags --resources vpce-... --tags Key=Name,Value=sqs',
  },
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html'],
  options: z.object({
    /** Tags every endpoint should have. */
    required: z._default(z.array(z.string()), ['Name']),
  }),
  bad: { 'no tags': { scene: { endpoints: { sqs: {} } }, says: 'sqs has no tag Name' } },
  good: { 'a name': { scene: { endpoints: { sqs: { tags: { Name: 'sqs' } } } } } },

  check(endpoint, _net, { required }) {
    const { tags } = endpoint;
    if (!tags.known) return undecided(tags);
    const missing = required.filter((name) => !Object.hasOwn(tags.value, name));
    if (missing.length === 0) return pass;
    return fail({
      message: `${nameOf(endpoint)} has no tag ${missing.join(', ')}`,
      at: tags.at,
      evidence: { missing },
    });
  },
});
