import { Button, NativeSelect, Pill, TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { IconSearch } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTexts } from '../../shared/texts/texts.ts';
import styles from './deliveries.module.css';
import { deliveryTexts } from './deliveries.texts.ts';
import { useDeliveryFilter } from './delivery-filter.ts';
import { useDeliveryConnectors } from './delivery-queries.ts';

const STATUSES = ['delivered', 'retrying', 'failed', 'queued', 'digested', 'expired'] as const;
/** Milliseconds after the last letter. */
const TYPING = 250;

/** Which deliveries: everything stands in the address, so that it can be handed on. */
export function DeliveryFilters() {
  const texts = useTexts(deliveryTexts);
  const { filter, change, isFiltered, clear } = useDeliveryFilter();
  const known = useDeliveryConnectors();
  const connectors =
    filter.connector === undefined || known.includes(filter.connector) ? known : [filter.connector, ...known];
  const words = texts.filter;
  return (
    <div className={styles.filters}>
      <TypedFilter
        label={words.text}
        value={filter.q}
        className={styles.text ?? ''}
        icon
        onChange={(q) => change({ q, id: undefined })}
      />
      <NativeSelect
        size="xs"
        aria-label={words.result}
        value={filter.status ?? ''}
        onChange={({ currentTarget }) => change({ status: currentTarget.value || undefined, id: undefined })}
        data={[
          { value: '', label: words.everyResult },
          ...STATUSES.map((status) => ({ value: status, label: texts.results[status] })),
          { value: 'suppressed', label: words.suppressed },
          { value: 'failed,expired', label: words.notDelivered },
          { value: 'queued,retrying', label: words.unfinished },
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={words.channel}
        maw={220}
        value={filter.connector ?? ''}
        onChange={({ currentTarget }) =>
          change({ connector: currentTarget.value || undefined, id: undefined })
        }
        data={[
          { value: '', label: words.everyChannel },
          ...connectors.map((id) => ({ value: id, label: id })),
        ]}
      />
      <NativeSelect
        size="xs"
        aria-label={words.time}
        value={filter.since ?? ''}
        onChange={({ currentTarget }) => change({ since: currentTarget.value || undefined, id: undefined })}
        data={[
          { value: '', label: words.always },
          { value: '1h', label: words.hour },
          { value: '24h', label: words.day },
          { value: '7d', label: words.week },
          ...(filter.since && !['1h', '24h', '7d'].includes(filter.since)
            ? [{ value: filter.since, label: filter.since }]
            : []),
        ]}
      />
      <TypedFilter
        label={words.rule}
        value={filter.rule}
        width={130}
        onChange={(rule) => change({ rule, id: undefined })}
      />
      <TypedFilter
        label={words.code}
        value={filter.vendor_code}
        width={110}
        onChange={(code) => change({ vendor_code: code, id: undefined })}
      />
      {filter.alert !== undefined && (
        <Pill withRemoveButton onRemove={() => change({ alert: undefined })}>
          {words.alert} {filter.alert}
        </Pill>
      )}
      {filter.action !== undefined && (
        <Pill withRemoveButton onRemove={() => change({ action: undefined })}>
          {texts.columns.action} {filter.action}
        </Pill>
      )}
      {isFiltered && (
        <Button variant="subtle" size="compact-xs" onClick={clear}>
          {words.clear}
        </Button>
      )}
    </div>
  );
}

interface TypedFilterProps {
  readonly label: string;
  readonly value: string | undefined;
  readonly onChange: (value: string | undefined) => void;
  readonly width?: number;
  readonly className?: string;
  readonly icon?: boolean;
}

function TypedFilter({ label, value = '', onChange, width, className, icon = false }: TypedFilterProps) {
  const [typed, setTyped] = useState(value);
  const tell = useDebouncedCallback((text: string) => onChange(text || undefined), TYPING);
  // Back, and "clear", change it as well.
  useEffect(() => setTyped(value), [value]);
  return (
    <TextInput
      aria-label={label}
      placeholder={label}
      value={typed}
      {...(width !== undefined && { w: width })}
      {...(className !== undefined && { className })}
      {...(icon && { leftSection: <IconSearch size={14} stroke={1.5} /> })}
      onChange={({ currentTarget }) => {
        setTyped(currentTarget.value);
        tell(currentTarget.value);
      }}
    />
  );
}
