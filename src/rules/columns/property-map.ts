import type { Message } from '../../broker/door.ts';
import type { Value } from '../../sql/door.ts';
import { newMap } from '../../sql/values.ts';
import { valueMap } from './value-map.ts';

type Properties = Message['properties'];

/** The names of MQTT 5 §2.2.2.2 as EMQX spells them in `pub_props` and its kin. */
const names: ReadonlyArray<readonly [member: keyof Properties, key: string]> = [
  ['payloadFormatIndicator', 'Payload-Format-Indicator'],
  ['messageExpiryInterval', 'Message-Expiry-Interval'],
  ['contentType', 'Content-Type'],
  ['responseTopic', 'Response-Topic'],
  ['correlationData', 'Correlation-Data'],
  ['subscriptionIdentifiers', 'Subscription-Identifier'],
  ['sessionExpiryInterval', 'Session-Expiry-Interval'],
  ['receiveMaximum', 'Receive-Maximum'],
  ['maximumPacketSize', 'Maximum-Packet-Size'],
  ['topicAliasMaximum', 'Topic-Alias-Maximum'],
  ['requestResponseInformation', 'Request-Response-Information'],
  ['requestProblemInformation', 'Request-Problem-Information'],
  ['authenticationMethod', 'Authentication-Method'],
  ['authenticationData', 'Authentication-Data'],
  ['reasonString', 'Reason-String'],
  ['serverReference', 'Server-Reference'],
];

/**
 * The properties of a packet as rules see them. `User-Property` is always there, the last of several equal names
 * wins; `User-Property-Pairs` keeps order and duplicates and is there only when the packet had any.
 */
export function propertyMap(properties: Properties): Value {
  // Most packets have none.
  if (isEmpty(properties)) return valueMap([['User-Property', newMap()]]);
  const entries: Array<[string, Value]> = [];
  for (const [member, key] of names) {
    const value = properties[member];
    if (value !== undefined) entries.push([key, asValue(value)]);
  }
  const pairs = properties.userProperties ?? [];
  entries.push(['User-Property', valueMap(pairs)]);
  if (pairs.length > 0) entries.push(['User-Property-Pairs', pairs.map(pairMap)]);
  return valueMap(entries);
}

function isEmpty(properties: Properties): boolean {
  for (const _member in properties) return false;
  return true;
}

function pairMap([key, value]: readonly [string, string]): Value {
  return valueMap([
    ['key', key],
    ['value', value],
  ]);
}

function asValue(value: NonNullable<Properties[keyof Properties]>): Value {
  if (!Array.isArray(value)) return value as Value;
  // Subscription identifiers: a single one is a number, as in SUBSCRIBE.
  return value.length === 1 ? value[0] : value;
}

/** What the SQL tester shows in a property map. */
export const examplePropertyMap: Value = {
  'User-Property': { foo: 'bar' },
  'User-Property-Pairs': [{ key: 'foo', value: 'bar' }],
};
