import { Button, Text } from '@mantine/core';
import { KeyCaps } from '../../shared/keys/key-caps.tsx';
import { useTexts } from '../../shared/texts/texts.ts';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { editorTexts } from './editor.texts.ts';
import type { CheckedRule } from './rule-check.ts';
import styles from './rule-editor.module.css';

interface EditorBarProps {
  readonly checked: CheckedRule;
  readonly isDirty: boolean;
  readonly isNew: boolean;
  readonly isRunning: boolean;
  readonly isSaving: boolean;
  /** Only its file can change it. */
  readonly isFile: boolean;
  readonly onRun: () => void;
  readonly onBacktest: () => void;
  readonly onSave: () => void;
}

/** Run, backtest, save; errors keep a rule from being saved, warnings never. */
export function EditorBar(props: EditorBarProps) {
  const texts = useTexts(editorTexts);
  const { errors = [], warnings = [] } = props.checked.check ?? {};
  const [first] = errors;
  return (
    <div className={styles.bar}>
      <ForRole role="editor">
        <Button
          variant="default"
          loading={props.isRunning}
          onClick={props.onRun}
          rightSection={<KeyCaps keys="mod+Enter" />}
        >
          {texts.run}
        </Button>
      </ForRole>
      <ForRole role="editor">
        <Button variant="default" onClick={props.onBacktest}>
          {texts.backtest}
        </Button>
      </ForRole>
      <div className={styles.grow} role="status">
        {first ? (
          <Text size="sm" className={styles.error ?? ''}>
            {first.start === undefined ? texts.outputError(first.at ?? '') : texts.syntax}
          </Text>
        ) : warnings.length > 0 ? (
          <Text size="sm" className={styles.warning ?? ''}>
            ◆ {texts.warnings(warnings.length)}
          </Text>
        ) : null}
      </div>
      {props.isDirty && (
        <Text size="sm" className={styles.unsaved ?? ''}>
          ● {texts.unsaved}
        </Text>
      )}
      {!props.isFile && (
        <ForRole role="editor">
          <Button
            loading={props.isSaving}
            disabled={first !== undefined || (!props.isDirty && !props.isNew)}
            onClick={props.onSave}
            rightSection={<KeyCaps keys="mod+s" />}
          >
            {texts.save}
          </Button>
        </ForRole>
      )}
    </div>
  );
}
