import type { EventName, EventOf, EventPorts } from '../broker/door.ts';
import { alarmActivatedColumns, alarmDeactivatedColumns } from './columns/alarm-columns.ts';
import { checkAuthzColumns } from './columns/check-columns.ts';
import {
  checkAuthnColumns,
  connackColumns,
  connectedColumns,
  disconnectedColumns,
} from './columns/client-columns.ts';
import type { Column, Columns, Wording } from './columns/column.ts';
import { connectionRefusedColumns } from './columns/connection-columns.ts';
import {
  ackedColumns,
  deliveredColumns,
  deliveryDroppedColumns,
  droppedColumns,
  publishColumns,
} from './columns/message-columns.ts';
import {
  subscribedColumns,
  subscribeRefusedColumns,
  unsubscribedColumns,
} from './columns/session-columns.ts';
import { sourceColumns } from './columns/source-columns.ts';
import type { RuleEvent } from './rule-event.ts';

export interface EventDescription {
  event: RuleEvent['name'];
  /**
   * The topic to write in FROM. `message.publish` is reached by its message's topic instead, and of a source `*`
   * stands for its name.
   */
  topic: string;
  /** The spelling before EMQX 5.9, an alias. */
  legacyTopic: string | undefined;
  /** How the SQL tester calls the event; the first is the one to write. */
  testTypes: readonly string[];
  title: Wording;
  description: Wording;
  /** Without the columns that all events have. */
  columns: ReadonlyMap<string, Column<never>>;
  /** With those. */
  columnNames: readonly string[];
  sqlExample: string;
}

/** The columns that the engine itself adds to every event. */
export const commonColumns: Readonly<Record<string, Pick<Column<never>, 'type' | 'help'>>> = {
  event: { type: 'text', help: { en: 'the name of the event', zh: '事件名称' } },
  timestamp: { type: 'ms', help: { en: 'when the event happened', zh: '事件发生的时间' } },
  node: { type: 'text', help: { en: 'the node on which it happened', zh: '事件所在的节点' } },
  metadata: { type: 'map', help: { en: 'rule_id: the rule that reads it', zh: 'rule_id：读取该事件的规则' } },
};

