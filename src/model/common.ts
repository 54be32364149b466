import { readOrThrow } from '../units/unreadable.ts';

/** A name for people: one text, or the same name in Chinese and English. */
export type Name = string | { readonly zh?: string; readonly en?: string };

export type Language = 'en' | 'zh';

/** The name in a language; the other language, then the fallback, where it is missing. */
export function nameIn(name: Name | undefined, language: Language, fallback: string): string {
  if (name === undefined) return fallback;
  if (typeof name === 'string') return name;
  return readOrThrow('nameIn', 'a text, or an object with "zh" and "en"', () => {
    return (language === 'zh' ? (name.zh ?? name.en) : (name.en ?? name.zh)) ?? fallback;
  });
}

/**
 * How well a figure is known: `A` the official text was seen, `B` press or a mirror that quotes it,
 * `C` secondary sources only, `bank` the bank's own product data, `illustrative` made up to show the
 * engine and never to be taken for a fact.
 */
export type EvidenceGrade = 'A' | 'B' | 'C' | 'bank' | 'illustrative';

/** Where a figure or a rule comes from. */
export interface Source {
  readonly title: string;
  readonly grade: EvidenceGrade;
  /** Number of the document, such as 财金〔2026〕2号. */
  readonly document?: string;
  readonly clause?: string;
  readonly url?: string;
}
