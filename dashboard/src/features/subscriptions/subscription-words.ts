import type { SearchKey } from '../../shared/search/completions.ts';
import type { Language } from '../../shared/texts/texts.ts';
import { clientSearchKeys } from '../clients/client-words.ts';

type Meanings = Readonly<Record<'topic' | 'client' | 'qos' | 'group' | 'sub', string>>;

/** Words of their own, and those of a search for clients, which are asked of whoever has subscribed. */
export function subscriptionSearchKeys(language: Language, meanings: Meanings): readonly SearchKey[] {
  const own: readonly SearchKey[] = [
    { word: 'topic:', meaning: meanings.topic },
    { word: 'client:', meaning: meanings.client },
    { word: 'qos:', meaning: meanings.qos, values: ['0', '1', '2'] },
    { word: 'group:', meaning: meanings.group },
    { word: 'sub:', meaning: meanings.sub },
  ];
  return [...own, ...clientSearchKeys(language).filter(({ word }) => word !== 'sub:')];
}
