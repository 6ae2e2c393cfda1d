#!/usr/bin/env node
/** `npm run new-rule family/name`: starts the file of a rule, and says what to do next. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ruleIds, rulesIndex } from './gen/rules-index.mjs';
import { root } from './lib/root.mjs';

const id = process.argv[2] ?? '';
if (process.argv.length !== 3 || !/^[a-z]+(?:-[a-z]+)*\/[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id)) {
  console.error('usage: npm run new-rule family/name, as in `npm run new-rule availability/single-az`');
  process.exit(2);
}
const path = `rules/${id}.ts`;
const file = join(root, path);
if (existsSync(file)) {
  console.error(`${path} is there already`);
  process.exit(2);
}

const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, template(id, version));
writeFileSync(join(root, 'rules/index.ts'), rulesIndex(ruleIds(join(root, 'rules'))));
console.log(`${path} written. Then:
  1. Write the texts, the examples and \`check\`; names for the fault, not the cure.
  2. npm run test:rule -- ${id}
  3. npm run gen`);

function template(id, version) {
  return `import { defineRule, fail, nameOf, notApplicable, pass, undecided } from '../../src/engine/index.ts';

export default defineRule({
  id: '${id}',
  level: 'warning',
  preset: 'strict',
  since: '${version}',
  summary: 'What is wrong, in one sentence.',
  why: 'What happens because of it.',
  fix: 'What to do about it.',
  recipes: {
    terraform: 'private_dns_enabled = true',
    cli: 'aws ec2 modify-vpc-endpoint --vpc-endpoint-id vpce-... --private-dns-enabled',
  },
  sources: ['https://docs.aws.amazon.com/vpc/latest/privatelink/concepts.html'],
  bad: {
    'what a reader would write': {
      scene: { endpoints: { sqs: { privateDns: false } } },
      says: 'Private DNS is off for sqs',
    },
  },
  good: {
    'what it should be': { scene: { endpoints: { sqs: { privateDns: true } } } },
  },

  check(endpoint) {
    if (!endpoint.type.known) return undecided(endpoint.type);
    if (endpoint.type.value !== 'Interface') return notApplicable;
    if (!endpoint.privateDns.known) return undecided(endpoint.privateDns);
    if (endpoint.privateDns.value) return pass;
    return fail({
      message: \`Private DNS is off for \${nameOf(endpoint)}\`,
      at: endpoint.privateDns.at,
      evidence: { privateDns: false },
    });
  },
});
`;
}
