import { Anchor } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useMemo } from 'react';
import type { Subscription } from '../../../../src/api/contract.ts';
import type { DataColumn } from '../../shared/table/table-column.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { subscriptionTexts } from './subscriptions.texts.ts';

export function useSubscriptionColumns(): readonly DataColumn<Subscription>[] {
  const texts = useTexts(subscriptionTexts);
  return useMemo(
    () =>
      [
        {
          id: 'topic',
          header: texts.topic,
          cell: ({ topic }) => <DeviceText text={topic} longest={200} />,
          value: ({ topic }) => topic,
          width: 300,
          grows: true,
          isSortable: true,
          onPhone: true,
        },
        {
          id: 'clientid',
          header: texts.client,
          cell: ({ clientid }) => (
            <Anchor component={Link} to="/clients/detail" search={{ id: clientid } as never} inherit>
              <DeviceText text={clientid} longest={100} />
            </Anchor>
          ),
          value: ({ clientid }) => clientid,
          width: 240,
          grows: true,
          isSortable: true,
          onPhone: true,
        },
        {
          id: 'qos',
          header: 'QoS',
          cell: ({ qos }) => qos,
          value: ({ qos }) => qos,
          width: 60,
          isNumber: true,
          isSortable: true,
        },
        {
          id: 'options',
          header: texts.options,
          cell: (row) => optionsOf(row),
          value: optionsOf,
          width: 140,
        },
      ] satisfies readonly DataColumn<Subscription>[],
    [texts],
  );
}

/** By the names of MQTT 5: `nl · rap · rh 2`; empty where nothing is said. */
function optionsOf({ nl, rap, rh }: Subscription): string {
  return [nl === 1 && 'nl', rap === 1 && 'rap', rh > 0 && `rh ${rh}`].filter(Boolean).join(' · ');
}
