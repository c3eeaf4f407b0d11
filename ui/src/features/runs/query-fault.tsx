import { type RefObject, useLayoutEffect, useState } from 'react';
import styles from './query-box.module.css';

interface QueryFaultProps {
  input: RefObject<HTMLInputElement | null>;
  text: string;
  /** Place of the first character that could not be read. */
  place: number;
}

const WORD = /^[^\s]+/;

/** A wavy line below the word that the server could not read; the error says the same in words. */
export function QueryFault({ input, text, place }: QueryFaultProps) {
  const [scrolled, setScrolled] = useState(0);
  const [padding, setPadding] = useState('0px');
  useLayoutEffect(() => {
    const element = input.current;
    if (element === null) return;
    const follow = () => setScrolled(element.scrollLeft);
    setPadding(getComputedStyle(element).paddingLeft);
    follow();
    element.addEventListener('scroll', follow);
    return () => element.removeEventListener('scroll', follow);
  }, [input]);
  const word = WORD.exec(text.slice(place))?.[0] ?? ' ';
  return (
    <div className={styles.fault} style={{ left: padding, right: padding }} aria-hidden="true">
      <span style={{ marginLeft: -scrolled }}>
        {text.slice(0, place)}
        <mark data-fault={place}>{word}</mark>
      </span>
    </div>
  );
}
