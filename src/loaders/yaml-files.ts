/** Which files are read as YAML. */
import { toUtf8 } from '../text/encoding.ts';
import { prepareYaml } from '../text/yaml/index.ts';
import { beginning, latin1 } from './problems.ts';
import type { Opened } from './request.ts';
import { looksLikeTemplate, textOf } from './template/index.ts';

/** A larger file cannot be a template: CloudFormation accepts at most 1 MB. */
export const MOST_YAML = 1 << 24;

/** Whether to read a file as YAML: its name says so, or it is not JSON and looks like a template. */
export function isYaml({ path, content }: Opened): boolean {
  const head = beginning(content.head);
  if (/^\s*[[{]/.test(head)) return false;
  return /\.ya?ml$/i.test(path ?? '') || looksLikeTemplate(head);
}

/** Loads the parser of the YAML library where a file needs it, or nests another that may. */
export async function prepareYamlOf(files: readonly Opened[]): Promise<void> {
  const texts = files
    .filter((file) => isYaml(file) && (file.named || looksLikeTemplate(latin1(file.content.head))))
    .flatMap(textIn);
  const json = files.filter((file) => !isYaml(file) && /"AWS::/.test(latin1(file.content.head))).flatMap(textIn);
  if ([...texts, ...json].some((text) => /TemplateURL|AWS::Serverless::Application/.test(text))) await prepareYaml();
  else if (texts.length > 0) await prepareYaml(texts);
}

/** A file's text. Empty if the file is not text: the error appears when the file is read. */
function textIn({ content }: Opened): string[] {
  try {
    return [textOf(toUtf8(content.source().bytes(0, MOST_YAML)).bytes)];
  } catch {
    return [];
  }
}
