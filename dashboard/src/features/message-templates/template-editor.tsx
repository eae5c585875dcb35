import { ActionIcon, Alert, Button, Group, Input, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { type FieldProblem, fieldProblemOf } from '../../shared/forms/form-problem.ts';
import { TemplateInput, type TemplateVariable } from '../../shared/forms/template-input.tsx';
import { useMay } from '../../shared/session/session.ts';
import { useLanguage, useTexts } from '../../shared/texts/texts.ts';
import { ConfirmDialog } from '../../shared/ui/confirm-dialog.tsx';
import { FileNote } from '../../shared/ui/file-lock.tsx';
import { ForRole } from '../../shared/ui/for-role.tsx';
import { ProblemView } from '../../shared/ui/problem-view.tsx';
import { TemplatePreviewView } from './template-preview.tsx';
import {
  resetTemplate,
  type StoredWords,
  saveTemplate,
  type TemplateField,
  type TemplatePlace,
  type TemplateWords,
  useRecordedAlerts,
  useTemplatePreview,
} from './template-queries.ts';
import styles from './templates.module.css';
import { templateTexts } from './templates.texts.ts';

interface TemplateEditorProps {
  readonly place: TemplatePlace;
  /** What is stored; undefined: the message is as it is built in. */
  readonly stored: StoredWords | undefined;
  readonly variables: readonly TemplateVariable[];
}

/** Milliseconds after the last letter. */
const TYPING = 300;

/** Words on the left, the message in its chat on the right. */
export function TemplateEditor({ place, stored, variables }: TemplateEditorProps) {
  const texts = useTexts(templateTexts);
  const language = useLanguage();
  const file = stored?.file;
  const mayChange = useMay('editor') && file === undefined;
  const mayPreview = useMay('operator');
  const [words, setWords] = useState<TemplateWords>(() => ownWords(stored));
  const [alert, setAlert] = useState('');
  const [problem, setProblem] = useState<Error>();
  const [isSaved, setSaved] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const [shownWords] = useDebouncedValue(words, TYPING);
  const alerts = useRecordedAlerts();
  const preview = useTemplatePreview(place, asTemplate(shownWords), alert || undefined, mayPreview);
  const isChanged = JSON.stringify(words) !== JSON.stringify(ownWords(stored));
  const mistake = mistakeIn(problem ?? preview.error ?? undefined, language);
  const change = (next: Partial<TemplateWords>) => {
    setSaved(false);
    setProblem(undefined);
    setWords((before) => withoutNothing({ ...before, ...next }));
  };
  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      await saveTemplate(place, words);
      setSaved(true);
    } catch (error) {
      setProblem(error as Error);
    }
  };
  const field = (name: 'title' | 'text' | 'markdown') => ({
    value: words[name] ?? '',
    variables,
    readOnly: !mayChange,
    error: mistake?.path === name ? mistake.reason : undefined,
    placeholder: builtIn(preview.data?.message[name]),
    onChange: (text: string) => change({ [name]: text === '' ? undefined : text }),
  });
  const isElsewhere = mistake !== undefined && !/^(?:title|text|markdown|fields)/.test(mistake.path ?? '');
  return (
    <div className={styles.columns}>
      <form onSubmit={(event) => void save(event)} autoComplete="off">
        <Stack gap="sm">
          {file !== undefined && <FileNote file={file} />}
          <TemplateInput {...field('title')} label={texts.titleField} multiline={false} />
          <TemplateInput {...field('text')} label={texts.text} multiline rows={4} />
          {place.channel !== 'default' && (
            <TemplateInput
              {...field('markdown')}
              label={texts.markdown}
              multiline
              rows={3}
              placeholder={undefined}
            />
          )}
          <FieldRows
            fields={words.fields}
            variables={variables}
            readOnly={!mayChange}
            mistake={mistake}
            onChange={(fields) => change({ fields })}
          />
          <Text size="xs" c="dimmed">
            {texts.variables}
          </Text>
          {isElsewhere && (
            <Alert color="red" variant="light" role="alert">
              {mistake.reason}
            </Alert>
          )}
          {problem && !mistake && <ProblemView problem={problem} />}
          <Group gap="xs">
            <ForRole role="editor" file={file}>
              <Button type="submit" disabled={!isChanged || Object.keys(words).length === 0}>
                {texts.save}
              </Button>
            </ForRole>
            <ForRole role="editor" file={file}>
              <Button variant="default" disabled={stored === undefined} onClick={() => setAsking(true)}>
                {texts.reset}
              </Button>
            </ForRole>
            <Text size="xs" c="dimmed" role="status" aria-live="polite">
              {isSaved && !isChanged ? texts.saved : isChanged ? texts.unsaved : ''}
            </Text>
          </Group>
        </Stack>
      </form>
      <section aria-label={texts.preview} className={styles.preview}>
        <Group justify="space-between" align="flex-end">
          <Title order={2}>{texts.preview}</Title>
          <NativeSelect
            size="xs"
            aria-label={texts.alert}
            maw={280}
            value={alert}
            onChange={({ currentTarget }) => setAlert(currentTarget.value)}
            data={[
              { value: '', label: texts.sample },
              ...alerts.map((one) => ({ value: one.id, label: one.title.slice(0, 80) })),
            ]}
          />
        </Group>
        {mayPreview ? (
          <TemplatePreviewView place={place} query={preview} hasMistake={mistake !== undefined} />
        ) : (
          <Text c="dimmed">{texts.needsOperator}</Text>
        )}
      </section>
      <ConfirmDialog
        opened={isAsking}
        onClose={() => setAsking(false)}
        title={texts.resetTitle}
        action={texts.reset}
        onConfirm={async () => {
          await resetTemplate(place);
          setWords({});
        }}
      >
        {texts.resetEffect}
      </ConfirmDialog>
    </div>
  );
}

