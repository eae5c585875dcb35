import type { EmqxImportRow } from '../../../../src/api/contract.ts';
import type { Language } from '../../shared/texts/texts.ts';
import type { emqxImportTexts } from './emqx-import.texts.ts';

type Texts = (typeof emqxImportTexts)['en'];

/** Why a thing is not the same, and what stands in its way; sentences. */
export function whyOf(
  { reasons, conflict, at = '' }: EmqxImportRow,
  language: Language,
  texts: Texts,
): string[] {
  const obstacle =
    conflict === undefined
      ? []
      : [conflict === 'needs_secret' ? texts.conflicts.needs_secret(at) : texts.conflicts[conflict]];
  return [
    ...obstacle,
    ...reasons.map(({ message, message_zh }) => (language === 'zh' ? message_zh : message)),
  ];
}
