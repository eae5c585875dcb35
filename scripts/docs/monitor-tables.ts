import { MONITOR_NAMES, monitorKinds } from '../../src/alerts/monitors/monitor-table.ts';
import { describeForms } from '../../src/alerts/monitors/threshold.ts';
import { monitorTexts } from '../../src/texts/monitor-texts.ts';
import { code, markdownTable } from './markdown-table.ts';

/** A row for each monitor: what it watches, and when it is too bad. */
export function monitorTable(): string {
  const head = ['monitor', 'what it watches', 'unit', 'raised', 'over', 'window', 'severity', 'alarm'];
  return markdownTable(
    head,
    MONITOR_NAMES.map((name) => {
      const { unit, direction, threshold, clearThreshold, window, severity, alarm } = monitorKinds[name];
      const [worse, better] = direction === 'above' ? ['more', 'less'] : ['less', 'more'];
      return [
        code(name),
        monitorTexts.en[name].description,
        unit,
        `at ${code(String(threshold))} or ${worse}`,
        `at ${code(String(clearThreshold))}${clearThreshold === 0 ? '' : ` or ${better}`}`,
        code(window),
        severity,
        alarm === '' ? '–' : code(alarm),
      ];
    }),
  );
}

/** How thresholds may be written, and what to do when one is reached. */
export function monitorAdvice(): string {
  return markdownTable(
    ['monitor', 'a threshold is', 'what to do'],
    MONITOR_NAMES.map((name) => [
      code(name),
      describeForms(monitorKinds[name].forms),
      monitorTexts.en[name].advice,
    ]),
  );
}