function FieldRows({
  fields,
  variables,
  readOnly,
  mistake,
  onChange,
}: {
  fields: readonly TemplateField[] | undefined;
  variables: readonly TemplateVariable[];
  readOnly: boolean;
  mistake: FieldProblem | undefined;
  onChange: (fields: readonly TemplateField[] | undefined) => void;
}) {
  const texts = useTexts(templateTexts);
  const rows = fields ?? [];
  const put = (index: number, row: TemplateField) =>
    onChange(rows.map((other, place) => (place === index ? row : other)));
  return (
    <div>
      <Input.Label size="xs" labelElement="div">
        {texts.fields}
      </Input.Label>
      <Text size="xs" c="dimmed" mb={4}>
        {texts.fieldsHelp}
      </Text>
      <Stack gap={6}>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field is known by its place
          <Group key={index} gap={6} wrap="nowrap" align="flex-start">
            {(['name', 'value'] as const).map((part) => (
              <div key={part} style={{ flex: part === 'name' ? '0 0 34%' : 1 }}>
                <TemplateInput
                  accessibleName={`${texts[part]} ${index + 1}`}
                  placeholder={texts[part]}
                  value={row[part]}
                  variables={variables}
                  multiline={false}
                  readOnly={readOnly}
                  error={mistake?.path === `fields.${index}.${part}` ? mistake.reason : undefined}
                  onChange={(text) => put(index, { ...row, [part]: text })}
                />
              </div>
            ))}
            <ActionIcon
              variant="subtle"
              color="gray"
              size={30}
              disabled={readOnly}
              aria-label={`${texts.fields} ${index + 1} ×`}
              onClick={() => {
                const left = rows.filter((_, place) => place !== index);
                onChange(left.length === 0 ? undefined : left);
              }}
            >
              <IconX size={16} stroke={1.5} />
            </ActionIcon>
          </Group>
        ))}
        {!readOnly && (
          <Button
            variant="subtle"
            size="compact-xs"
            w="fit-content"
            leftSection={<IconPlus size={14} stroke={1.5} />}
            onClick={() => onChange([...rows, { name: '', value: '' }])}
          >
            {texts.addField}
          </Button>
        )}
      </Stack>
    </div>
  );
}

/** Without what the list of templates tells about it. */
function ownWords(stored: TemplateWords | undefined): TemplateWords {
  if (!stored) return {};
  const { title, text, markdown, fields } = stored;
  return withoutNothing({ title, text, markdown, fields });
}

function withoutNothing(words: TemplateWords): TemplateWords {
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** The server takes no template without any words: then the built-in ones are shown. */
function asTemplate(words: TemplateWords): TemplateWords {
  return Object.keys(words).length === 0 ? { title: '${headline}' } : words;
}

function builtIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** By the preview it is below `template`, by saving it is not. */
function mistakeIn(problem: Error | undefined, language: 'en' | 'zh'): FieldProblem | undefined {
  const found = fieldProblemOf(problem, language);
  return found && { ...found, path: found.path?.replace(/^template\./, '') };
}
