import { parse, stringify } from 'yaml';
import { inYamlThread, type YamlResult, type YamlTask } from './yaml-thread.ts';

/** Characters of which the work takes some ten milliseconds, which no thread is worth. */
const SHORT = 32 * 1024;

/** A text in YAML or JSON as a value. @throws Error in words of the parser */
export async function readYaml(text: string): Promise<unknown> {
  if (text.length <= SHORT) return parseText(text);
  const asJson = parsedJson(text);
  if (asJson !== undefined) return asJson.value;
  return JSON.parse(textOf(await inYamlThread({ kind: 'read', text })));
}

/** A value that JSON can say, as YAML. */
export async function writeYaml(value: unknown): Promise<string> {
  const json = JSON.stringify(value);
  return json.length <= SHORT ? stringify(value) : textOf(await inYamlThread({ kind: 'write', json }));
}

export function doYamlTask(task: YamlTask): YamlResult {
  try {
    if (task.kind === 'write') return { text: stringify(JSON.parse(task.json)) };
    return { text: JSON.stringify(parseText(task.text) ?? null) };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function parseText(text: string): unknown {
  return parse(text, { maxAliasCount: 0, logLevel: 'error' });
}

/** Most long documents are JSON, which takes a hundredth of the time. */
function parsedJson(text: string): { readonly value: unknown } | undefined {
  if (!text.trimStart().startsWith('{')) return undefined;
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function textOf(result: YamlResult): string {
  if ('error' in result) throw new Error(result.error);
  return result.text;
}
