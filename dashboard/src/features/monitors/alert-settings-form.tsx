import { Button, Group, Select, Stack, Switch, Text, TextInput } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import type { AlertSettings } from '../../../../src/api/contract.ts';
import { api } from '../../shared/api/client.ts';
import { queryClient } from '../../shared/api/query-client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { fieldProblemOf } from '../../shared/forms/form-problem.ts';
import { timeZones } from '../../shared/hours/local-time.ts';
import { type Schedule, WeekHours } from '../../shared/hours/week-hours.tsx';
import { useMay } from '../../shared/session/session.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { FileNote } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { showDone } from '../../shared/ui/undo-toast.tsx';
import { ChannelSelect } from './channel-select.tsx';
import { useAlertSettings } from './monitor-queries.ts';
import styles from './monitors.module.css';
import { settingsTexts } from './settings.texts.ts';

/** What holds for all alerts. */
export function AlertSettingsForm() {
  const query = useAlertSettings();
  return <QueryView query={query}>{(settings) => <Fields settings={settings} />}</QueryView>;
}

const NIGHT: Schedule['windows'] = [
  { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '07:00' },
];

function Fields({ settings }: { settings: AlertSettings }) {
  const texts = useTexts(settingsTexts);
  const formats = useFormats();
  const language = useLanguage();
  const { file } = settings;
  const isOff = !useMay('administrator') || file !== undefined;
  const [draft, setDraft] = useState(settings);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Error>();
  const change = (part: Partial<AlertSettings>) => setDraft({ ...draft, ...part });
  const { notify, links, quiet_hours: quiet, heartbeat, morning_report: report, public_url: address } = draft;
  const refused = fieldProblemOf(problem, language);
  const [, spoken, reason] = /^([a-z_]+(?:\.[a-z_]+)*)[\d.]*: (.*)$/s.exec(refused?.reason ?? '') ?? [];
  const where = refused?.path ?? spoken;
  const errorAt = (path: string) => (where?.startsWith(path) ? (reason ?? refused?.reason) : undefined);
  const zone = timeZones()[0] ?? 'UTC';

  async function save(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      const { status: _, ...body } = draft;
      const saved = await api.put<AlertSettings>('/alert_settings', body);
      queryClient.setQueryData(['alert-settings'], saved);
      setDraft(saved);
      showDone(texts.saved);
    } catch (error) {
      setProblem(error as Error);
    }
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void save(event)} noValidate className={styles.form} aria-label={texts.label}>
      <Stack gap="md">
        {file !== undefined && <FileNote file={file} />}
        <ChannelSelect
          label={texts.channels}
          description={texts.channelsHint}
          value={notify}
          disabled={isOff}
          onChange={(ids) => change({ notify: ids })}
          error={errorAt('notify')}
        />
        <TextInput
          label={texts.publicUrl}
          description={texts.publicUrlHint}
          placeholder="https://alerts.example.com"
          value={address ?? ''}
          disabled={isOff}
          onChange={({ currentTarget }) => change({ public_url: currentTarget.value || undefined })}
          error={errorAt('public_url')}
        />
        <Part
          label={texts.links}
          hint={texts.linksHint}
          isOn={links.enable}
          isOff={isOff}
          onSwitch={(enable) => change({ links: { ...links, enable } })}
        >
          <Group align="end">
            <TextInput
              label={texts.validFor}
              value={String(links.valid_for)}
              disabled={isOff}
              onChange={({ currentTarget }) =>
                change({ links: { ...links, valid_for: currentTarget.value } })
              }
              error={errorAt('links')}
            />
            <RotateLinks />
          </Group>
        </Part>
        <Part
          label={texts.quiet}
          hint={texts.quietHint}
          isOn={quiet !== undefined}
          isOff={isOff}
          onSwitch={(isOn) => change({ quiet_hours: isOn ? { time_zone: zone, windows: NIGHT } : undefined })}
        >
          {quiet && <WeekHours value={quiet} onChange={(hours) => change({ quiet_hours: hours })} />}
          {errorAt('quiet_hours') && <Complaint>{errorAt('quiet_hours')}</Complaint>}
        </Part>
        <Part
          label={texts.heartbeat}
          hint={texts.heartbeatHint}
          isOn={heartbeat !== undefined}
          isOff={isOff}
          onSwitch={(isOn) =>
            change({ heartbeat: isOn ? { url: '', method: 'GET', every: '60s' } : undefined })
          }
        >
          {heartbeat && (
            <Group align="start" grow>
              <TextInput
                label={texts.url}
                placeholder="https://hc-ping.com/…"
                value={heartbeat.url}
                disabled={isOff}
                onChange={({ currentTarget }) =>
                  change({ heartbeat: { ...heartbeat, url: currentTarget.value } })
                }
                error={errorAt('heartbeat.url')}
              />
              <Select
                label={texts.method}
                data={['GET', 'POST']}
                allowDeselect={false}
                value={heartbeat.method}
                disabled={isOff}
                onChange={(method) =>
                  change({ heartbeat: { ...heartbeat, method: method as 'GET' | 'POST' } })
                }
              />
              <TextInput
                label={texts.every}
                value={String(heartbeat.every)}
                disabled={isOff}
                onChange={({ currentTarget }) =>
                  change({ heartbeat: { ...heartbeat, every: currentTarget.value } })
                }
                error={errorAt('heartbeat.every')}
              />
            </Group>
          )}
          {settings.status.heartbeat && (
            <Text size="xs" c="dimmed">
              {texts.heartbeatState(
                formats.number(settings.status.heartbeat.sent),
                formats.number(settings.status.heartbeat.failed),
                formats.number(settings.status.heartbeat.withheld),
              )}
              {settings.status.heartbeat.last_success_at !== null && (
                <>
                  {' · '}
                  {texts.lastSuccess} <Moment at={settings.status.heartbeat.last_success_at} />
                </>
              )}
              {settings.status.heartbeat.reason !== null && ` · ${settings.status.heartbeat.reason}`}
            </Text>
          )}
        </Part>
        <Part
          label={texts.report}
          hint={texts.reportHint}
          isOn={report !== undefined}
          isOff={isOff}
          onSwitch={(isOn) =>
            change({
              morning_report: isOn ? { at: '08:30', time_zone: zone, notify: [...notify] } : undefined,
            })
          }
        >
          {report && (
            <Group align="start" grow>
              <TextInput
                type="time"
                label={texts.at}
                value={report.at}
                disabled={isOff}
                onChange={({ currentTarget }) =>
                  change({ morning_report: { ...report, at: currentTarget.value } })
                }
                error={errorAt('morning_report.at')}
              />
              <Select
                label={texts.zone}
                searchable
                limit={50}
                data={[...new Set([report.time_zone, ...timeZones()])]}
                value={report.time_zone}
                disabled={isOff}
                onChange={(next) =>
                  next !== null && change({ morning_report: { ...report, time_zone: next } })
                }
                error={errorAt('morning_report.time_zone')}
              />
              <ChannelSelect
                label={texts.reportChannels}
                value={report.notify}
                disabled={isOff}
                onChange={(ids) => change({ morning_report: { ...report, notify: ids } })}
                error={errorAt('morning_report.notify')}
              />
            </Group>
          )}
          {settings.status.morning_report?.last_day && (
            <Text size="xs" c="dimmed">
              {texts.lastReport(settings.status.morning_report.last_day)}
              {settings.status.morning_report.reason !== null &&
                ` · ${settings.status.morning_report.reason}`}
            </Text>
          )}
        </Part>
        {problem && where === undefined && <ProblemView problem={problem} />}
        <div>
          <ForRole role="administrator" file={file}>
            <Button type="submit" loading={isBusy}>
              {texts.save}
            </Button>
          </ForRole>
        </div>
      </Stack>
    </form>
  );
}

