import { Anchor, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Alert, Monitor, Playbook } from '../../../../../src/api/contract.ts';
import { firstCheck } from '../../../../../src/texts/reason-words.ts';
import { api } from '../../../shared/api/client.ts';
import { type Language, useLanguage, useTexts } from '../../../shared/texts/texts.ts';
import styles from './alert-detail.module.css';
import { detailTexts } from './detail.texts.ts';

const HOUR = 3_600_000;
const LINES = 3;
/** Reasons of the end of a connection that a trace explains. */
const TRACED = new Set(['protocol_error', 'malformed_packet']);

interface Check {
  readonly text: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, string>>;
}

/** Three lines, each of which leads somewhere: of the playbook or the monitor, else by the reason. */
export function AlertChecks({ alert }: { alert: Alert }) {
  const texts = useTexts(detailTexts);
  const checks = useChecks(alert);
  return (
    <section aria-labelledby="checks">
      <Title order={2} id="checks" mb="xs">
        {texts.check}
      </Title>
      <ol className={styles.checks}>
        {checks.map(({ text, to, search }) => (
          <li key={text}>
            <Anchor component={Link} to={to} search={(search ?? {}) as never} inherit>
              <Text span inherit>
                {text}
              </Text>
            </Anchor>
          </li>
        ))}
      </ol>
    </section>
  );
}

function useChecks(alert: Alert): readonly Check[] {
  const texts = useTexts(detailTexts);
  const language = useLanguage();
  const written = useWrittenChecks(alert, language);
  const places = placesOf(alert);
  const byReason = alert.reason === null ? undefined : firstCheck(alert.reason, language);
  const known = [
    ...(written ?? []),
    ...(written === undefined && byReason !== undefined ? [byReason] : []),
  ].map((text, index) => ({ text, ...(places[Math.min(index, places.length - 1)] as Place) }));
  // Why a packet is wrong only the packet tells.
  const traced = alert.clientid !== null && TRACED.has(alert.reason ?? '') && byReason !== undefined;
  const trace: Check[] = traced
    ? [{ text: byReason, to: '/events/traces', search: { client: alert.clientid ?? '' } }]
    : [];
  const general: Check[] = [
    ...(alert.clientid === null ? [] : [{ text: texts.checkReason, ...clientPlace(alert.clientid) }]),
    ...(alert.rule_id === null
      ? [{ text: texts.checkMonitor, to: '/alerts/monitors', search: { monitor: alert.monitor ?? '' } }]
      : [{ text: texts.checkRule, to: '/rules/edit', search: { id: alert.rule_id } }]),
    { text: texts.checkCommon, ...eventsPlace(alert) },
  ];
  return [...trace, ...known.filter(({ text }) => text !== trace[0]?.text), ...general].slice(0, LINES);
}

type Place = Omit<Check, 'text'>;

/** Where the lines of a playbook lead, in their order. */
function placesOf(alert: Alert): readonly Place[] {
  const source: Place =
    alert.rule_id === null
      ? { to: '/alerts/monitors', search: { monitor: alert.monitor ?? '' } }
      : { to: '/rules/edit', search: { id: alert.rule_id } };
  return alert.clientid === null
    ? [source, eventsPlace(alert)]
    : [clientPlace(alert.clientid), eventsPlace(alert), source];
}

function clientPlace(id: string): Place {
  return { to: '/clients/detail', search: { id } };
}

/** An hour around its beginning. */
function eventsPlace({ starts_at: at }: Alert): Place {
  const start = Date.parse(at);
  return {
    to: '/events',
    search: { from: new Date(start - HOUR / 2).toISOString(), to: new Date(start + HOUR / 2).toISOString() },
  };
}

/** Those that somebody wrote for this kind of alert: rules of a playbook have its id unless another was given. */
function useWrittenChecks({ rule_id, monitor }: Alert, language: Language): readonly string[] | undefined {
  const playbooks = useQuery({
    queryKey: ['playbooks'],
    queryFn: ({ signal }) => api.get<{ data: Playbook[] }>('/playbooks', {}, signal),
    enabled: rule_id !== null,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const watched = useQuery({
    queryKey: ['monitors', 'one', monitor],
    queryFn: ({ signal }) => api.get<Monitor>(`/monitors/${encodeURIComponent(monitor ?? '')}`, {}, signal),
    enabled: monitor !== null,
  });
  if (monitor !== null) return watched.data && [watched.data.advice[language]];
  return playbooks.data?.data
    .find(({ id }) => rule_id === id || rule_id?.startsWith(`${id}-`))
    ?.check.map((line) => line[language]);
}
