import { Button, Group, Modal, ScrollArea, Stack, Text } from '@mantine/core';
import type { Rule } from '../../../../src/api/contract.ts';
import { yamlText } from '../../shared/code/yaml-text.ts';
import { useTexts } from '../../shared/texts/texts.ts';
import { type RuleBody, ruleBody, ruleYaml } from '../rules/rule-changes.ts';
import { editorTexts } from './editor.texts.ts';
import { lineDiff } from './line-diff.ts';
import styles from './save-dialogs.module.css';

interface ConflictDialogProps {
  /** What is stored now; undefined: there is no conflict. */
  readonly theirs: Rule | undefined;
  readonly mine: RuleBody;
  readonly onSave: () => void;
  readonly onTake: (theirs: Rule) => void;
  readonly onClose: () => void;
}

const SIGNS = { same: ' ', old: '−', new: '+' } as const;

/** Somebody else saved in between: what differs, before one of both is lost. */
export function ConflictDialog({ theirs, mine, onSave, onTake, onClose }: ConflictDialogProps) {
  const texts = useTexts(editorTexts);
  return (
    <Modal opened={theirs !== undefined} onClose={onClose} size="xl" title={texts.changedTitle}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          {texts.changedText}
        </Text>
        {theirs && <RuleDiff before={ruleBody(theirs)} after={mine} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={() => theirs && onTake(theirs)}>
            {texts.takeTheirs}
          </Button>
          <Button onClick={onSave}>{texts.saveMine}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

interface ReviewDialogProps {
  readonly opened: boolean;
  readonly before: RuleBody;
  readonly after: RuleBody;
  readonly onSave: () => void;
  readonly onClose: () => void;
}

/** What a change changes, before it is at work; Enter stores it. */
export function ReviewDialog({ opened, before, after, onSave, onClose }: ReviewDialogProps) {
  const texts = useTexts(editorTexts);
  return (
    <Modal opened={opened} onClose={onClose} size="xl" title={texts.reviewTitle}>
      {opened && (
        <Stack gap="sm">
          <RuleDiff before={before} after={after} />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              {texts.editOn}
            </Button>
            <Button onClick={onSave} data-autofocus>
              {texts.saveChanges}
            </Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

/** The YAML of both, line by line. */
function RuleDiff({ before, after }: { before: RuleBody; after: RuleBody }) {
  const lines = lineDiff(yamlText(ruleYaml(before)), yamlText(ruleYaml(after)));
  return (
    <ScrollArea.Autosize mah="50vh" viewportProps={{ tabIndex: 0 }}>
      <pre className={styles.diff}>
        {lines.map(({ kind, text }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no name
          <div key={index} data-kind={kind}>
            {SIGNS[kind]} {text}
          </div>
        ))}
      </pre>
    </ScrollArea.Autosize>
  );
}
