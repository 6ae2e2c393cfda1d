/** Who writes templates is told of their templates: no words of Terraform in what rules say there. */
import { expect, it } from 'vitest';
import type { printScene } from '../../src/scene/print.ts';
import { casesOf, judge, rules } from './judge.ts';
import { loadScene } from './load-scene.ts';

type Printed = ReturnType<typeof printScene>;

const TERRAFORM =
  /terraform|tofu|\bappl(?:y|ies)\b|\bplans?\b(?! or change set)|\bdata\.aws|\bmoved\b|(?<![\w./-])[a-z0-9]+(?:_[a-z0-9]+)+\b/;

/** What rules say of their examples, as templates and with everything of the endpoints imported from another stack. */
it('rules say nothing of Terraform to templates', () => {
  const strange = new Set<string>();
  const see = (rule: string, what: string, said: unknown) => {
    const text = typeof said === 'string' ? said : JSON.stringify(said);
    if (text !== undefined && TERRAFORM.test(text)) strange.add(`${rule} ${what}: ${text}`);
  };
  for (const rule of rules) {
    const cases = casesOf(rule).filter(({ inputs }) => inputs.includes('template'));
    const fails = cases.some(({ kind }) => kind === 'bad');
    if (fails) {
      for (const what of ['summary', 'why', 'assumes'] as const) see(rule.id, what, rule[what]);
      see(rule.id, 'fix', rule.fixIn?.cloudformation ?? rule.fix);
    }
    for (const [i, { example, seed }] of cases.entries()) {
      for (const change of i === 0 ? [undefined, endpointsImported] : [undefined]) {
        for (const { fails: found, missing } of judge(
          rule,
          loadScene(example.scene, 'template', seed, change),
          example,
        ).values()) {
          for (const { message, fail } of found) {
            see(rule.id, 'message', message);
            for (const what of ['why', 'evidence', 'assumed', 'related'] as const) see(rule.id, what, fail[what]);
            see(rule.id, 'fix', fail.fixIn?.cloudformation ?? fail.fix);
          }
          see(rule.id, 'missing', missing);
        }
      }
    }
  }
  expect([...strange]).toEqual([]);
});

function endpointsImported(files: Printed): Printed {
  return files.map((file) => ({ ...file, document: imported(file.document) }));
}

interface Template {
  readonly Resources: Readonly<Record<string, { readonly Type: string; readonly Properties?: object }>>;
}

function imported(document: unknown): unknown {
  if (!isTemplate(document)) return document;
  const resources = Object.entries(document.Resources).map(([id, resource]) => {
    if (resource.Type !== 'AWS::EC2::VPCEndpoint') return [id, resource];
    const names = Object.keys(resource.Properties ?? {});
    const Properties = Object.fromEntries(names.map((name) => [name, { 'Fn::ImportValue': `${id}${name}` }]));
    return [id, { ...resource, Properties }];
  });
  return { ...document, Resources: Object.fromEntries(resources) };
}

function isTemplate(document: unknown): document is Template {
  return typeof document === 'object' && document !== null && 'Resources' in document;
}
