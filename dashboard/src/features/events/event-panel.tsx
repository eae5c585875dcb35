import { Anchor, Button, CloseButton, Group, Menu, Select, Stack, Text, Title } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { eventTitle } from '../../../../src/texts/event-words.ts';
import { firstCheck } from '../../../../src/texts/reason-words.ts';
import { Problem } from '../../shared/api/problem.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { Moment } from '../../shared/ui/moment.tsx';
import { PayloadView } from '../../shared/ui/payload/payload-view.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { type EventDetail, useEventDetail, useExplanation, useRuleNames } from './event-detail.ts';
import { EventSentence } from './event-sentence.tsx';
import { eventsTexts } from './events.texts.ts';
import { sqlFor } from './rule-draft.ts';

/** One event in full, and what can be done with it. */
export function EventPanel({
  id,
  rules,
  onClose,
}: {
  id: string;
  /** That match it, where they are known. */
  rules: readonly string[] | undefined;
  onClose: () => void;
}) {
  const texts = useTexts(eventsTexts);
  const detail = useEventDetail(id);
  const isGone = detail.error instanceof Problem && detail.error.status === 404;
  return (
    <Stack gap="sm" component="section" aria-label={texts.event} miw={0}>
      <Group justify="space-between" wrap="nowrap">
        <Title order={2}>{texts.event}</Title>
        <CloseButton size="sm" aria-label={texts.close} onClick={onClose} />
      </Group>
      {isGone ? (
        <Text c="dimmed">{texts.gone}</Text>
      ) : (
        <QueryView query={detail}>{(found) => <Details id={id} detail={found} rules={rules} />}</QueryView>
      )}
    </Stack>
  );
}

interface DetailsProps {
  readonly id: string;
  readonly detail: EventDetail;
  readonly rules: readonly string[] | undefined;
}

function Details({ id, detail: { event, columns }, rules }: DetailsProps) {
  const texts = useTexts(eventsTexts);
  const language = useLanguage();
  const check = typeof event.columns.reason === 'string' && firstCheck(event.columns.reason, language);
  const isGap = event.event === 'journal.gap';
  return (
    <>
      <div>
        <Text fw={600}>
          <EventSentence event={event} />
        </Text>
        <Text size="xs" c="dimmed" component="div">
          {eventTitle(event.event, language)} · <code>{event.event}</code> ·{' '}
          <Moment at={event.at} precision="millisecond" />
        </Text>
        {check && (
          <Text size="xs" mt={4}>
            {texts.firstCheck}{' '}
            {showsInTrace(event) ? (
              <Anchor
                component={Link}
                to="/events/traces"
                search={{ client: event.clientid } as never}
                inherit
              >
                {check}
              </Anchor>
            ) : (
              check
            )}
          </Text>
        )}
      </div>
      {!isGap && rules && (
        <Text size="xs" {...(rules.length === 0 && { c: 'dimmed' })}>
          {rules.length === 0 ? texts.noHits : texts.hitRules}{' '}
          {rules.map((rule, index) => (
            <span key={rule}>
              {index > 0 && ', '}
              <Anchor component={Link} to="/rules/edit" search={{ id: rule, event: id } as never} inherit>
                <bdi>{rule}</bdi>
              </Anchor>
            </span>
          ))}
        </Text>
      )}
      {!isGap && (
        <Group gap="xs">
          <Button
            variant="default"
            component={Link}
            to="/rules/edit"
            search={{ event: id, sql: sqlFor(event) } as never}
          >
            {texts.newRule}
          </Button>
          <SampleMenu id={id} hits={rules} />
        </Group>
      )}
      <Stack gap={4}>
        <Title order={3}>{texts.asRule}</Title>
        <PayloadView payload={columns} name={`${event.event}-${id}.json`} maximumHeight={320} />
      </Stack>
      {!isGap && <WithRule id={id} />}
    </>
  );
}

/** Tries one of the rules on this event: those that match it stand first. */
function SampleMenu({ id, hits = [] }: { id: string; hits: readonly string[] | undefined }) {
  const texts = useTexts(eventsTexts);
  const { data: names = [] } = useRuleNames();
  const isHit = ({ value }: { value: string }) => hits.includes(value);
  return (
    <Menu position="bottom-start">
      <Menu.Target>
        <Button variant="default" rightSection={<IconChevronDown size={16} stroke={1.5} />}>
          {texts.sample}
        </Button>
      </Menu.Target>
      <Menu.Dropdown mah={320} style={{ overflowY: 'auto' }}>
        {names.length === 0 && <Menu.Label>{texts.noRules}</Menu.Label>}
        {names
          .toSorted((one, other) => Number(isHit(other)) - Number(isHit(one)))
          .map(({ value, label }) => (
            <Menu.Item
              key={value}
              component={Link}
              to="/rules/edit"
              search={{ id: value, event: id } as never}
            >
              <bdi>{label}</bdi>
            </Menu.Item>
          ))}
      </Menu.Dropdown>
    </Menu>
  );
}

/** What the packets of the client would tell. */
function showsInTrace({ clientid, columns }: EventDetail['event']): boolean {
  return clientid !== null && ['protocol_error', 'malformed_packet'].includes(String(columns.reason));
}

/** What one of the rules makes of it: whether it fires, and why not. */
function WithRule({ id }: { id: string }) {
  const texts = useTexts(eventsTexts);
  const language = useLanguage();
  const [rule, choose] = useState<string | null>(null);
  const [asked, ask] = useState<string>();
  const rules = useRuleNames();
  const explanation = useExplanation(asked, id, language);
  const names = rules.data ?? [];
  return (
    <Stack gap="xs">
      <Title order={3}>{texts.withRule}</Title>
      <Group gap="xs" align="flex-end">
        <Select
          label={texts.rule}
          placeholder={rules.data && names.length === 0 ? texts.noRules : texts.chooseRule}
          data={[...names]}
          value={rule}
          onChange={(value) => {
            choose(value);
            ask(undefined);
          }}
          searchable
          disabled={names.length === 0}
          flex={1}
          miw={180}
        />
        <Button disabled={rule === null} onClick={() => rule !== null && ask(rule)}>
          {texts.why}
        </Button>
      </Group>
      {asked !== undefined && (
        <QueryView query={explanation} rows={2}>
          {({ outcome, summary }) => (
            <div role="status">
              <Text fw={600}>
                <span aria-hidden="true">{outcome === 'matched' ? '✓ ' : '✗ '}</span>
                {outcome === 'matched' ? texts.fires : texts.doesNot}
              </Text>
              <Text>{summary}</Text>
              <Anchor component={Link} to="/rules/edit" search={{ id: asked, event: id } as never} size="xs">
                {texts.details}
              </Anchor>
            </div>
          )}
        </QueryView>
      )}
    </Stack>
  );
}
