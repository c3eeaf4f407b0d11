import type { ReactNode } from 'react';
import type { Report } from '@/api/types';
import { formatInstant } from '@/shared/format/time';
import Markdown from '@/shared/ui/markdown';
import type { BlockAnswer } from './ask-block';
import { type BlockKind, kindOf } from './block';
import { StaticBlock } from './static-block';
import { staticPage } from './static-page';

/** Turns elements into HTML. */
export type Render = (node: ReactNode) => string;

/** Asks for what a block describes. */
export type Ask = (kind: BlockKind, text: string) => Promise<BlockAnswer>;

interface Drawn {
  answer: BlockAnswer;
  id: string;
}

function keyOf(language: string, text: string): string {
  return `${language}\n${text}`;
}

/** The blocks of a text that are drawn, by what they say: as Markdown itself finds them. */
function blocksIn(text: string, render: Render): Map<string, [language: string, text: string]> {
  const found = new Map<string, [string, string]>();
  const note = (language: string, block: string) => {
    if (kindOf(language)) found.set(keyOf(language, block), [language, block]);
    return undefined;
  };
  render(<Markdown text={text} fence={note} />);
  return found;
}

/** A report as one file of HTML that needs nothing else: what it asks for is asked now, once. */
export async function reportHtml(report: Report, server: string, ask: Ask, render: Render): Promise<string> {
  const { title, body = '', report_id: reportId, revision } = report;
  const home = report.experiment_id ?? undefined;
  const now = new Date();
  const drawn = new Map<string, Drawn>();
  await Promise.all(
    [...blocksIn(body, render)].map(async ([key, [language, text]], place) => {
      const kind = kindOf(language);
      if (kind) drawn.set(key, { answer: await ask(kind, text), id: `-${place}` });
    }),
  );
  const fence = (language: string, text: string) => {
    const found = drawn.get(keyOf(language, text));
    return found && <StaticBlock {...found} source={text.trimEnd()} home={home} />;
  };
  return staticPage(render(<Markdown text={body} fence={fence} />), {
    title,
    origin: `${server} (report ${reportId}, revision ${revision})`,
    made: formatInstant(now.getTime()),
    madeIso: now.toISOString(),
  });
}
