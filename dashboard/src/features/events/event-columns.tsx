import { Text } from '@mantine/core';
import type { RecordedEvent } from '../../../../src/api/contract.ts';
import { eventLine, eventTitle } from '../../../../src/texts/event-words.ts';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { Moment } from '../../shared/ui/moment.tsx';
import styles from './event-explorer.module.css';
import { EventMark } from './event-mark.tsx';
import { EventSentence } from './event-sentence.tsx';

type Names = Readonly<Record<'at' | 'event' | 'client' | 'user' | 'sentence' | 'hits' | 'json', string>>;

/** @param isNarrow there is less room, and the sentence names the client too */
export function eventColumns(
  names: Names,
  language: 'en' | 'zh',
  isNarrow: boolean,
): DataColumn<RecordedEvent>[] {
  return [
    {
      id: 'at',
      header: names.at,
      width: 160,
      cell: ({ at }) => <Moment at={at} precision="millisecond" />,
      value: ({ at }) => at,
    },
    {
      id: 'event',
      header: names.event,
      width: 130,
      cell: ({ event }) => <span title={event}>{eventTitle(event, language)}</span>,
      value: ({ event }) => event,
    },
    {
      id: 'clientid',
      header: names.client,
      width: 180,
      isHidden: isNarrow,
      cell: ({ clientid }) => (clientid === null ? '' : <DeviceText text={clientid} longest={64} />),
      value: ({ clientid }) => clientid,
    },
    {
      id: 'username',
      header: names.user,
      width: 120,
      isHidden: true,
      cell: ({ username }) => (username === null ? '' : <DeviceText text={username} longest={64} />),
      value: ({ username }) => username,
    },
    {
      id: 'sentence',
      header: names.sentence,
      width: 320,
      grows: true,
      cell: (event) => (
        <Text span inherit className={styles.sentence ?? ''}>
          <EventMark event={event} /> <EventSentence event={event} isPlain />
        </Text>
      ),
      value: (event) => eventLine(event, language),
    },
    {
      id: 'rules',
      header: names.hits,
      width: 90,
      isHidden: isNarrow,
      isNumber: true,
      cell: ({ rules }) =>
        rules && rules.length > 0 ? (
          <Text span inherit fw={600}>
            {rules.length}
          </Text>
        ) : (
          <Text span inherit c="dimmed">
            {rules ? '0' : '–'}
          </Text>
        ),
      value: ({ rules }) => rules?.join(', '),
    },
    {
      id: 'columns',
      header: names.json,
      width: 240,
      isHidden: true,
      cell: ({ columns }) => JSON.stringify(columns).slice(0, 200),
      value: ({ columns }) => JSON.stringify(columns),
    },
  ];
}
