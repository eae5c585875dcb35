import type { MonitorName } from '../../../texts/monitor-texts.ts';
import { alarmGauge, type OwnAlarm } from './alarm-gauge.ts';
import { CulpritGauge, DropGauge, ProtocolGauge, RateGauge } from './counting-gauges.ts';
import type { Gauge } from './gauge.ts';
import type { MonitorSources } from './monitor-sources.ts';
import {
  ClockGauge,
  ConnectorGauge,
  certificateGauge,
  connectionsGauge,
  diskGauge,
  JournalGauge,
  loopDelayGauge,
  outboxGauge,
  percentGauge,
} from './state-gauges.ts';

/** Those that others have to do with as well. */
interface SharedGauges {
  readonly traffic: Gauge;
  readonly peers: Gauge;
  readonly alarms: () => Iterable<OwnAlarm>;
}

/** What each monitor reads; `alerting_failed` is raised by those who tell people. */
export function allGauges(
  sources: MonitorSources,
  { traffic, peers, alarms }: SharedGauges,
): Readonly<Record<Exclude<MonitorName, 'alerting_failed'>, Gauge>> & {
  readonly alerting_failed?: undefined;
} {
  return {
    connections_high: connectionsGauge(sources),
    traffic_high: traffic,
    certificate_expiry: certificateGauge(sources),
    authentication_failures: new CulpritGauge(sources, 'failedLogins', 'failed_login'),
    authorization_failures: new CulpritGauge(sources, 'denials', 'denial'),
    protocol_errors: new ProtocolGauge(sources),
    messages_dropped: new DropGauge(sources),
    tps_high: new RateGauge(sources, 'messages'),
    peer_down: peers,
    connector_down: new ConnectorGauge(sources),
    cpu_high: percentGauge(() => sources.cpu()),
    memory_high: percentGauge(() => sources.memory()),
    event_loop_delay: loopDelayGauge(sources),
    disk_low: diskGauge(sources),
    outbox_backlog: outboxGauge(sources),
    journal_behind: new JournalGauge(sources),
    clock_step: new ClockGauge(sources),
    broker_alarm: alarmGauge(alarms),
  };
}
