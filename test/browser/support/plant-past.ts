import type { Alert } from '../../../src/alerts/alert.ts';
import { GAUGES } from '../../../src/figures/figure-names.ts';
import { FigureTable } from '../../../src/figures/figure-table.ts';
import { classOf } from '../../../src/figures/latencies.ts';
import type { Sample } from '../../../src/figures/sample.ts';
import { TIERS } from '../../../src/figures/tiers.ts';
import { silentLogger } from '../../../src/lib/logger.ts';
import { Store } from '../../../src/store/store.ts';
import { keepAlert, newAlert } from '../../support/kept-alerts.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How many devices are there when all is well. */
const DEVICES = 116;

/**
 * What a plant did before the broker starts on this data directory: 30 days of figures and eight weeks of alerts that
 * are over, the same each time but for the hour of the day.
 */
export function writePlantPast(directory: string, now: number): void {
  const store = Store.open({ directory, durability: 'normal', logger: silentLogger });
  const table = new FigureTable(store);
  let newer = now;
  for (const { step, keeps } of TIERS) {
    const oldest = Math.floor((now - keeps) / step) * step;
    for (let at = Math.floor(newer / step) * step; at > oldest; at -= step) {
      table.write(sampleAt(at, step), { removed: [], added: [] });
    }
    newer = oldest;
  }
  store.transact(() => {
    for (const alert of pastAlerts(now)) keepAlert(store, alert);
  });
  store.close();
}

/** A day shift, a night shift, and a wave on top of both. */
function sampleAt(at: number, step: number): Sample {
  const hour = (at % DAY) / DAY;
  const shift = 0.75 + 0.25 * Math.sin((hour - 0.3) * 2 * Math.PI);
  const wave = 1 + 0.06 * Math.sin(at / (7 * MINUTE)) + 0.04 * Math.sin(at / (2.3 * MINUTE));
  const seconds = step / 1000;
  const received = Math.round(14 * shift * wave * seconds);
  const online = DEVICES - Math.round(3 + 3 * Math.sin(at / (19 * MINUTE)));
  // Now and then a reader is too slow.
  const isSlow = Math.floor(at / (35 * MINUTE)) % 11 === 0;
  const told = Math.floor(at / (10 * MINUTE)) % 9 === 0 ? 1 : 0;
  return {
    at,
    step,
    values: {
      ...Object.fromEntries(GAUGES.map((name) => [name, DEVICES])),
      live_connections: online,
      subscriptions: 2 * DEVICES,
      topics: 3 * DEVICES,
      received,
      sent: received,
      ...(isSlow && { dropped: Math.round(seconds / 5), dropped_queue_full: Math.round(seconds / 5) }),
      ...(told > 0 && { deliveries_delivered: told }),
    },
    latencies: told > 0 ? { [classOf(320 + (at % 200))]: told } : {},
  };
}

const PEOPLE = ['lilei', 'hanmeimei'];

function pastAlerts(now: number): Alert[] {
  const alerts: Alert[] = [];
  for (let day = 1; day < 56; day++) {
    // Few at the weekend, many where a line was rebuilt.
    const count = day % 7 < 2 ? 1 : day > 20 && day < 25 ? 9 : (day * 5) % 4;
    for (let n = 0; n < count; n++) {
      const startsAt = now - day * DAY - n * 37 * MINUTE;
      const lasts = (4 + ((day * 7 + n * 3) % 50)) * MINUTE;
      const isHot = (day + n) % 5 === 0;
      const key = isHot
        ? `sz-oven-${1 + (n % 3)}`
        : `${['hz', 'sh', 'sz'][n % 3]}-${['press', 'robot', 'conveyor'][(day + n) % 3]}-${1 + (n % 5)}`;
      const who = PEOPLE[(day + n) % 3];
      alerts.push(
        newAlert({
          startsAt,
          lastAt: startsAt,
          status: 'resolved',
          severity: isHot ? 'warning' : 'critical',
          source: { kind: 'rule', id: isHot ? 'too-hot' : 'device-offline' },
          key,
          title: isHot ? { en: 'Oven too hot', zh: '烘箱过热' } : { en: 'Device offline', zh: '设备离线' },
          acknowledgement: who === undefined ? undefined : { at: startsAt + (n + 2) * 40_000, by: who },
          resolution: { at: startsAt + lasts, how: 'recovered' },
        }),
      );
    }
  }
  return alerts;
}
