import { Text } from '@mantine/core';
import { reasonText } from '../../../../src/texts/reason-words.ts';
import type { Query } from '../../shared/api/client.ts';
import { useFormats } from '../../shared/format/format.ts';
import { defineTexts, useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { DeviceText } from '../../shared/ui/device-text.tsx';
import { QueryView } from '../../shared/ui/query-view.tsx';
import { useCommonFactors } from './alert-queries.ts';
import styles from './common-factors.module.css';

const catalogue = defineTexts(
  {
    title: 'In common',
    none: 'These alerts have nothing in common that would explain them.',
    names: {
      listener: 'Listener',
      node: 'Node',
      reason: 'Reason',
      username: 'User name',
      username_prefix: 'User name begins with',
      network: 'Network',
      label: 'Label',
      attr: 'Attribute',
    },
  },
  {
    title: '共同点',
    none: '这些告警没有能说明原因的共同点。',
    names: {
      listener: '监听器',
      node: '节点',
      reason: '原因',
      username: '用户名',
      username_prefix: '用户名前缀',
      network: '网段',
      label: '标签',
      attr: '属性',
    },
  },
);

/** What alerts share, as bars: how many of how many. */
export function CommonFactors({ filter }: { filter: Query }) {
  const texts = useTexts(catalogue);
  const formats = useFormats();
  const language = useLanguage();
  const query = useCommonFactors(filter);
  return (
    <section aria-label={texts.title}>
      <Text size="sm" fw={600} mb={4}>
        {texts.title}
      </Text>
      <QueryView
        query={query}
        rows={2}
        isEmpty={({ common }) => common.length === 0}
        empty={<Text c="dimmed">{texts.none}</Text>}
      >
        {({ common, of }) => (
          <ul className={styles.factors}>
            {common.map(({ name, value, count }) => (
              <li key={`${name} ${value}`} className={styles.factor}>
                <span className={styles.name}>{nameOf(name, texts.names)}</span>
                <DeviceText text={name === 'reason' ? reasonText(value, language) : value} longest={64} />
                <span className={styles.bar} aria-hidden="true">
                  <span style={{ width: `${(100 * count) / of}%` }} />
                </span>
                <span className={styles.count}>
                  {formats.number(count)}/{formats.number(of)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </QueryView>
    </section>
  );
}

function nameOf(name: string, names: Readonly<Record<string, string>>): string {
  const [kind = '', rest] = name.split(/[/.](.*)/s);
  const word = names[kind] ?? name;
  return (kind === 'attr' || kind === 'label') && rest ? `${word} ${rest}` : word;
}
