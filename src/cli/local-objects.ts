import { join } from 'node:path';
import { KindReader } from '../api/backup/kind-schemas.ts';
import { type FilePlaces, isFolder, readFiles } from '../object-files/found-files.ts';
import { type PlacedObject, readObjectFiles, ruleItemsIn } from '../object-files/object-file.ts';
import { faultFinding } from '../object-files/object-files.ts';
import type { FileFinding } from '../rules/files/door.ts';
import { SchemaRegistry } from '../schemas/door.ts';
import { settingsAt } from './rule-tests/test-rules.ts';

/** What the files of a folder have, or what is wrong with them. */
export interface LocalObjects {
  readonly files: number;
  readonly objects: readonly PlacedObject[];
  /** Kinds that a file names, also with an empty list. */
  readonly kinds: readonly string[];
  readonly problems: readonly FileFinding[];
}

const noDefinitions: ConstructorParameters<typeof SchemaRegistry>[0]['definitions'] = {
  list: () => [],
  put: (_kind, id, body) => ({ id, body, createdAt: 0, updatedAt: 0 }),
  delete: () => false,
};

/** Files and folders that somebody names; the settings in a folder are no objects. */
export function namedPlaces(names: readonly string[]): FilePlaces {
  const except = names.filter(isFolder).map((name) => join(name, 'tocsin.yaml'));
  return { base: '', patterns: [], named: names, except };
}

/** Reads and checks them as a broker would that starts with them; nobody is asked. */
export function readLocalObjects(
  places: FilePlaces,
  environment: Readonly<Record<string, string | undefined>>,
): LocalObjects {
  const found = readFiles(places);
  const schemas = new SchemaRegistry({ definitions: noDefinitions, files: [] });
  const read = readObjectFiles(found.objects, settingsAt(Date.now(), environment, schemas));
  const objects = [...ruleItemsIn(found.objects), ...read.objects];
  const reader = new KindReader({ actions: { requestTtl: '24h' } });
  const faults = objects.flatMap((object) => {
    // What is wrong with rules is known better by who compiles them.
    if (object.kind === 'rules') return [];
    const written = reader.read(object.kind, object.item);
    return 'fault' in written ? [faultFinding(object, written.fault)] : [];
  });
  return {
    files: found.objects.length,
    objects,
    kinds: [...new Set([...read.kinds, ...objects.map(({ kind }) => kind)])],
    problems: [...found.unread, ...read.problems, ...faults],
  };
}