export const eventCatalogue: readonly EventDescription[] = [
  describe('message.publish', publishColumns, {
    topic: '$events/message_publish',
    title: { en: 'message publish', zh: '消息发布' },
    description: { en: 'a message was accepted', zh: '消息已被接收' },
    sqlExample: `SELECT payload.msg as msg FROM "t/#" WHERE msg = 'hello'`,
  }),
  describe('message.delivered', deliveredColumns, {
    topic: '$events/message/delivered',
    legacyTopic: '$events/message_delivered',
    title: { en: 'message delivered', zh: '消息投递' },
    description: { en: 'a message was handed to its receiver', zh: '消息已投递给接收方' },
    sqlExample: `SELECT * FROM "$events/message/delivered" WHERE topic =~ 't/#'`,
  }),
  describe('message.acked', ackedColumns, {
    topic: '$events/message/acked',
    legacyTopic: '$events/message_acked',
    title: { en: 'message acked', zh: '消息应答' },
    description: { en: 'the receiver acknowledged a message', zh: '接收方已确认消息' },
    sqlExample: `SELECT * FROM "$events/message/acked" WHERE topic =~ 't/#'`,
  }),
  describe('message.dropped', droppedColumns, {
    topic: '$events/message/dropped',
    legacyTopic: '$events/message_dropped',
    title: { en: 'message dropped', zh: '消息丢弃' },
    description: { en: 'a message had no receiver or was refused', zh: '消息没有接收方或被拒绝而丢弃' },
    sqlExample: `SELECT * FROM "$events/message/dropped" WHERE topic =~ 't/#'`,
  }),
  describe('delivery.dropped', deliveryDroppedColumns, {
    topic: '$events/message/delivery_dropped',
    legacyTopic: '$events/delivery_dropped',
    title: { en: 'delivery dropped', zh: '投递丢弃' },
    description: {
      en: 'a message was dropped for one of its receivers',
      zh: '消息在投递给某个接收方时被丢弃',
    },
    sqlExample: `SELECT * FROM "$events/message/delivery_dropped" WHERE reason = 'queue_full'`,
  }),
  describe('client.connected', connectedColumns, {
    topic: '$events/client/connected',
    legacyTopic: '$events/client_connected',
    title: { en: 'client connected', zh: '客户端上线' },
    description: { en: 'a client connected', zh: '客户端连接成功' },
    sqlExample: 'SELECT * FROM "$events/client/connected"',
  }),
  describe('client.disconnected', disconnectedColumns, {
    topic: '$events/client/disconnected',
    legacyTopic: '$events/client_disconnected',
    title: { en: 'client disconnected', zh: '客户端离线' },
    description: { en: 'a connection ended, for whatever reason', zh: '连接断开，不论何种原因' },
    sqlExample: `SELECT * FROM "$events/client/disconnected" WHERE reason != 'normal'`,
  }),
  describe('client.connack', connackColumns, {
    topic: '$events/client/connack',
    legacyTopic: '$events/client_connack',
    title: { en: 'client connack', zh: '连接应答' },
    description: { en: 'a client was let in or refused', zh: '连接请求被接受或拒绝' },
    sqlExample: `SELECT * FROM "$events/client/connack" WHERE reason_code != 'success'`,
  }),
  describe('client.check_authn_complete', checkAuthnColumns, {
    topic: '$events/auth/check_authn_complete',
    legacyTopic: '$events/client_check_authn_complete',
    title: { en: 'client check authn complete', zh: '客户端认证完成' },
    description: { en: 'it is known whether a client is who it says', zh: '客户端认证已得出结果' },
    sqlExample: `SELECT * FROM "$events/auth/check_authn_complete" WHERE reason_code != 'success'`,
  }),
  describe('client.check_authz_complete', checkAuthzColumns, {
    topic: '$events/auth/check_authz_complete',
    legacyTopic: '$events/client_check_authz_complete',
    title: { en: 'client check authz complete', zh: '鉴权结果' },
    description: { en: 'it was checked whether a client may do something', zh: '客户端鉴权完成' },
    sqlExample: `SELECT * FROM "$events/auth/check_authz_complete" WHERE result = 'deny'`,
  }),
  describe('session.subscribed', subscribedColumns, {
    topic: '$events/session/subscribed',
    legacyTopic: '$events/session_subscribed',
    title: { en: 'session subscribed', zh: '会话订阅' },
    description: { en: 'a client subscribed', zh: '客户端完成订阅' },
    sqlExample: `SELECT * FROM "$events/session/subscribed" WHERE topic =~ 't/#'`,
  }),
  describe('session.unsubscribed', unsubscribedColumns, {
    topic: '$events/session/unsubscribed',
    legacyTopic: '$events/session_unsubscribed',
    title: { en: 'session unsubscribed', zh: '会话取消订阅' },
    description: { en: 'a client unsubscribed', zh: '客户端取消订阅' },
    sqlExample: `SELECT * FROM "$events/session/unsubscribed" WHERE topic =~ 't/#'`,
  }),
  describe('session.subscribe_refused', subscribeRefusedColumns, {
    topic: '$events/session/subscribe_refused',
    title: { en: 'session subscribe refused', zh: '会话订阅被拒绝' },
    description: { en: 'a subscription was not granted', zh: '客户端的订阅未被接受' },
    sqlExample: `SELECT * FROM "$events/session/subscribe_refused" WHERE reason = 'quota_exceeded'`,
  }),
  describe('connection.refused', connectionRefusedColumns, {
    topic: '$events/connection/refused',
    title: { en: 'connection refused', zh: '连接被拒绝' },
    description: {
      en: 'a connection was closed before its CONNECT could be answered',
      zh: '连接在 CONNECT 得到应答之前被关闭',
    },
    sqlExample: `SELECT * FROM "$events/connection/refused" WHERE reason = 'idle_timeout'`,
  }),
  describe('alarm.activated', alarmActivatedColumns, {
    topic: '$events/sys/alarm_activated',
    title: { en: 'alarm activated', zh: '系统告警开始' },
    description: { en: 'an alarm of the broker began', zh: 'Broker 的系统告警开始' },
    sqlExample: 'SELECT * FROM "$events/sys/alarm_activated"',
  }),
  describe('alarm.deactivated', alarmDeactivatedColumns, {
    topic: '$events/sys/alarm_deactivated',
    title: { en: 'alarm deactivated', zh: '系统告警结束' },
    description: { en: 'an alarm of the broker ended', zh: 'Broker 的系统告警结束' },
    sqlExample: 'SELECT * FROM "$events/sys/alarm_deactivated"',
  }),
  {
    event: 'source.message',
    topic: '$bridges/mqtt:*',
    legacyTopic: undefined,
    testTypes: ['bridge_mqtt', '$bridges/mqtt:*'],
    title: { en: 'message of an MQTT source', zh: 'MQTT 数据源消息' },
    description: { en: 'a source took a message from another broker', zh: '数据源从远端服务器收到消息' },
    sqlExample: `SELECT topic, payload FROM "$bridges/mqtt:my_source" WHERE topic =~ 't/#'`,
    columns: new Map(Object.entries(sourceColumns)),
    columnNames: [...Object.keys(sourceColumns), ...Object.keys(commonColumns)],
  },
];

/** Types of sources. */
export const sourceTypes: readonly string[] = ['mqtt'];

/** What a broker tells by a port; messages are watched by topic, sources hand theirs in. */
export type PortEvent = keyof EventPorts;
export function hasPort(event: RuleEvent['name']): event is PortEvent {
  return event !== 'message.publish' && event !== 'source.message';
}

/** Topics of EMQX that this version does not fire: a rule on them would be silent for ever, so it is refused. */
export const unavailableTopics: readonly string[] = [
  '$events/message_transformation/failed',
  '$events/message_transformation_failed',
  '$events/schema_validation/failed',
  '$events/schema_validation_failed',
];

const byEvent = new Map(eventCatalogue.map((description) => [description.event, description]));

/** Events of a kind come one after the other. */
let latest: EventDescription | undefined;

export function describedEvent(event: RuleEvent['name']): EventDescription {
  if (latest?.event === event) return latest;
  const description = byEvent.get(event);
  if (!description) throw new TypeError(`the catalogue has no event ${event}`);
  latest = description;
  return description;
}

type Description = Omit<
  EventDescription,
  'event' | 'testTypes' | 'columns' | 'columnNames' | 'legacyTopic'
> & {
  legacyTopic?: string;
};

function describe<Name extends EventName>(
  event: Name,
  columns: Columns<EventOf<Name>>,
  { legacyTopic, ...words }: Description,
): EventDescription {
  return {
    event,
    legacyTopic,
    testTypes: [event.replace('.', '_')],
    columns: new Map(Object.entries(columns)),
    columnNames: [...Object.keys(columns), ...Object.keys(commonColumns)],
    ...words,
  };
}
