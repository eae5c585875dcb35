import { Anchor, Button, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AlertDetail } from '../../../../../src/api/contract.ts';
import { outboundReason } from '../../../../../src/texts/outbound-reasons.ts';
import { reasonText } from '../../../../../src/texts/reason-words.ts';
import { rowTexts } from '../../../../../src/texts/row-texts.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { ForRole } from '../../../shared/ui/for-role.tsx';
import { Moment } from '../../../shared/ui/moment.tsx';
import { SeverityMark } from '../../../shared/ui/severity-mark.tsx';
import { actingTexts } from '../acting/acting.texts.ts';
import type { AlertActions } from '../acting/use-alert-actions.tsx';
import { sourceOf } from '../alert-filter.ts';
import { AlertState, Since } from '../alert-parts.tsx';
import { useAlertList } from '../alert-queries.ts';
import { alertTexts } from '../alerts.texts.ts';
import styles from './alert-detail.module.css';
import { detailTexts } from './detail.texts.ts';

/** What is known besides: who, from where, what the row had. */
export function AlertFacts({ alert }: { alert: AlertDetail }) {
  const formats = useFormats();
  const texts = useTexts(detailTexts);
  const words = useTexts(alertTexts);
  const language = useLanguage();
  const { labels } = rowTexts[language];
  const { reason, rule_id: rule, monitor } = alert;
  const said = reason === null ? '' : reasonText(reason, language);
  const known = new Set(['clientid', 'reason', 'username', 'peerhost', 'peername', 'listener', 'node']);
  /** Rules output times as milliseconds. */
  const timeOr = (value: string) =>
    /^1\d{12}$/.test(value) ? formats.time(Number(value), 'millisecond') : value;
  const more = { ...alert.facts, ...alert.labels, ...alert.client_attrs };
  return (
    <section aria-labelledby="facts" className={styles.box}>
      <Title order={2} id="facts" mb="xs">
        {texts.facts}
      </Title>
      <dl className={styles.facts}>
        <dt>{rule === null ? words.monitor : words.rule}</dt>
        <dd>
          {rule === null ? (
            <Anchor component={Link} to="/alerts/monitors" search={{ monitor } as never} inherit>
              {monitor}
            </Anchor>
          ) : (
            <Anchor component={Link} to="/rules/edit" search={{ id: rule } as never} inherit>
              {rule}
            </Anchor>
          )}
        </dd>
        {alert.clientid !== null && (
          <>
            <dt>{texts.client}</dt>
            <dd>
              <Anchor component={Link} to="/clients/detail" search={{ id: alert.clientid } as never} inherit>
                <DeviceText text={alert.clientid} longest={128} />
              </Anchor>
            </dd>
          </>
        )}
        {reason !== null && (
          <>
            <dt>{texts.reason}</dt>
            <dd>{said === reason ? outboundReason(reason, language) : `${said} (${reason})`}</dd>
          </>
        )}
        <Fact name={texts.user} value={alert.username} />
        <Fact name={texts.address} value={alert.facts.peername ?? alert.peerhost} />
        <Fact name={texts.listener} value={alert.listener} />
        <Fact name={texts.node} value={alert.node} />
        {Object.entries(more)
          .filter(([name]) => !known.has(name))
          .map(([name, value]) => (
            <Fact key={name} name={labels[name] ?? name} value={timeOr(value)} />
          ))}
      </dl>
    </section>
  );
}

function Fact({ name, value }: { name: string; value: string | null }) {
  if (value === null || value === '') return null;
  return (
    <>
      <dt>{name}</dt>
      <dd>
        <DeviceText text={value} longest={300} />
      </dd>
    </>
  );
}

const MONTH = 30 * 86_400_000;
const ALL = ['pending', 'open', 'acknowledged', 'resolved'];
const FEW = 8;

/** The same subject by the same rule or monitor, within 30 days. */
export function SimilarAlerts({ alert }: { alert: AlertDetail }) {
  const texts = useTexts(detailTexts);
  const formats = useFormats();
  // To the day, so that it is asked once.
  const since = Math.floor(Date.now() / 86_400_000) * 86_400_000 - MONTH;
  const filter = { status: ALL, ...sourceOf(alert), ...(alert.key !== '' && { key: alert.key }), since };
  const { query, rows, total = 0 } = useAlertList(filter, { rows: FEW + 1 });
  const others = rows.filter(({ id }) => id !== alert.id).slice(0, FEW);
  return (
    <section aria-labelledby="similar" className={styles.box}>
      <Title order={2} id="similar" mb="xs">
        {texts.similar}
      </Title>
      {query.data && others.length === 0 && <Text c="dimmed">{texts.noSimilar}</Text>}
      <ul className={styles.list}>
        {others.map((other) => (
          <li key={other.id} className={styles.line}>
            <SeverityMark severity={other.severity} />
            <Anchor component={Link} to="/alerts/detail" search={{ id: other.id } as never} inherit>
              {formats.time(other.starts_at, 'minute')}
            </Anchor>
            <Since at={other.starts_at} until={other.resolved_at} />
            <AlertState alert={other} />
          </li>
        ))}
      </ul>
      {total > 1 && (
        <Text size="sm" c="dimmed" mt="xs">
          {texts.similarCount(formats.number(total))}
          {alert.rule_id !== null && (
            <>
              {' · '}
              <Anchor
                component={Link}
                to="/rules/backtests"
                search={{ rule: alert.rule_id } as never}
                inherit
              >
                {texts.backtest}
              </Anchor>
            </>
          )}
        </Text>
      )}
    </section>
  );
}

/** What people wrote, the newest at the end. */
export function AlertNotes({ alert, actions }: { alert: AlertDetail; actions: AlertActions }) {
  const texts = useTexts(detailTexts);
  const words = useTexts(actingTexts);
  const notes = alert.timeline.filter(({ kind }) => kind === 'note');
  return (
    <section aria-labelledby="notes" className={styles.box}>
      <Title order={2} id="notes" mb="xs">
        {texts.notes}
      </Title>
      {notes.length === 0 && <Text c="dimmed">{texts.noNotes}</Text>}
      <ul className={styles.list}>
        {notes.map(({ at, text }) => (
          <li key={`${at} ${text}`}>
            <Text className={styles.note} dir="auto">
              {text}
            </Text>
            <Text size="xs" c="dimmed">
              <Moment at={at} />
            </Text>
          </li>
        ))}
      </ul>
      <ForRole role="operator">
        <Button
          mt="xs"
          variant="default"
          size="compact-sm"
          onClick={() => actions.note({ alerts: [alert], groups: [] })}
        >
          {words.note}
        </Button>
      </ForRole>
    </section>
  );
}
