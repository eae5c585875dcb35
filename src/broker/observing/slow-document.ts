import { parseDuration } from '../../lib/duration.ts';
import { DEFAULT_SLOW_SETTINGS, type SlowSettings, type SlowStatsType } from './slow-subscriptions.ts';

/** The settings as the API has and stores them, durations as texts. */
export interface SlowDocument {
  readonly enable: boolean;
  readonly threshold: string;
  readonly expire_interval: string;
  readonly top_k_num: number;
  readonly stats_type: SlowStatsType;
}

export const DEFAULT_SLOW_DOCUMENT: SlowDocument = {
  enable: false,
  threshold: '500ms',
  expire_interval: '300s',
  top_k_num: 10,
  stats_type: 'whole',
};

export function slowSettingsOf(document: SlowDocument): SlowSettings {
  const { enable, threshold, expire_interval, top_k_num, stats_type } = document;
  return {
    isOn: enable,
    threshold: parseDuration(threshold) ?? DEFAULT_SLOW_SETTINGS.threshold,
    expireInterval: parseDuration(expire_interval) ?? DEFAULT_SLOW_SETTINGS.expireInterval,
    maximum: top_k_num,
    statsType: stats_type,
  };
}
