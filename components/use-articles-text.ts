import { useEffect, useMemo, useRef, useState } from 'react';
import { isLong, summarise } from './articles-summary';

/** Counting waits for a pause in typing, so that a list of 100 000 lines does not slow the keyboard. */
const countDelayMs = 120;

/** `maxLength`: of one line, as the field searched by allows. */
type Props = { initialText: string; maxLength: number; onText: (text: string) => void };

/** The text of the list with its count. The input keeps a short text itself, so that typing does not redraw it. */
export function useArticlesText({ initialText, maxLength, onText }: Props) {
  const [counted, setCounted] = useState(initialText);
  const summary = useMemo(() => summarise(counted, maxLength), [counted, maxLength]);
  const [text, setText] = useState({ start: initialText, long: isLong(initialText), round: 0 });
  const latest = useRef(initialText);
  /** What a file put into the list, and what stood there before. */
  const fromFile = useRef<{ before: string; after: string }>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function tell(changed: string) {
    latest.current = changed;
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setCounted(changed), countDelayMs);
    onText(changed);
  }

  /** The input holds this text now. */
  function change(changed: string) {
    if (text.long || isLong(changed)) setText({ start: changed, long: isLong(changed), round: text.round });
    tell(changed);
  }

  /** Puts a file's lines below what was typed; another file, or another column, takes the place of the last one's. */
  function putFile(lines: string) {
    const { before, after } = fromFile.current ?? {};
    const kept = (latest.current === after ? before : latest.current)?.trimEnd() ?? '';
    const whole = kept === '' ? lines : `${kept}\n${lines}`;
    fromFile.current = { before: kept, after: whole };
    setText({ start: whole, long: isLong(whole), round: text.round + 1 });
    tell(whole);
  }

  return { text, summary, change, putFile };
}
