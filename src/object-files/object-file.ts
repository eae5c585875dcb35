import { KIND_SCHEMAS } from '../api/backup/kind-schemas.ts';
import type { FileObject } from '../api/owners/file-objects.ts';
import { canonicalId, channelTypes } from '../delivery/door.ts';
import { holdsSecret } from '../lib/secrets.ts';
import { suggest } from '../lib/suggest.ts';
import type { CompilerSettings } from '../rules/door.ts';
import {
  type FileFinding,
  type FileRule,
  rulesIn,
  sayOfFile,
  type TextFile,
  YamlFile,
} from '../rules/files/door.ts';

/** An object of a file, which knows its place there. */
export interface PlacedObject extends FileObject {
  /**
   * Says something about it, or about a member of it.
   * @param member the name of one that stands there, which is meant rather than what is around it
   */
  refusal(path: readonly (string | number)[], say: FileFinding['say'], member?: string): FileFinding;
}

/** What files have. */
export interface FoundObjects {
  readonly rules: readonly FileRule[];
  readonly objects: readonly PlacedObject[];
}

/** Another name for connectors that speak to people. */
const CHANNELS = 'channels';

/** Of which there is one: it needs no hyphen. */
const SINGLE: ReadonlySet<string> = new Set(['alert_settings', 'access_rules_for_all']);

/** What the first members of a file may be called; a file with none of them is one rule. */
export const OBJECT_MEMBERS: readonly string[] = [...Object.keys(KIND_SCHEMAS), CHANNELS];

/**
 * Reads files of objects, in YAML: lists by their kinds, as a backup has them below `objects`, or one rule.
 * @param files their names are what messages call them
 */
export function readObjectFiles(
  files: readonly TextFile[],
  settings: CompilerSettings,
): FoundObjects & { readonly kinds: readonly string[]; readonly problems: readonly FileFinding[] } {
  const kinds = new Set<string>();
  const rules = new Map<string, FileRule>();
  const objects: PlacedObject[] = [];
  const problems: FileFinding[] = [];
  for (const { name, text } of files) {
    const yaml = new YamlFile(name, text);
    if (yaml.problems.length === 0 && isEmpty(yaml)) continue;
    for (const member of yaml.entries(yaml.root)?.keys() ?? [])
      if (OBJECT_MEMBERS.includes(member)) kinds.add(member === CHANNELS ? 'connectors' : member);
    objects.push(...objectsIn(yaml));
    for (const rule of rulesIn(yaml, settings, OBJECT_MEMBERS)) {
      const { id } = rule;
      const other = rules.get(id);
      if (!other) rules.set(id, rule);
      else
        problems.push(
          rule.refusal((language) => sayOfFile(language, { code: 'doubleId', id, other: other.file })),
        );
    }
    problems.push(...yaml.problems.map(withoutSecrets));
  }
  return { rules: [...rules.values()], objects, kinds: [...kinds], problems };
}

/** The rules of files that were read, as items like all others; `rules` of `readObjectFiles` are compiled. */
export function ruleItemsIn(files: readonly TextFile[]): PlacedObject[] {
  return files.flatMap(({ name, text }) => {
    const yaml = new YamlFile(name, text);
    const members = yaml.problems.length > 0 ? undefined : yaml.entries(yaml.root);
    if (!members) return [];
    if (members.has('id') || members.has('sql')) return placed(yaml, 'rules', yaml.root) ?? [];
    return (yaml.items(members.get('rules')?.value) ?? []).flatMap(
      (item) => placed(yaml, 'rules', item) ?? [],
    );
  });
}

/** Only comments, say. */
function isEmpty(yaml: YamlFile): boolean {
  const { root } = yaml;
  return root === null || yaml.toJs(root) === undefined;
}

function objectsIn(yaml: YamlFile): PlacedObject[] {
  const members = yaml.problems.length > 0 ? undefined : yaml.entries(yaml.root);
  if (!members || members.has('id') || members.has('sql')) return [];
  if (!OBJECT_MEMBERS.some((name) => members.has(name))) return [];
  return [...members].flatMap(([member, { key, value }]) => {
    if (member === 'rules') return [];
    if (!OBJECT_MEMBERS.includes(member)) {
      const suggestion = suggest(member, OBJECT_MEMBERS);
      yaml.refuse(key, { code: 'unknownMember', member, suggestion, known: OBJECT_MEMBERS });
      return [];
    }
    const items = SINGLE.has(member) && yaml.entries(value) ? [value] : (yaml.items(value) ?? undefined);
    // A list whose items are all commented out.
    if (!items && (value === null || yaml.toJs(value) === undefined)) return [];
    if (!items) yaml.refuse(key, { code: 'notAList', member });
    return (items ?? []).flatMap((item) => placed(yaml, member, item) ?? []);
  });
}

function placed(yaml: YamlFile, member: string, node: YamlFile['root']): PlacedObject | undefined {
  if (!yaml.entries(node)) {
    yaml.refuse(yaml.spanOf(node), { code: 'notAnObject', member });
    return undefined;
  }
  const part = yaml.within(node);
  const item = part.toJs(node) as Record<string, unknown>;
  const { type } = item;
  const channels = channelTypes();
  if (member === CHANNELS && typeof type === 'string' && !channels.includes(typeOf(type))) {
    yaml.refuse(part.spanOf(part.nodeAt(['type'])), { code: 'noChannel', type, channels });
    return undefined;
  }
  return {
    kind: member === CHANNELS ? 'connectors' : member,
    item,
    file: yaml.name,
    refusal(path, say, name) {
      const around = part.nodeAt(path);
      const key = name === undefined ? undefined : part.entries(around)?.get(name)?.key;
      return withoutSecrets(part.finding(key ?? firstLine(part.spanOf(around)), say));
    },
  };
}

/** Types have other names, too. */
function typeOf(type: string): string {
  return canonicalId(`${type}:x`).split(':')[0] ?? type;
}

/** Of a map or list of many lines the beginning is shown. */
function firstLine({ start, end }: { start: number; end: number }): { start: number; end: number } {
  return { start, end: Math.min(end, start + 1) };
}

/** The line of a secret is not shown: what is said goes to logs. */
function withoutSecrets(finding: FileFinding): FileFinding {
  const [line = ''] = finding.picture.split('\n');
  return holdsSecret(line) ? { ...finding, picture: '' } : finding;
}
