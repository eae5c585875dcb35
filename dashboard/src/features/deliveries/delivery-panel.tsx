import { Anchor, Button, Drawer, Group, Stack, Tabs, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import type { Delivery } from '../../../../src/api/contract.ts';
import { outboundReason } from '../../../../src/texts/outbound-reasons.ts';
import { useFormats } from '../../shared/format/format.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { isChannelKind } from '../../shared/ui/channel-kinds.ts';
import { ChatBubble } from '../../shared/ui/chat-bubble.tsx';
import { CodeWords } from '../../shared/ui/code-words.tsx';
import { visibleText } from '../../shared/ui/device-text.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { AttemptList } from './attempt-list.tsx';
import styles from './deliveries.module.css';
import { deliveryTexts } from './deliveries.texts.ts';
import { useDeliveryFilter } from './delivery-filter.ts';
import { resendDelivery, useDelivery } from './delivery-queries.ts';
import { DeliveryResult } from './delivery-result.tsx';
import { lastOf, subjectOf } from './delivery-table.tsx';

/** The delivery that the address names, at the side of the list. */
export function DeliveryPanel() {
  const texts = useTexts(deliveryTexts);
  const { id, change } = useDeliveryFilter();
  return (
    <Drawer
      opened={id !== undefined}
      onClose={() => change({ id: undefined })}
      position="right"
      size={620}
      title={texts.delivery}
      closeButtonProps={{ 'aria-label': texts.close }}
      overlayProps={{ backgroundOpacity: 0.2 }}
    >
      {id !== undefined && <DeliveryDetail key={id} id={id} />}
    </Drawer>
  );
}

export function DeliveryDetail({ id }: { id: string }) {
  const query = useDelivery(id);
  return <QueryView query={query}>{(delivery) => <Detail delivery={delivery} />}</QueryView>;
}

function Detail({ delivery }: { delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  const subject = subjectOf(delivery);
  return (
    <Stack gap="md">
      <div>
        <Group gap="sm" align="baseline">
          <DeliveryResult status={delivery.status} />
          <Text span size="sm" c="dimmed">
            <Moment at={delivery.created_at} precision="millisecond" />
          </Text>
        </Group>
        <Text fw={600} className={styles.wrap ?? ''}>
          <bdi>{visibleText(subject.slice(0, 500))}</bdi>
        </Text>
      </div>
      <Banner delivery={delivery} />
      <Resend delivery={delivery} />
      <Links delivery={delivery} />
      <Contents delivery={delivery} />
      <div>
        <Text fw={600} mb={4}>
          {texts.attempts}
        </Text>
        <AttemptList delivery={delivery} />
      </div>
    </Stack>
  );
}

/** What the last answer means, and the one thing to do. */
function Banner({ delivery }: { delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  const formats = useFormats();
  const language = useLanguage();
  const { status, explanation, reason, next_at, expires_at, connector, told_in } = delivery;
  if (status === 'delivered') return null;
  const said = explanation?.[language];
  const isChannel = isChannelKind(connector.split(':', 1)[0] ?? '');
  return (
    <div className={styles.banner} data-status={status} role={status === 'failed' ? 'alert' : 'status'}>
      <Stack gap={6}>
        {said && (
          <Text size="sm">
            <CodeWords text={said.sentence} />
          </Text>
        )}
        {said && (
          <Text size="sm">
            <Text span fw={600}>
              {texts.fixIt}
              {language === 'zh' ? '：' : ': '}
            </Text>
            <CodeWords text={said.fix} />
          </Text>
        )}
        {reason && (
          <Text size="xs" c="dimmed" className={styles.wrap ?? ''}>
            {visibleText(outboundReason(reason, language).slice(0, 1000))}
          </Text>
        )}
        {next_at && (
          <Text size="sm">
            {texts.nextTry} {formats.time(next_at)}
            {expires_at && ` · ${texts.expires} ${formats.time(expires_at)}`}
          </Text>
        )}
        {told_in !== null && (
          <Anchor component={Link} to="/notify/deliveries" search={{ id: told_in } as never} size="sm">
            {texts.toldIn}
          </Anchor>
        )}
        {!next_at && (status === 'queued' || status === 'retrying') && <Text size="sm">{texts.noTurn}</Text>}
        <Group gap="xs">
          <Button
            component={Link}
            to={isChannel ? '/notify/channel' : '/rules/connector'}
            search={{ id: connector } as never}
            variant="default"
            size="compact-sm"
          >
            {isChannel ? texts.openChannel : texts.openConnector}
          </Button>
        </Group>
      </Stack>
    </div>
  );
}

function Resend({ delivery }: { delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  const [problem, setProblem] = useState<Error>();
  const [isBusy, setBusy] = useState(false);
  const [isSent, setSent] = useState(false);
  const isFinished = delivery.finished_at !== null;
  const resend = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      await resendDelivery(delivery.id);
      setSent(true);
    } catch (error) {
      setProblem(error as Error);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Stack gap="xs">
      <Group gap="sm">
        <ForRole role="editor">
          <Button
            variant="default"
            size="compact-sm"
            loading={isBusy}
            disabled={!isFinished || delivery.request === null}
            onClick={() => void resend()}
          >
            {texts.resend}
          </Button>
        </ForRole>
        <Text size="sm" c="dimmed" role="status" aria-live="polite">
          {isSent && !isFinished ? texts.resent : ''}
        </Text>
      </Group>
      {problem && <ProblemView problem={problem} />}
    </Stack>
  );
}

function Links({ delivery: { alert, rule, connector } }: { delivery: Delivery }) {
  const { links } = useTexts(deliveryTexts);
  const isChannel = isChannelKind(connector.split(':', 1)[0] ?? '');
  return (
    <Group gap="md" fz="sm" className={styles.wrap ?? ''}>
      <Anchor
        component={Link}
        to={isChannel ? '/notify/channel' : '/rules/connector'}
        search={{ id: connector } as never}
        inherit
      >
        {connector}
      </Anchor>
      {alert !== null && (
        <Anchor component={Link} to="/alerts/detail" search={{ id: alert } as never} inherit>
          {links.alert}
        </Anchor>
      )}
      {rule !== null && (
        <>
          <Anchor component={Link} to="/rules/edit" search={{ id: rule } as never} inherit>
            {links.rule} <bdi>{rule}</bdi>
          </Anchor>
          <Anchor component={Link} to="/events" search={{ q: `rule:${rule}` } as never} inherit>
            {links.event}
          </Anchor>
        </>
      )}
    </Group>
  );
}

/** The same message three times: as people see it, as it was sent, and what came back. */
function Contents({ delivery }: { delivery: Delivery }) {
  const texts = useTexts(deliveryTexts);
  const [kind = ''] = delivery.connector.split(':', 1);
  const isChannel = isChannelKind(kind);
  const { request } = delivery;
  const last = lastOf(delivery);
  return (
    <Tabs defaultValue={isChannel ? 'shown' : 'request'} keepMounted={false}>
      <Tabs.List>
        {isChannel && <Tabs.Tab value="shown">{texts.whatShown}</Tabs.Tab>}
        <Tabs.Tab value="request">{texts.request}</Tabs.Tab>
        <Tabs.Tab value="response">{texts.response}</Tabs.Tab>
      </Tabs.List>
      {isChannel && (
        <Panel value="shown">
          {request ? <ChatBubble kind={kind} request={request} /> : <Text c="dimmed">{texts.noRequest}</Text>}
        </Panel>
      )}
      <Panel value="request">
        {request ? <RequestView request={request} /> : <Text c="dimmed">{texts.noRequest}</Text>}
      </Panel>
      <Panel value="response">
        {last ? (
          <Stack gap="xs">
            <Text size="sm" className={styles.mono ?? ''}>
              {[
                last.status !== null && `${texts.status} ${last.status}`,
                last.code && `${texts.code} ${last.code}`,
              ]
                .filter(Boolean)
                .join(' · ') || '—'}
            </Text>
            {last.body ? (
              <PayloadView payload={last.body} name="response" maximumHeight={280} />
            ) : (
              <Text c="dimmed">{last.reason ?? texts.noResponse}</Text>
            )}
          </Stack>
        ) : (
          <Text c="dimmed">{texts.noAttempts}</Text>
        )}
      </Panel>
    </Tabs>
  );
}

function Panel({ value, children }: { value: string; children: ReactNode }) {
  return (
    <Tabs.Panel value={value} pt="sm">
      {children}
    </Tabs.Panel>
  );
}

function RequestView({ request }: { request: Readonly<Record<string, unknown>> }) {
  const texts = useTexts(deliveryTexts);
  const { method, url, headers, body, ...others } = request;
  const names = Object.entries((headers ?? {}) as Record<string, unknown>);
  const isHttp = typeof url === 'string';
  return (
    <Stack gap="xs">
      {isHttp && (
        <Text size="sm" className={`${styles.mono} ${styles.wrap}`}>
          {[method, url].filter(Boolean).map(String).join(' ')}
        </Text>
      )}
      {names.length > 0 && (
        <div>
          <Text size="xs" c="dimmed">
            {texts.headers}
          </Text>
          {names.map(([name, value]) => (
            <div key={name} className={`${styles.mono} ${styles.wrap}`}>
              {name}: {String(value)}
            </div>
          ))}
        </div>
      )}
      {typeof body === 'string' ? <PayloadView payload={body} name="request" maximumHeight={320} /> : null}
      {(!isHttp || Object.keys(others).length > 0) && typeof body !== 'string' ? (
        <PayloadView
          payload={JSON.stringify(isHttp ? others : request, undefined, 2)}
          name="request"
          maximumHeight={320}
        />
      ) : null}
    </Stack>
  );
}
