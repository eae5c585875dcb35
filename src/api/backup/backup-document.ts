import type { BackupItem } from './backup-item.ts';
import { HISTORY_BEGINS } from './history-lines.ts';
import type { SealedSecrets } from './sealed-secrets.ts';
import { readYaml } from './yaml-text.ts';

/** The version of the document. */
export const FORMAT = 1;

export interface BackupDocument {
  readonly tocsin_backup: typeof FORMAT;
  readonly created_at: string;
  readonly node: string;
  readonly version: string;
  /** Whether secrets of connectors and the like are in it: sealed with a passphrase, or left out. */
  readonly contains_secrets: 'sealed' | 'none';
  /** Hashes of passwords of MQTT users, which are not sealed. */
  readonly contains_password_hashes: boolean;
  /** Whether alerts that are over follow behind the document, one on a line. */
  readonly contains_history: boolean;
  /** Kinds that who asked may not read. */
  readonly left_out: readonly string[];
  readonly objects: Readonly<Record<string, readonly BackupItem[]>>;
  readonly secrets?: SealedSecrets;
}

/** A document that is none, with a sentence for who sent it. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
  readonly zh: string;

  constructor(message: string, zh: string) {
    super(message);
    this.zh = zh;
  }
}

/** What the document says about itself. */
export interface About {
  readonly created_at: string;
  readonly node: string;
  readonly version: string;
  readonly contains_secrets: 'sealed' | 'none';
}

export interface ReadDocument {
  readonly about: About;
  readonly objects: ReadonlyMap<string, readonly BackupItem[]>;
  /** As it stands there, to be checked by who opens it. */
  readonly secrets: unknown;
}

/** JSON or YAML; a history behind it is passed over. @throws BackupError */
export async function readDocument(text: string): Promise<ReadDocument> {
  if (text.trim() === '') throw new BackupError('this file is empty', '该文件为空');
  const history = HISTORY_BEGINS.exec(text);
  let value: unknown;
  try {
    value = await readYaml(history ? text.slice(0, history.index) : text);
  } catch (error) {
    const [why] = (error as Error).message.split('\n');
    throw new BackupError(`this is neither YAML nor JSON: ${why}`, `既不是 YAML 也不是 JSON：${why}`);
  }
  const { tocsin_backup, created_at, node, version, objects, secrets } = (value ?? {}) as Record<
    string,
    unknown
  >;
  if (tocsin_backup !== FORMAT) {
    if (tocsin_backup === undefined)
      throw new BackupError(
        'this is not a backup of Tocsin: it has no tocsin_backup',
        '这不是 Tocsin 的备份：没有 tocsin_backup',
      );
    const format = String(tocsin_backup);
    throw new BackupError(
      `this backup has the format ${format}, and this version reads ${FORMAT}`,
      `此备份的格式为 ${format}，当前版本读取的是 ${FORMAT}`,
    );
  }
  if (typeof objects !== 'object' || objects === null || Array.isArray(objects)) {
    throw new BackupError(
      'objects is missing: it holds the things of the backup by their kinds',
      '缺少 objects：其中按类型存放备份的内容',
    );
  }
  const found = new Map<string, readonly BackupItem[]>();
  for (const [kind, items] of Object.entries(objects)) {
    const isList =
      Array.isArray(items) &&
      items.every((item) => typeof item === 'object' && item !== null && !Array.isArray(item));
    if (!isList)
      throw new BackupError(`objects.${kind} is not a list of objects`, `objects.${kind} 不是对象列表`);
    found.set(kind, items as BackupItem[]);
  }
  const text_ = (part: unknown) => (typeof part === 'string' ? part : '');
  return {
    about: {
      created_at: text_(created_at),
      node: text_(node),
      version: text_(version),
      contains_secrets: secrets === undefined ? 'none' : 'sealed',
    },
    objects: found,
    secrets,
  };
}
