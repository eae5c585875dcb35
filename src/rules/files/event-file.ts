import type { Node } from 'yaml';
import { suggest } from '../../lib/suggest.ts';
import { fromJsonText, type Value } from '../../sql/door.ts';
import type { EventDescription } from '../event-catalogue.ts';
import { eventOfTestType, testTypes } from '../rule-test.ts';
import type { YamlFile } from './yaml-file.ts';

/**
 * An event as a test makes it up.
 * @param others members that are no columns
 */
export function readEvent(
  yaml: YamlFile,
  around: Node | null,
  node: Node | null | undefined,
  others: readonly string[] = [],
): { event: EventDescription; columns: Record<string, Value> } | undefined {
  const entries = yaml.entries(node);
  const type = entries?.get('event_type')?.value;
  if (!entries || !type) {
    const place = node ?? around;
    yaml.refuse(yaml.spanOf(place), {
      code: 'missingMember',
      member: node ? 'event_type' : 'event',
      example: node ? 'event_type: client_disconnected' : 'event: { event_type: client_disconnected }',
    });
    return undefined;
  }
  const testType = String(yaml.toJs(type));
  const event = eventOfTestType(testType);
  if (!event) {
    yaml.refuse(yaml.spanOf(type), {
      code: 'unknownEvent',
      type: testType,
      suggestion: suggest(testType, testTypes),
      known: testTypes.join(', '),
    });
    return undefined;
  }
  const columns: Record<string, Value> = {};
  for (const [column, { key, value }] of entries) {
    if (column === 'event_type' || others.includes(column)) continue;
    if (!event.columnNames.includes(column)) {
      yaml.refuse(key, {
        code: 'unknownColumn',
        column,
        type: testType,
        suggestion: suggest(column, event.columnNames),
        known: event.columnNames.join(', '),
      });
    }
    columns[column] = fromJsonText(yaml.toJson(value));
  }
  return { event, columns };
}
