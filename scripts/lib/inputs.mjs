import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';

/**
 * What can be checked at a path: itself if it is a file, else what is found below it, sorted. A folder with the answers of
 * `aws ec2 describe-*` is one input, and so is each other document and each root module of Terraform sources.
 *
 * @param {string} path
 * @returns {{ path: string, kind: 'lint' | 'policy' | 'sources' | 'packed' }[]} paths are absolute; `packed` is a document
 *   packed by gzip, which the linter itself does not read
 */
export function inputsAt(path) {
  return found(resolve(path)).sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** @param {boolean} [inModule] whether a folder above holds sources: what is below then are modules it calls */
function found(path, inModule = false) {
  if (statSync(path).isFile()) {
    const kind = kindOf(path);
    return kind ? [{ path, kind }] : [];
  }
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !/^(\.|node_modules$)/.test(name));
  const files = entries.filter((entry) => entry.isFile()).map(({ name }) => name);
  const isModule = files.some((name) => /\.(tf|tofu)(\.json)?$/.test(name));
  const isExport = files.some((name) => /^describe-[a-z-]+\b.*\.json$/.test(name));
  return [
    ...(isModule && !inModule ? [{ path, kind: 'sources' }] : []),
    ...(isExport ? [{ path, kind: 'lint' }] : files.flatMap((name) => found(join(path, name)))),
    ...entries
      .filter((entry) => entry.isDirectory())
      .flatMap(({ name }) => found(join(path, name), inModule || isModule)),
  ];
}

/** By the name and, for JSON, by its keys: lists of expectations and of shapes are not inputs. */
function kindOf(path) {
  if (/\.(tf|tofu)\.json$/.test(path)) return undefined;
  if (/\.(json|tfstate)\.gz$/.test(path)) return 'packed';
  if (/\.(tfstate|ya?ml|template)$/.test(path)) return 'lint';
  if (!path.endsWith('.json')) return undefined;
  const keys = keysOf(readFileSync(path, 'utf8'));
  if (keys.some((key) => key === 'Statement' || key === 'policy')) return 'policy';
  return keys.some((key) => DOCUMENT.has(key)) ? 'lint' : undefined;
}

/** Keys of a JSON document; of the body, where it is a recorded answer. What cannot be read counts as a plan. */
function keysOf(text) {
  try {
    const document = JSON.parse(text);
    return Object.keys(document?.status_code ? document.data : (document ?? {}));
  } catch {
    return ['planned_values'];
  }
}

/** Keys that plans, states, answers of AWS and templates have. */
const DOCUMENT = new Set(
  'format_version terraform_version planned_values VpcEndpoints VpcEndpoint ServiceConfigurations AWSTemplateFormatVersion Resources'.split(
    ' ',
  ),
);
