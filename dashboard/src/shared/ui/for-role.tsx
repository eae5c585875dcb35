import { Tooltip } from '@mantine/core';
import { cloneElement, type ReactElement } from 'react';
import { type Role, useMay } from '../session/session.ts';
import { defineTexts, useTexts } from '../texts/texts.ts';
import { fileLockTexts } from './file-lock.tsx';

const texts = defineTexts(
  {
    needs: (role: string) => `Needs the role ${role}`,
    viewer: 'viewer',
    operator: 'operator',
    editor: 'editor',
    administrator: 'administrator',
  },
  {
    needs: (role: string) => `需要${role}角色`,
    viewer: '查看者',
    operator: '运维',
    editor: '编辑者',
    administrator: '管理员',
  },
);

interface ForRoleProps {
  readonly role: Role;
  /** The file that has what would be changed: it is switched off then, too. */
  readonly file?: string | undefined;
  /** A button or an input: something that can be `disabled`. */
  readonly children: ReactElement<{ disabled?: boolean }>;
}

/** What the role of who is signed in may not do is there, switched off, and says which role it needs. */
export function ForRole({ role, file, children }: ForRoleProps) {
  const isAllowed = useMay(role);
  const needed = useNeededRole(role);
  const { changeThere } = useTexts(fileLockTexts);
  if (isAllowed && file === undefined) return children;
  const label = file === undefined ? needed : changeThere(file);
  return (
    <Tooltip label={label} events={{ hover: true, focus: true, touch: true }}>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no part of a line */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what is disabled takes no focus, and its reason has to be reachable */}
      <span role="group" aria-label={label} tabIndex={0} style={{ display: 'inline-flex' }}>
        {cloneElement(children, { disabled: true })}
      </span>
    </Tooltip>
  );
}

/** “Needs the role administrator”, for what is no control of its own. */
export function useNeededRole(role: Role): string {
  const words = useTexts(texts);
  return words.needs(words[role]);
}