interface PartProps {
  readonly label: string;
  readonly hint: string;
  readonly isOn: boolean;
  readonly isOff: boolean;
  readonly onSwitch: (isOn: boolean) => void;
  readonly children: ReactNode;
}

/** Something that can be switched on, with what it then needs. */
function Part({ label, hint, isOn, isOff, onSwitch, children }: PartProps) {
  return (
    <section className={styles.box} aria-label={label}>
      <Stack gap="xs">
        <Switch
          label={label}
          description={hint}
          checked={isOn}
          disabled={isOff}
          onChange={({ currentTarget }) => onSwitch(currentTarget.checked)}
        />
        {isOn && children}
      </Stack>
    </section>
  );
}

function Complaint({ children }: { children: ReactNode }) {
  return (
    <Text size="sm" c="var(--mantine-color-error)" role="alert">
      {children}
    </Text>
  );
}

function RotateLinks() {
  const texts = useTexts(settingsTexts);
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <ForRole role="administrator">
        <Button variant="default" onClick={() => setAsking(true)}>
          {texts.rotate}
        </Button>
      </ForRole>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.rotateTitle}
        action={texts.rotate}
        onConfirm={async () => {
          await api.post('/alert_links/rotate');
          showDone(texts.rotated);
        }}
      >
        {texts.rotateEffect}
      </ConfirmDialog>
    </>
  );
}
