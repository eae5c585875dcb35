import { Alert, Tooltip } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { defineTexts, useTexts } from '../texts/texts.ts';
import styles from './file-lock.module.css';
import readable from './readable.module.css';

/** How something is changed that a file has. */
export const fileLockTexts = defineTexts(
  {
    fromFile: 'from a file',
    changeThere: (file: string) => `It lies in the file ${file}: change it there, and it counts at once.`,
    takenOut: 'What is taken out of the file is gone here, too.',
  },
  {
    fromFile: '来自文件',
    changeThere: (file: string) => `来自文件 ${file}：请修改该文件，保存后立即生效。`,
    takenOut: '从文件中删除的内容在这里也会消失。',
  },
);

/** Says which file has something, and what to do about it. */
export function FileNote({ file }: { file: string }) {
  const texts = useTexts(fileLockTexts);
  return (
    <Alert variant="light" p="xs" icon={<IconLock size={16} stroke={1.5} />} className={styles.note ?? ''}>
      {texts.changeThere(file)} {texts.takenOut}
    </Alert>
  );
}

interface FileLockProps {
  /** Undefined: it is the dashboard's, and can be changed here. */
  readonly file: string | undefined;
  /** Fields of a form. */
  readonly children: ReactNode;
}

/** What a file has is shown with its file, and its fields are switched off. */
export function FileLock({ file, children }: FileLockProps) {
  const texts = useTexts(fileLockTexts);
  if (file === undefined) return <>{children}</>;
  return (
    <>
      <FileNote file={file} />
      <fieldset disabled className={`${styles.fields} ${readable.readable}`} aria-label={texts.fromFile}>
        {children}
      </fieldset>
    </>
  );
}

/** In a list: a lock, with the file as its hint; nothing for what is the dashboard's. */
export function FileMark({ file }: { file: string | undefined }) {
  const texts = useTexts(fileLockTexts);
  if (file === undefined) return null;
  return (
    <Tooltip
      label={texts.changeThere(file)}
      multiline
      maw={360}
      events={{ hover: true, focus: true, touch: true }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: its hint has to be reachable by the keyboard */}
      <span role="img" tabIndex={0} aria-label={texts.changeThere(file)} className={styles.mark}>
        <IconLock size={14} stroke={1.5} />
      </span>
    </Tooltip>
  );
}
