import type { ConnectorKind } from '../../connectors/connector.ts';
import { ignoringDenied } from '../../lib/address-rules.ts';
import { readReference } from '../../lib/secrets/read-reference.ts';
import { holdsReference, readReferences } from '../../lib/secrets/references.ts';
import { mapTexts } from '../../lib/secrets.ts';
import { DeliveryError } from '../delivery-error.ts';
import { type ConnectorConfig, configSchemaOf } from './connector-schemas.ts';
import { validate } from './validation.ts';

/** Settings as they were written, and as they are used: with the secrets in them that lie elsewhere. */
export interface ConnectorSettings {
  /** What is stored and shown: `${env:NAME}` and `${file:path}` as they were written, defaults filled in. */
  readonly written: ConnectorConfig;
  /** With references read; where one could not be, something of the same kind stands in, so that all else is known. */
  readonly used: ConnectorConfig;
  /** Why the connector cannot be opened with them, as a sentence. */
  readonly missing: string | undefined;
  /** What references stand for, but for hosts and addresses. */
  readonly secrets: readonly string[];
}

/** Tried one after the other for a setting whose reference cannot be read, until one is of the right kind. */
const STAND_INS: readonly ((text: string) => string)[] = [
  (text) => readReferences(text, () => 'reference'),
  () => 'https://reference.invalid/services/T0/B0/reference?key=reference&access_token=reference',
  () => 'https://reference.invalid',
  () => 'reference.invalid:1',
  () => 'reference@reference.invalid',
  () => '0'.repeat(32),
  () => '1',
  () => '15s',
];

/** Of what somebody sends. @throws DeliveryError BAD_REQUEST, also for what a reference stands for */
export function readSettings(kind: ConnectorKind, document: unknown): ConnectorSettings {
  const places = referencesIn(document);
  if (places.size === 0) {
    const config = validate(configSchemaOf(kind), document) as ConnectorConfig;
    return { written: config, used: config, missing: undefined, secrets: [] };
  }
  const { values, secrets, missing } = readAll(places);
  const used = validateWith(kind, document, places, values);
  const written = mapTexts(used, (text, path) => places.get(path.join('\0')) ?? text) as ConnectorConfig;
  return { written, used, missing, secrets };
}

/**
 * Of what is stored: what a reference stands for may have become something that cannot be used, and the operator may have
 * denied the address. The connector stays then, and says why it does nothing.
 */
export function readStored(kind: ConnectorKind, document: unknown): ConnectorSettings {
  try {
    return readSettings(kind, document);
  } catch (error) {
    if (!(error instanceof DeliveryError)) throw error;
    const permitted = readIfPermitted(kind, document);
    if (permitted) return { ...permitted, missing: sentenceOf(error) };
    const places = referencesIn(document);
    if (places.size === 0) throw error;
    const used = validateWith(kind, document, places, new Map());
    const written = mapTexts(used, (text, path) => places.get(path.join('\0')) ?? text) as ConnectorConfig;
    return { written, used, missing: sentenceOf(error), secrets: [] };
  }
}

function readIfPermitted(kind: ConnectorKind, document: unknown): ConnectorSettings | undefined {
  try {
    return ignoringDenied(() => readSettings(kind, document));
  } catch {
    return undefined;
  }
}

/** Every text with a reference, by its path. */
function referencesIn(document: unknown): Map<string, string> {
  const places = new Map<string, string>();
  mapTexts(document, (text, path) => {
    if (holdsReference(text)) places.set(path.join('\0'), text);
    return text;
  });
  return places;
}

/** Members that say where something is. */
const PLACE_NAME = /(?:^|[-_])(?:url|uri|server|servers|host|hosts|hostname|address|proxy|username|user)$/i;

function readAll(places: ReadonlyMap<string, string>) {
  const values = new Map<string, string>();
  const secrets: string[] = [];
  let missing: string | undefined;
  for (const [place, text] of places) {
    const name = place.split('\0').findLast((one) => !/^\d+$/.test(one)) ?? '';
    try {
      const read = readReferences(text, (kind, source) => {
        const value = readReference(kind, source);
        if (!PLACE_NAME.test(name)) secrets.push(value);
        return value;
      });
      values.set(place, read);
    } catch (error) {
      missing ??= (error as Error).message;
    }
  }
  return { values, secrets, missing };
}

/** The document with these values; for the others stand-ins are tried. @throws DeliveryError BAD_REQUEST */
function validateWith(
  kind: ConnectorKind,
  document: unknown,
  places: ReadonlyMap<string, string>,
  values: ReadonlyMap<string, string>,
): ConnectorConfig {
  const schema = configSchemaOf(kind);
  const tried = new Map([...places.keys()].filter((place) => !values.has(place)).map((place) => [place, 0]));
  for (;;) {
    const filled = mapTexts(document, (text, path) => {
      const place = path.join('\0');
      const standIn = STAND_INS[tried.get(place) ?? -1];
      return values.get(place) ?? standIn?.(text) ?? text;
    });
    const { error } = schema.safeParse(filled);
    const refused = error?.issues
      .map(({ path }) => path.join('\0'))
      .find((place) => (tried.get(place) ?? Infinity) < STAND_INS.length - 1);
    if (refused === undefined) return validate(schema, filled) as ConnectorConfig;
    tried.set(refused, (tried.get(refused) ?? 0) + 1);
  }
}

/** A refusal is a JSON text, as EMQX writes it. */
function sentenceOf({ message }: DeliveryError): string {
  const { path, reason } = JSON.parse(message) as { path?: string; reason?: string };
  return `${path}: ${reason}`;
}
