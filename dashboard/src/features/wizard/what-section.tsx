import { Radio, Text } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { Playbook } from '../../../../src/api/contract.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import styles from './choice-cards.module.css';
import { wizardTexts } from './wizard.texts.ts';

/** In the order in which people look for theirs; others follow. */
const ORDER = [
  'device-offline',
  'mass-offline',
  'flapping',
  'authentication-burst',
  'dropped-messages',
  'silent-topic',
  'certificate-expiry',
];

/** How many cards are shown before the rest is. */
export function inOrder(playbooks: readonly Playbook[]): Playbook[] {
  const place = ({ id }: Playbook) => (ORDER.includes(id) ? ORDER.indexOf(id) : ORDER.length);
  return playbooks.toSorted((one, other) => place(one) - place(other));
}

interface WhatSectionProps {
  readonly playbooks: readonly Playbook[];
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** What is to ring the bell: a playbook, or an SQL of one's own in the editor. */
export function WhatSection({ playbooks, value, onChange }: WhatSectionProps) {
  const texts = useTexts(wizardTexts);
  const language = useLanguage();
  const navigate = useNavigate();
  return (
    <Radio.Group
      value={value}
      onChange={(id) => (id === 'sql' ? void navigate({ to: '/rules/edit' as string }) : onChange(id))}
      aria-label={texts.sections.what}
    >
      <div className={styles.cards}>
        {inOrder(playbooks).map(({ id, name, description }) => (
          <Radio.Card key={id} value={id} className={styles.card ?? ''}>
            <Text fw={600}>{name[language]}</Text>
            <Text size="xs" c="dimmed">
              {description[language]}
            </Text>
          </Radio.Card>
        ))}
        <Radio.Card value="sql" className={styles.card ?? ''}>
          <Text fw={600}>{texts.customSql}</Text>
          <Text size="xs" c="dimmed">
            {texts.customSqlHint}
          </Text>
        </Radio.Card>
      </div>
    </Radio.Group>
  );
}
