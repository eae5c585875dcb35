import type { AlertRules } from '../alerts/door.ts';
import type { Broker } from '../broker/door.ts';
import type { Requeued, Settled } from '../delivery/door.ts';
import type { Clock } from '../lib/clock.ts';
import type { Logger } from '../lib/logger.ts';
import type { SqlHost } from '../sql/door.ts';
import type { Definitions } from '../store/definitions.ts';
import type { ReadContext } from './columns/column.ts';
import type { TopicRules } from './event-topics.ts';
import type { FileRule } from './files/rule-file.ts';
import type { KnownChannels } from './lint/alert-lint.ts';
import type { CompilerSettings } from './rule-compiler.ts';
import type { ActionRunner } from './rule-outputs.ts';
import type { RuleSlice } from './rule-slice.ts';
import type { RuleSpans } from './rule-spans.ts';

/** What rules must know of MQTT, whose folder they do not import. */
type MqttKnowledge = TopicRules & ReadContext;

/** What the rules stand on. */
export interface RuleEngineOptions extends Omit<CompilerSettings, 'host'> {
  /** What the engine's own settings do not say. */
  host: Omit<SqlHost, 'jqTimeout'>;
  broker: Pick<Broker, 'node' | 'events' | 'watch' | 'publish' | 'wake' | 'aftermath'>;
  actions: ActionRunner;
  /** Tells what became of the actions that rules have run. */
  outbox: {
    events: {
      on(name: 'settled', listener: (settled: Settled) => void): () => void;
      on(name: 'requeued', listener: (requeued: Requeued) => void): () => void;
    };
  };
  /** Where rules are kept, as kind `rule`. */
  definitions: Pick<Definitions, 'list' | 'get' | 'put' | 'delete'>;
  mqtt: MqttKnowledge;
  /** What takes the alerts of rules. */
  alerts: AlertRules;
  /** Where people are told; without it nothing is said about names of channels. */
  channels?: KnownChannels | undefined;
  /** Rules that lie in files. They come before stored ones of the same id, and the API cannot change them. */
  files?: readonly FileRule[] | undefined;
  /** How long rules may work in one turn; a test brings a clock of its own. */
  slice?: RuleSlice | undefined;
  /** Where what rules do is traced. */
  spans?: RuleSpans | undefined;
  clock: Clock;
  logger: Logger;
}
