import { CloseButton, Combobox, Group, Pill, PillsInput, Text, useCombobox } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { useTexts } from '../texts/texts.ts';
import { type Completion, completionsOf, type SearchKey } from './completions.ts';
import { searchTexts } from './search.texts.ts';
import styles from './search-box.module.css';
import { useSearchKey } from './search-key.ts';
import { isOpenQuote, splitWords } from './search-words.ts';

interface SearchBoxProps {
  readonly label: string;
  readonly placeholder: string;
  readonly value: string;
  /** With each letter. */
  readonly onChange: (value: string) => void;
  /** The words that it completes; any other word is searched for as it is. */
  readonly keys: readonly SearchKey[];
  /** What was found so far: "1,284 clients". */
  readonly count?: ReactNode;
  /** What the server does not understand, and where. */
  readonly error?: { readonly message: string; readonly from?: number; readonly to?: number } | undefined;
}

/** One box for all that is searched for: chips for the words that are written, completion for the one that is being. */
export function SearchBox({ label, placeholder, value, onChange, keys, count, error }: SearchBoxProps) {
  const texts = useTexts(searchTexts);
  const field = useRef<HTMLInputElement>(null);
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [written, setWritten] = useState(() => ({ value, ...partsOf(value, keys) }));
  // Somebody else changed it, such as Back.
  const { chips, text } = written.value === value ? written : partsOf(value, keys);
  useSearchKey(field);

  const write = (parts: { chips: readonly string[]; text: string }) => {
    const next = [...parts.chips, parts.text].join(' ').trimEnd();
    setWritten({ value: next, ...parts });
    if (next !== value) onChange(next);
  };
  const type = (next: string) => {
    combobox.openDropdown();
    combobox.resetSelectedOption();
    if (!/\s$/.test(next) || isOpenQuote(next)) write({ chips, text: next });
    else write({ chips: [...chips, ...splitWords(next).map((word) => word.text)], text: '' });
  };
  const take = ({ word, isWhole }: Completion) => {
    if (isWhole) write({ chips: [...chips, word], text: '' });
    else write({ chips, text: word });
    field.current?.focus();
  };
  const remove = (index: number) => write({ chips: chips.filter((_, at) => at !== index), text });
  const edit = (index: number) => {
    const rest = splitWords(text).map((word) => word.text);
    write({ chips: [...chips.filter((_, at) => at !== index), ...rest], text: chips[index] ?? '' });
    field.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === 'Backspace' && text === '' && chips.length > 0) {
      event.preventDefault();
      edit(chips.length - 1);
    } else if (event.key === 'Enter' && combobox.getSelectedOptionIndex() < 0) {
      event.preventDefault();
      if (!isOpenQuote(text)) write({ chips: [...chips, ...splitWords(text).map((w) => w.text)], text: '' });
      combobox.closeDropdown();
    } else if (event.key === 'Escape' && !combobox.dropdownOpened) field.current?.blur();
  };

  const completions = completionsOf(text, keys);
  const wrong = wrongChips(chips, error);
  return (
    <div className={styles.box}>
      <Combobox
        store={combobox}
        onOptionSubmit={(word) => {
          const completion = completions.find((one) => one.word === word);
          if (completion) take(completion);
        }}
      >
        <Combobox.DropdownTarget>
          <PillsInput
            size="xs"
            aria-label={label}
            leftSection={<IconSearch size={14} stroke={1.5} />}
            error={error?.message}
            rightSectionWidth={120}
            rightSection={
              <Group gap={2} wrap="nowrap" justify="flex-end" w="100%" pr={4}>
                <Text size="xs" c="dimmed" truncate>
                  {count}
                </Text>
                {value !== '' && (
                  <CloseButton
                    size={20}
                    aria-label={texts.clear}
                    onClick={() => write({ chips: [], text: '' })}
                  />
                )}
              </Group>
            }
            onClick={() => field.current?.focus()}
          >
            <Pill.Group gap={4}>
              {chips.map((chip, index) => (
                <Pill
                  // biome-ignore lint/suspicious/noArrayIndexKey: the same word may stand there twice
                  key={`${index} ${chip}`}
                  size="xs"
                  withRemoveButton
                  className={`${styles.pill} ${wrong.has(index) ? styles.wrong : ''}`}
                  removeButtonProps={{ 'aria-label': texts.remove(chip), 'aria-hidden': false }}
                  onRemove={() => remove(index)}
                  onClick={(event) => {
                    event.stopPropagation();
                    edit(index);
                  }}
                  title={texts.edit(chip)}
                >
                  <bdi>{chip.length > 60 ? `${chip.slice(0, 60)}…` : chip}</bdi>
                </Pill>
              ))}
              <Combobox.EventsTarget withExpandedAttribute>
                <PillsInput.Field
                  ref={field}
                  role="combobox"
                  data-page-search
                  aria-label={label}
                  autoComplete="off"
                  autoCapitalize="off"
                  spellCheck={false}
                  placeholder={chips.length === 0 ? placeholder : ''}
                  value={text}
                  onFocus={() => combobox.openDropdown()}
                  onBlur={() => combobox.closeDropdown()}
                  onChange={(event) => type(event.currentTarget.value)}
                  onKeyDown={onKeyDown}
                />
              </Combobox.EventsTarget>
            </Pill.Group>
          </PillsInput>
        </Combobox.DropdownTarget>
        <Combobox.Dropdown hidden={completions.length === 0}>
          <Combobox.Options aria-label={texts.suggestions} mah={320} style={{ overflowY: 'auto' }}>
            {completions.map(({ word, meaning }) => (
              <Combobox.Option key={word} value={word}>
                <span className={styles.option}>
                  <span className={styles.word}>{word}</span>
                  <Text span size="xs" c="dimmed">
                    {meaning}
                  </Text>
                </span>
              </Combobox.Option>
            ))}
          </Combobox.Options>
        </Combobox.Dropdown>
      </Combobox>
    </div>
  );
}

/** The last word goes on being written, if it is a plain one. */
function partsOf(value: string, keys: readonly SearchKey[]): { chips: readonly string[]; text: string } {
  const words = splitWords(value).map(({ text }) => text);
  const last = words.at(-1);
  const isPlain = last !== undefined && !/[:<>"]/.test(last) && !keys.some(({ word }) => word === last);
  return isPlain ? { chips: words.slice(0, -1), text: last } : { chips: words, text: '' };
}

function wrongChips(chips: readonly string[], error: SearchBoxProps['error']): ReadonlySet<number> {
  const wrong = new Set<number>();
  if (error?.from === undefined) return wrong;
  const end = error.to ?? error.from + 1;
  for (const [index, { from, to }] of splitWords(chips.join(' ')).entries()) {
    if (from < end && error.from < to) wrong.add(index);
  }
  return wrong;
}
