import { type AlertRaiser, type AlertSettings, AlertTemplates, type Raising } from '../../alerts/door.ts';
import type { Logger } from '../../lib/logger.ts';
import { RowTemplate } from '../row-template.ts';
import type { Output, OutputInput, OutputSkip } from '../rule-outputs.ts';
import { AlertRow } from './alert-row.ts';
import { subjectOf } from './event-subject.ts';
import type { LiveAlert } from './live-alert.ts';
import type { RuleAlert } from './rule-alert.ts';

/**
 * The output that raises the alert of a rule; none when it has no alert.
 * @param live undefined of a rule that is only looked at
 */
export function alertOutputs(
  alert: RuleAlert | undefined,
  live: LiveAlert | undefined,
  ruleId: string,
  logger: Logger,
): Output[] {
  if (!alert) return [];
  const templates = new AlertTemplates({ kind: 'rule', id: ruleId }, alert.settings);
  return [
    {
      run(input) {
        if (!live || live.isOver) return 'discarded';
        const raising = raisingOf(new RowTemplate(input.row), input);
        if (templates.isKeyMissing(raising.row) && live.missKey()) {
          logger.warn(
            { rule: ruleId, key: alert.settings.key },
            'the key of an alert has no value in a row, which is taken for one about the rule as a whole',
          );
        }
        const result = live.raiser.raise(raising);
        if (result.kind === 'refused') throw new Error(`the alert is not raised: ${result.reason}`);
        return 'success';
      },
      preview: (input, row) => {
        const raising = raisingOf(row, input);
        return {
          kind: 'alert',
          content: contentOf(alert, templates, raising, live?.raiser),
          skipped: skipOf(alert, raising),
          warnings: templates.isKeyMissing(raising.row) ? [{ code: 'key_missing' }] : [],
        };
      },
    },
  ];
}

function raisingOf(row: RowTemplate, { source }: Pick<OutputInput, 'source'>): Raising {
  const at = source.column('timestamp');
  const event = source.column('event');
  return {
    row: new AlertRow(row, source),
    event: typeof event === 'string' ? event : '',
    at: typeof at === 'number' ? at : 0,
    subject: subjectOf(source),
  };
}

/** What people would be told, and whether the alert is there already. */
function contentOf(
  { settings, nature, endsOn }: RuleAlert,
  templates: AlertTemplates,
  raising: Raising,
  raiser: AlertRaiser | undefined,
): Record<string, unknown> {
  const key = templates.key(raising.row);
  const { title, severity, summary, description, runbookUrl, labels } = templates.condition(raising, key);
  const present = raiser?.unresolved(key);
  return {
    key,
    title,
    severity,
    summary,
    description,
    runbook_url: runbookUrl,
    labels,
    for: settings.for,
    presence: nature.isPresence,
    resolve_on: endsOn,
    threshold: settings.threshold,
    absence: settings.absence,
    notify: channelsFor(settings),
    would: courseOf(settings, present !== undefined),
    alert: present && {
      id: present.id,
      status: present.status,
      starts_at: new Date(present.startsAt).toISOString(),
    },
  };
}

/** What a row does: where rows are missed it ends the alert, or begins the wait anew. */
function courseOf({ threshold, absence }: AlertSettings, isThere: boolean): string {
  if (absence) return isThere ? 'end' : 'wait';
  if (isThere) return 'continue';
  return threshold ? 'count' : 'begin';
}

function channelsFor({ notify, severity }: AlertSettings): readonly string[] | undefined {
  return Array.isArray(notify) ? notify : notify?.[severity];
}

function skipOf({ nature }: RuleAlert, { subject }: Raising): OutputSkip | undefined {
  const isTakenOver = subject?.reason === 'takenover' || subject?.reason === 'discarded';
  return nature.isPresence && isTakenOver ? { code: 'alert_taken_over' } : undefined;
}
