import { codecs } from './bytes/codecs.ts';
import { compression } from './bytes/compression.ts';
import { hashes } from './bytes/hashing.ts';
import { jqFunction } from './bytes/jq-function.ts';
import { lists } from './collections/lists.ts';
import { maps } from './collections/maps.ts';
import type { FunctionEntry } from './function-entry.ts';
import { bits } from './numbers/bits.ts';
import { math } from './numbers/math.ts';
import { regularExpressions } from './regular-expressions.ts';
import { schemaFunctions } from './schemas/schema-functions.ts';
import { identifiers } from './surroundings/identifiers.ts';
import { messageContext } from './surroundings/message-context.ts';
import { state } from './surroundings/state.ts';
import { stringForms } from './texts/string-forms.ts';
import { strings } from './texts/strings.ts';
import { dateAndTime } from './time/date-and-time.ts';
import { conditional } from './values/conditional.ts';
import { conversion } from './values/conversion.ts';
import { predicates } from './values/predicates.ts';

/** Every function of the language by its name. A group is one file, and one line here. */
export const functionTable: ReadonlyMap<string, FunctionEntry> = new Map(
  [
    math,
    bits,
    conversion,
    predicates,
    strings,
    stringForms,
    regularExpressions,
    maps,
    lists,
    hashes,
    codecs,
    jqFunction,
    compression,
    dateAndTime,
    conditional,
    identifiers,
    state,
    messageContext,
    schemaFunctions,
  ]
    .flat()
    .map((entry) => [entry.name, entry]),
);
