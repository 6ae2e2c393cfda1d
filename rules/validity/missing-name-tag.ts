import * as z from 'zod/mini';
import { series } from '../../src/base/words.ts';
import { defineRule, fail, nameOf, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: 'validity/missing-name-tag',
  level: 'note',
  preset: 'pedantic',
  since: '0.1.0',
  summary: 'Endpoint has no `Name` tag, or lacks another required tag.',
  why: 'Without a `Name` tag, you can identify the endpoint only by its ID in the console and on bills.',
  fix: 'Add the tag, or list the tags that you require in the option `required`.',
  recipes: {
    cloudformation: `Tags:
  - { Key: Name, Value: sqs }`,
    terraform: 'tags = { Name = "sqs" }',
    cli: 'aws ec2 create-tags --resources vpce-... --tags Key=Name,Value=sqs',
  },
  sources: ['https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html'],
  options: z.object({
    /** Tags that every endpoint must have. */
    required: z._default(z.array(z.string()), ['Name']),
  }),
  bad: { 'no tags': { scene: { endpoints: { sqs: {} } }, says: 'sqs has no `Name` tag' } },
  good: { 'a `Name` tag': { scene: { endpoints: { sqs: { tags: { Name: 'sqs' } } } } } },

  check(endpoint, _net, { required }) {
    const { tags } = endpoint;
    if (!tags.known) return undecided(tags);
    const missing = required.filter((name) => !Object.hasOwn(tags.value, name));
    if (missing.length === 0) return pass;
    return fail({
      message: `${nameOf(endpoint)} has no ${series(
        missing.map((name) => `\`${name}\``),
        'or',
      )} tag`,
      at: tags.at,
      evidence: { missing },
    });
  },
});
