import { Anchor, Button, Group, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { AlertDetail } from '../../../../../src/api/contract.ts';
import { useFormats } from '../../../shared/format/format.ts';
import { quoteWord } from '../../../shared/search/search-words.ts';
import { useTexts } from '../../../shared/texts/texts.ts';
import { DeviceText } from '../../../shared/ui/device-text.tsx';
import { ForRole } from '../../../shared/ui/for-role.tsx';
import { actingTexts } from '../acting/acting.texts.ts';
import type { AlertActions } from '../acting/use-alert-actions.tsx';
import { AlertState, Since } from '../alert-parts.tsx';
import { useAlertList } from '../alert-queries.ts';
import { CommonFactors } from '../common-factors.tsx';
import { openTexts } from '../open/open.texts.ts';
import styles from './alert-detail.module.css';
import { detailTexts } from './detail.texts.ts';

/** Milliseconds around its beginning, in which an alert that is over had its company. */
const AROUND = 5 * 60_000;
const OPEN = ['open', 'acknowledged'];
const ALL = ['open', 'acknowledged', 'resolved'];
const ROWS = 50;

/** Alerts that are told together with this one: what they have in common, and all of them. */
export function ToldTogether({ alert, actions }: { alert: AlertDetail; actions: AlertActions }) {
  const texts = useTexts(detailTexts);
  const words = useTexts(actingTexts);
  const more = useTexts(openTexts);
  const formats = useFormats();
  const isOver = alert.status === 'resolved';
  const start = Date.parse(alert.starts_at);
  const filter = {
    group_id: alert.group_id,
    status: isOver ? ALL : OPEN,
    ...(isOver && { since: start - AROUND, until: start + AROUND }),
  };
  const { query, rows, total = 0 } = useAlertList(filter, { rows: ROWS });
  if (total < 2) return null;
  const targets = { alerts: [], groups: [], together: { groupId: alert.group_id, count: total } };
  const isWhole = rows.length === total;
  return (
    <section aria-labelledby="together" className={styles.box}>
      <Group justify="space-between" mb="xs">
        <Title order={2} id="together">
          {texts.together(formats.number(total))}
        </Title>
        {!isOver && (
          <Group gap="xs">
            <ForRole role="operator">
              <Button variant="default" size="compact-sm" onClick={() => actions.acknowledge(targets)}>
                {words.acknowledge} · {formats.number(total)}
              </Button>
            </ForRole>
            <ForRole role="operator">
              <Button variant="default" size="compact-sm" onClick={() => actions.silence(targets)}>
                {words.silence} · {formats.number(total)} …
              </Button>
            </ForRole>
          </Group>
        )}
      </Group>
      <CommonFactors filter={filter} />
      <ul className={styles.members} aria-label={texts.together(formats.number(total))}>
        {rows.map((member) => (
          <li
            key={member.id}
            className={styles.member}
            aria-current={member.id === alert.id ? 'true' : undefined}
          >
            <Anchor component={Link} to="/alerts/detail" search={{ id: member.id } as never} inherit>
              <DeviceText text={member.key} longest={96} />
            </Anchor>
            <Since at={member.starts_at} until={member.resolved_at} />
            <AlertState alert={member} />
          </li>
        ))}
      </ul>
      <Group gap="xs" mt="xs">
        {!isWhole && query.hasNextPage && (
          <Button
            variant="subtle"
            size="compact-sm"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            {more.more(formats.number(total - rows.length))}
          </Button>
        )}
        {alert.rule_id !== null && !isOver && (
          <Anchor
            component={Link}
            to="/alerts"
            search={{ q: `rule:${quoteWord(alert.rule_id)}` } as never}
            size="sm"
          >
            {texts.allMembers}
          </Anchor>
        )}
      </Group>
    </section>
  );
}
