import { printHcl } from '../../src/scene/print.ts';
import type { SceneInput } from '../../src/scene/scene.ts';
import type { Case } from './judge.ts';

/** Examples whose Terraform code stands in a message already. */
const shown = new Set<string>();

/**
 * Runs a test of an example. Where it fails, the message begins with which example it is, in which input, and with the
 * example as Terraform code: that once, however many inputs and tests fail.
 */
export function telling(each: Case, input: SceneInput, test: () => void): void {
  try {
    test();
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const code = shown.has(each.seed) ? '' : `\n\n${printHcl(each.example.scene, each.seed)}`;
    shown.add(each.seed);
    const message = `${each.rule.id}, ${each.kind} example "${each.name}", as ${input}${code}\n${error.message}`;
    if (error.stack !== undefined) error.stack = error.stack.replace(error.message, () => message);
    error.message = message;
    throw error;
  }
}
